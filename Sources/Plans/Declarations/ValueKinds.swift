import Samples

/// What flows between stages, as far as can be known before anything runs: a set of kinds of value. Open: rows of a new
/// content and values of a new kind bring kinds of their own.
public struct ValueKinds: Sendable, Hashable, ExpressibleByArrayLiteral {
  private struct Kind: Sendable, Hashable {
    /// As an error says it: "images", "a result".
    let phrase: String
    let isContent: Bool
  }

  private var kinds: Set<Kind>
  /// Whether rows of every content are meant, those included that nothing here knows.
  private var hasAllContents = false
  /// Whether every value is meant.
  private var hasAllValues = false
  /// Whether every value is meant that nothing here knows.
  private var hasAddedValues = false

  private init(_ kinds: Set<Kind>) {
    self.kinds = kinds
  }

  public init() {
    self.init([])
  }

  public init(arrayLiteral elements: ValueKinds...) {
    self = elements.reduce(ValueKinds()) { $0.union($1) }
  }

  /// Rows of one content.
  public init(_ content: ContentKind) {
    self.init([Kind(phrase: content.name, isContent: true)])
  }

  /// A kind of value that is not rows.
  /// - Parameter phrase: with its article, as an error says it: "a network".
  public init(value phrase: String) {
    self.init([Kind(phrase: phrase, isContent: false)])
  }

  public static let nothing = ValueKinds(value: "nothing")
  public static let images = ValueKinds(ContentKind.images)
  public static let features = ValueKinds(ContentKind.features)
  /// Predictions with their scores, and the plan that made them.
  public static let result = ValueKinds(value: "a result")
  public static let table = ValueKinds(value: "a table")
  /// A number, a text, yes or no.
  public static let scalar = ValueKinds(value: "a number or text")
  /// Something to read: a report, help, a picture.
  public static let document = ValueKinds(value: "something to read")
  /// A fitted chain of stages that was opened from a file.
  public static let fittedModel = ValueKinds(value: "a fitted model")

  /// Rows of any content: what `load` gives before anybody has looked.
  public static let rows: ValueKinds = {
    var rows: ValueKinds = [.images, .features]
    rows.hasAllContents = true
    return rows
  }()

  /// Everything but nothing.
  public static let anything: ValueKinds = {
    var all: ValueKinds = [.rows, .result, .table, .scalar, .document, .fittedModel]
    all.hasAllValues = true
    return all
  }()

  /// These and every kind of value that a module adds.
  public var andAdded: ValueKinds {
    var all = self
    all.hasAddedValues = true
    return all
  }

  public var isEmpty: Bool { kinds.isEmpty }

  public func union(_ other: ValueKinds) -> ValueKinds {
    var union = self
    union.kinds.formUnion(other.kinds)
    union.hasAllContents = hasAllContents || other.hasAllContents
    union.hasAllValues = hasAllValues || other.hasAllValues
    union.hasAddedValues = hasAddedValues || other.hasAddedValues
    return union
  }

  public mutating func formUnion(_ other: ValueKinds) {
    self = union(other)
  }

  /// Whether all of `other` is among these.
  public func contains(_ other: ValueKinds) -> Bool {
    (hasAllContents || !other.hasAllContents) && (hasAllValues || !other.hasAllValues)
      && (hasAllValues || hasAddedValues || !other.hasAddedValues)
      && other.kinds.allSatisfy(includes)
  }

  /// Whether nothing that flows as one of these can flow as one of the others.
  public func isDisjoint(with other: ValueKinds) -> Bool {
    !kinds.contains(where: other.includes) && !other.kinds.contains(where: includes)
  }

  /// Those of these that `other` has too.
  public func intersection(_ other: ValueKinds) -> ValueKinds {
    var both = ValueKinds(kinds.filter(other.includes).union(other.kinds.filter(includes)))
    both.hasAllContents = hasAllContents && other.hasAllContents
    both.hasAllValues = hasAllValues && other.hasAllValues
    both.hasAddedValues = (hasAllValues || hasAddedValues) && (other.hasAllValues || other.hasAddedValues)
    return both
  }

  private func includes(_ kind: Kind) -> Bool {
    kinds.contains(kind) || (hasAllContents && kind.isContent)
      || (hasAllValues && !ValueKinds.nothing.kinds.contains(kind))
      || (hasAddedValues && !kind.isContent && !ValueKinds.known.kinds.contains(kind))
  }

  private static let inOrder: [ValueKinds] = [
    .nothing, .images, .features, .result, .table, .scalar, .document, .fittedModel,
  ]
  private static let known = inOrder.reduce(ValueKinds()) { $0.union($1) }

  /// In words, for errors: "images or features".
  public var description: String {
    let order = Self.inOrder.flatMap { $0.kinds.map(\.phrase) }
    let present = kinds.sorted { first, second in
      let places = [first, second].map { order.firstIndex(of: $0.phrase) ?? ($0.isContent ? 2 : order.count) }
      return places[0] == places[1] ? first.phrase < second.phrase : places[0] < places[1]
    }.map(\.phrase)
    guard let last = present.last, present.count > 1 else { return present.first ?? "nothing" }
    return present.dropLast().joined(separator: ", ") + " or " + last
  }
}

extension RowContent {
  /// What a value of such rows is among what flows between stages.
  public var valueKind: ValueKinds { ValueKinds(kind) }
}
