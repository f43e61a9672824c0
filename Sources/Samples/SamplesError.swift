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

  public var code: String {
    switch self {
    case .wrongContent: "E0201"
    case .noLabels: "E0560"
    case .targetIsNumber: "E0561"
    case .noAttribute: "E0562"
    case .mismatchedCounts: "E0563"
    case .repeatedColumn: "E0564"
    }
  }

  public var problem: String {
    switch self {
    case .wrongContent(let stage, let needs, let found):
      "\(stage) needs \(needs.name), but is given \(found.name)"
    case .noLabels: "these rows have no labels to learn or to count"
    case .targetIsNumber(let name): "the target of these rows, '\(name)', is a number; classes are needed here"
    case .noAttribute(let name, let known):
      "nothing called '\(name)' is known of these rows"
        + (known.isEmpty ? "" : "; known: \(known.joined(separator: ", "))")
    case .mismatchedCounts(let what, let count, let rows): "\(grouped(rows)) rows but \(grouped(count)) \(what)"
    case .repeatedColumn(let name, let role): "there are two columns '\(name)' with the role '\(role)'"
    }
  }

  public var remedy: String {
    switch self {
    case .wrongContent: "features are made from images by `lbp` or `pixels`"
    case .noLabels(let attributes, let columns):
      "say which column holds the classes, as in `load \"people.csv\" label=emotion`"
        + (attributes + columns).remedyList
    case .targetIsNumber(let name): "name a column of classes by label=, or turn '\(name)' into classes first"
    case .noAttribute: "name them when loading: attributes=[sex, age]"
    case .mismatchedCounts: "give one entry for each row"
    case .repeatedColumn: "give each column a name of its own, and each role one column"
    }
  }

  public var explanation: String {
    switch self {
    case .wrongContent: "A plan begins with a source, turns images into features, and features into predictions."
    case .noLabels, .targetIsNumber:
      "Rows may come without labels: they can be looked at, scaled and saved. Learning classes, balancing them and "
        + "counting them needs to know the class of each row."
    case .noAttribute:
      "Attributes are what is known of a row beside its class: a table's columns of text, or those named by attributes=."
    case .mismatchedCounts, .repeatedColumn:
      "What is known of rows stands in columns, each with a name, a role and a value for every row."
    }
  }
}

extension [String] {
  fileprivate var remedyList: String {
    isEmpty ? "" : "; columns: " + prefix(12).joined(separator: ", ") + (count > 12 ? ", …" : "")
  }
}
