/// The files of this folder, as part of the program: there is nothing to be found, or to be missing, at run time.
public enum StandardLibrary {
  /// The recipes, each file with its name.
  public static var files: [(name: String, text: String)] {
    [("stdlib/recipes.mien", String(decoding: PackageResources.recipes_mien, as: UTF8.self))]
  }

  /// Forty-eight abstracts that were written for this program, in four topics; they report no findings.
  public static var abstracts: String { String(decoding: PackageResources.abstracts_csv, as: UTF8.self) }

  /// The lessons in their order, each file with its name.
  public static var lessons: [(name: String, text: String)] {
    [
      ("pipelines", PackageResources.pipelines_mien), ("imbalance", PackageResources.imbalance_mien),
      ("smote", PackageResources.smote_mien), ("leakage", PackageResources.leakage_mien),
      ("certainty", PackageResources.certainty_mien), ("ablation", PackageResources.ablation_mien),
      ("fairness", PackageResources.fairness_mien), ("explanations", PackageResources.explanations_mien),
      ("causes", PackageResources.causes_mien), ("stills", PackageResources.stills_mien),
      ("tutorial", PackageResources.tutorial_mien),
    ].map { ("stdlib/lessons/\($0.0).mien", String(decoding: $0.1, as: UTF8.self)) }
  }

  /// Mistakes that many make, for lessons to refer to; a line each.
  public static var mistakes: String { String(decoding: PackageResources.mistakes_txt, as: UTF8.self) }

  /// What people type who come from other languages, and what to write here; a line each.
  public static var namesElsewhere: String { String(decoding: PackageResources.elsewhere_txt, as: UTF8.self) }

  /// The topics of `help` that are no stage: a section each.
  public static var helpTopics: String { String(decoding: PackageResources.help_md, as: UTF8.self) }
}
