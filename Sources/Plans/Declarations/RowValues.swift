import Basics

/// A value that rows have in a column: a bare word, a number, a text in quotes, or `none` for a missing one.
public struct RowValue: ParameterValue, Hashable {
  public static let type = ParameterType.rowValue
  public static let placeholder = RowValue(nil)
  /// As `MetadataColumn` has it in words; nil for a value that is missing.
  public let text: String?
  /// With escapes, so that no value can imitate another argument in a key.
  public var canonicalText: String { text?.canonicalText ?? "none" }

  public init(_ text: String?) {
    self.text = text
  }

  public init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    switch argument {
    case .word(let text), .text(let text): self.init(text)
    case .number(let number, .plain): self.init(NumberFormat.shortest(number))
    case .boolean(let value): self.init(value ? "yes" : "no")
    case .none: self.init(nil)
    default: throw .type(expected: Self.type, found: argument.description)
    }
  }
}

/// What a stage is given under names that only the data know: `only sex=F age=[20, 30]`. The one parameter of this type
/// that a stage may have takes every argument whose name no other parameter has.
public struct NamedValues: ParameterValue, Hashable {
  public struct Entry: Sendable, Hashable {
    public let name: String
    public let values: [RowValue]
  }

  public static let type = ParameterType.namedValues
  public static let placeholder = NamedValues()
  /// In the order in which they were given.
  public private(set) var entries: [Entry] = []
  /// Sorted, because the order says nothing.
  public var canonicalText: String {
    guard !entries.isEmpty else { return "…" }
    return entries.map { entry in
      let isPlain = entry.name.allSatisfy { $0 == "_" || $0.isLetter || $0.isNumber }
      return "\(isPlain ? entry.name : entry.name.canonicalText)=\(entry.values.canonicalText)"
    }.sorted().joined(separator: " ")
  }

  public init() {}

  /// - Parameter argument: a list of lists, each a name and the values under it, as `argument(_:named:)` makes them.
  public init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    guard case .list(let lists) = argument else { throw .type(expected: Self.type, found: argument.description) }
    for list in lists {
      guard case .list(let pair) = list, pair.count == 2, case .text(let name) = pair[0] else {
        throw .type(expected: Self.type, found: list.description)
      }
      entries.append(Entry(name: name, values: try [RowValue](pair[1])))
    }
  }

  /// One argument with the name it was given under.
  static func argument(_ value: ArgumentValue, named name: String) -> ArgumentValue {
    .list([.text(name), value])
  }
}
