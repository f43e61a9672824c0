/// How rows in a file say that they show nobody: their source begins with a word. In memory it is data
/// (`DataProvenance.synthetic`); a table, an archive or a folder has a source for each row and no better place, and what
/// was saved must not look real when it is opened.
public enum SyntheticMark {
  static let word = "synthetic"

  /// The source to write for rows of such a provenance.
  /// - Parameter provenance: as in `DataProvenance.synthetic`.
  public static func source(of provenance: String) -> String {
    provenance.hasPrefix(word) ? provenance : "\(word): \(provenance)"
  }

  /// What `DataProvenance.synthetic` is for rows of these sources; nil where none of them is marked.
  public static func provenance(of sources: some Sequence<String>) -> String? {
    let marked = Set(sources.filter { $0.hasPrefix(word) }).sorted()
    return marked.isEmpty ? nil : marked.joined(separator: ", ")
  }
}
