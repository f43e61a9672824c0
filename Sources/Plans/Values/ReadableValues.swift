import Basics

extension Scalar: Payload {
  public var valueKind: ValueKinds { .scalar }
  public var summary: String { text }
  public var synthetic: String? { nil }
  public var document: Document {
    Document(
      kind: "scalar",
      blocks: [.lines(text.split(separator: "\n", omittingEmptySubsequences: false).map { StyledLine(String($0)) })])
  }
  public var blocks: [Document.Block] { [.text(text)] }
  public var tables: [Table] { [Table(columns: ["value"], rows: [.init([self])])] }

  public func jsonMembers(program: String) -> [JSONValue.Member] {
    [.init(name: "kind", value: .string("scalar")), .init(name: "value", value: json)]
  }
}

extension Table: Payload {
  public var valueKind: ValueKinds { .table }
  public var summary: String {
    "\(grouped(rows.count)) × \(grouped(columns.count)) table"
      + (combinationsFailed == 0 ? "" : ", \(grouped(combinationsFailed)) failed")
  }
  public var shape: String { "\(rows.count) × \(columns.count)" }
  public var tables: [Table] { [self] }
  public var blocks: [Document.Block] { [.table(self)] }

  public var fields: [(name: String, value: Scalar)] {
    [("rows", .number(Double(rows.count))), ("columns", .number(Double(columns.count)))]
  }

  /// What is known of it stands around it rather than in it.
  public var document: Document {
    var bare = self
    (bare.synthetic, bare.notes, bare.provenance) = (nil, [], [])
    return Document(
      kind: "table", blocks: [.table(bare)] + (pictures.isEmpty ? [] : [.pictures(pictures)]), synthetic: synthetic,
      notes: notes, provenance: provenance)
  }

  public func jsonMembers(program: String) -> [JSONValue.Member] {
    [.init(name: "kind", value: .string("table"))] + jsonMembers + [.init(name: "plan", value: .string(program))]
  }
}

extension Document: Payload {
  public var valueKind: ValueKinds { .document }
  public var summary: String { kind }
  public var document: Document { self }
}
