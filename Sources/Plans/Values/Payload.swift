import Basics

/// What a variable can hold and a reader can give: rows, a result, a table.
///
/// Open: whoever conforms adds a kind of value. It is then shown in the terminal, as JSON, CSV, Markdown, LaTeX and HTML,
/// has fields that `expect` reads, and, as a `StorableValue`, is saved and opened, with no module being told of it.
public protocol Payload: Sendable {
  /// The kind it is among what flows between stages.
  var valueKind: ValueKinds { get }
  /// One line for a variable that was just given it, without what its data are.
  var summary: String { get }
  /// nil for what comes from real data; otherwise what stands on everything made from it.
  var synthetic: String? { get }
  /// The value as something to read, from which every format for people is made.
  var document: Document { get }
  /// Named numbers and texts in it, for `x.name` and `expect`.
  var fields: [(name: String, value: Scalar)] { get }
  /// What it says of itself when it is shown.
  var shownNotes: [String] { get }
  /// As tables, the main one first, each with what its data are; empty where nothing of it is one.
  var tables: [Table] { get }
  /// Whether `save` writes those: not where the tables are less than the value, as the counts of rows are.
  var isSavedAsTables: Bool { get }
  /// As a part of another document, such as one combination of a sweep.
  var blocks: [Document.Block] { get }
  /// What it can be drawn as, the best first; empty where there is no picture of it.
  var drawings: [DrawingOffer] { get }
  /// As an object of JSON; `kind` should be among the members.
  /// - Parameter program: the line of Mien that made it.
  func jsonMembers(program: String) -> [JSONValue.Member]
  /// How large it is, for a list of variables: "75 × 4".
  var shape: String { get }
  /// What it takes in memory; nil where that is not worth telling.
  var bytesInMemory: Int? { get }
}

extension Payload {
  public var fields: [(name: String, value: Scalar)] { [] }
  public var shownNotes: [String] { document.notes }
  public var tables: [Table] { document.tables }
  public var isSavedAsTables: Bool { !tables.isEmpty }
  public var blocks: [Document.Block] { document.blocks }
  public var drawings: [DrawingOffer] { document.drawings }
  public func jsonMembers(program: String) -> [JSONValue.Member] { document.jsonMembers }
  public var shape: String { summary }
  public var bytesInMemory: Int? { nil }

  /// The value as the type that a reader works on, nil where it is of another: the one place where that is asked.
  public func `as`<Kind: Payload>(_ type: Kind.Type) -> Kind? { self as? Kind }
}

/// A value that `save` writes to a file of its own (`.value`) and `open` reads again, bit for bit. `Catalogue` lists the
/// types that can be opened.
public protocol StorableValue: Payload, Codable {
  /// Names the kind in files; never changes.
  static var storedName: String { get }
}
