/// The recipes of this folder, as part of the program: there is no file to be found, or to be missing, at run time.
public enum StandardLibrary {
  /// Each file with its name.
  public static var files: [(name: String, text: String)] {
    [("stdlib/recipes.mien", String(decoding: PackageResources.recipes_mien, as: UTF8.self))]
  }

  /// Forty-eight abstracts that were written for this program, in four topics; they report no findings.
  public static var abstracts: String { String(decoding: PackageResources.abstracts_csv, as: UTF8.self) }
}
