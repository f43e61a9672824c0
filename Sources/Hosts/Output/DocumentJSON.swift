import Basics
import Plans

/// Documents as data: named fields, and their blocks in order.
extension JSONPresenter {
  func document(_ document: Document) -> JSONValue {
    .object([
      "kind": .string(document.kind),
      "fields": .object(document.fields.map { .init(name: $0.name, value: $0.value.json) }),
      "blocks": .array(document.blocks.map(block)),
      "synthetic": .string(document.synthetic),
    ])
  }

  private func block(_ block: Document.Block) -> JSONValue {
    switch block {
    case .heading(let text): .object(["block": .string("heading"), "text": .string(text)])
    case .text(let text): .object(["block": .string("text"), "text": .string(text)])
    case .table(let table):
      .object([.init(name: "block", value: .string("table"))] + table.jsonMembers)
    case .bars(let bars):
      .object([
        "block": .string("bars"),
        "bars": .array(
          bars.map { bar in
            .object(["label": .string(bar.label), "values": .numbers(bar.values), "note": .string(bar.note)])
          }),
      ])
    case .pictures(let pictures):
      .object(["block": .string("pictures"), "pictures": .array(pictures.map(picture))])
    case .confusion(let names, let counts):
      .object(["block": .string("confusion"), "classes": .strings(names), "confusion": matrix(counts)])
    }
  }

  /// Without its pixels: `save` writes pictures.
  private func picture(_ picture: Document.Picture) -> JSONValue {
    .object([
      "caption": .string(picture.caption), "width": .integer(picture.width), "height": .integer(picture.height),
      "channels": .integer(picture.channels),
    ])
  }
}
