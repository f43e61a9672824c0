import Basics

/// Documents as data: named fields, and their blocks in order.
extension Document {
  /// `kind`, `fields`, `blocks`, `synthetic`, and `notes` and `provenance` where it has any.
  public var jsonMembers: [JSONValue.Member] {
    [
      .init(name: "kind", value: .string(kind)),
      .init(name: "fields", value: .object(fields.map { .init(name: $0.name, value: $0.value.json) })),
      .init(name: "blocks", value: .array(blocks.map(\.json))),
      .init(name: "synthetic", value: .string(synthetic)),
    ]
      + [("notes", notes), ("provenance", provenance.map(\.text))].filter { !$0.1.isEmpty }.map { name, texts in
        .init(name: name, value: .strings(texts))
      }
  }
}

extension Document.Block {
  /// An object whose `block` says what else is in it.
  public var json: JSONValue {
    switch self {
    case .heading(let text): .object(["block": .string("heading"), "text": .string(text)])
    case .text(let text): .object(["block": .string("text"), "text": .string(text)])
    case .lines(let lines): .object(["block": .string("lines"), "lines": .strings(lines.map(\.text))])
    case .table(let table): .object([.init(name: "block", value: .string("table"))] + table.jsonMembers)
    case .layout(let layout): .object([.init(name: "block", value: .string("table"))] + layout.table.jsonMembers)
    case .bars(let bars): .object(["block": .string("bars"), "bars": .array(bars.map(\.json))])
    case .pictures(let pictures):
      .object(["block": .string("pictures"), "pictures": .array(pictures.map(\.json))])
    case .confusion(let names, let counts):
      .object(["block": .string("confusion"), "classes": .strings(names), "confusion": .matrix(counts)])
    case .custom(let block): .object([.init(name: "block", value: .string(block.name))] + block.members)
    }
  }
}

extension Bar {
  fileprivate var json: JSONValue {
    .object(["label": .string(label), "values": .numbers(values), "note": .string(note ?? "")])
  }
}

extension Picture {
  /// Without its pixels: `save` writes pictures.
  fileprivate var json: JSONValue {
    .object([
      "caption": .string(caption), "width": .integer(width), "height": .integer(height),
      "channels": .integer(channels),
    ])
  }
}

extension JSONValue {
  /// Rows of whole numbers.
  static func matrix(_ counts: [[Int]]) -> JSONValue {
    .array(counts.map { .array($0.map { .integer($0) }) })
  }
}
