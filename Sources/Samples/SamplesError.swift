import Basics
import Numerics

/// What can be wrong with rows for whoever asks something of them. `E0201`, `E0560`…`E0564`.
public enum SamplesError: ExplainableError, Equatable {
  case wrongContent(stage: String, needs: ContentKind, found: ContentKind)
  case noLabels(attributes: [String], columns: [String])
  case targetIsNumber(name: String)
  case noAttribute(name: String, known: [String])
  case mismatchedCounts(what: String, count: Int, rows: Int)
  case repeatedColumn(name: String, role: String)

  public static let samples: [Self] = [
    .wrongContent(stage: "pca", needs: .features, found: .images), .noLabels(attributes: ["sex"], columns: ["x"]),
    .targetIsNumber(name: "age"), .noAttribute(name: "tone", known: ["sex"]),
    .mismatchedCounts(what: "labels", count: 1, rows: 2), .repeatedColumn(name: "id", role: "subject"),
  ]

  public var entry: ErrorEntry {
    switch self {
    case .wrongContent(let stage, let needs, let found):
      ErrorEntry(
        "E0201", "\(stage) needs \(needs.name), but is given \(found.name)",
        remedy: "put a stage before it that makes \(needs.name) of \(found.name)",
        explanation: "A plan begins with a source, turns images into features, and features into predictions.")
    case .noLabels(let attributes, let columns):
      ErrorEntry(
        "E0560", "these rows have no labels to learn or to count",
        remedy: "say which column holds the classes where they are loaded, as in label=emotion"
          + (attributes + columns).remedyList,
        explanation: Idea.labels)
    case .targetIsNumber(let name):
      ErrorEntry(
        "E0561", "the target of these rows, '\(name)', is a number; classes are needed here",
        remedy: "name a column of classes by label=, or turn '\(name)' into classes first", explanation: Idea.labels)
    case .noAttribute(let name, let known):
      ErrorEntry(
        "E0562",
        "nothing called '\(name)' is known of these rows"
          + (known.isEmpty ? "" : "; known: \(known.joined(separator: ", "))"),
        remedy: known.isEmpty
          ? "name them when loading: attributes=[sex, age]"
          : "ask by one of those; others are named when loading: attributes=[sex, age]",
        explanation: "Attributes are what is known of a row beside its class: a table's columns of text, or those "
          + "named by attributes=.")
    case .mismatchedCounts(let what, let count, let rows):
      ErrorEntry(
        "E0563", "\(grouped(rows)) rows but \(grouped(count)) \(what)",
        remedy: "give one entry for each row", explanation: Idea.columns)
    case .repeatedColumn(let name, let role):
      ErrorEntry(
        "E0564", "there are two columns '\(name)' with the role '\(role)'",
        remedy: "give each column a name of its own, and each role one column", explanation: Idea.columns)
    }
  }
}

/// What `explain` says beyond one case.
private enum Idea {
  static let labels =
    "Rows may come without labels: they can be looked at, scaled and saved. Learning classes, balancing them and "
    + "counting them needs to know the class of each row."
  static let columns =
    "What is known of rows stands in columns, each with a name, a role and a value for every row."
}

extension [String] {
  fileprivate var remedyList: String {
    isEmpty ? "" : "; columns: " + prefix(12).joined(separator: ", ") + (count > 12 ? ", …" : "")
  }
}
