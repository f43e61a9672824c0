import Basics

extension Table {
  /// For programs: every estimate as its number, with its deviation, interval and probability in columns of their own.
  public var expanded: Table {
    let parts = columns.indices.map { self.parts(ofColumn: $0) }
    var expanded = self
    expanded.columns = zip(columns, parts).flatMap { column, parts in [column] + parts.map { $0.column(of: column) } }
    expanded.rows = rows.map { row in
      Row(
        zip(row.cells, parts).flatMap { cell, parts -> [Scalar] in
          guard case .estimate(let estimate) = cell else { return [cell] + parts.map { _ in .missing } }
          return [cell.plain] + parts.map { $0.value(of: estimate).map { .number($0) } ?? .missing }
        }, plan: row.plan)
    }
    return expanded
  }

  /// With what its data are, how it was made and its notes in every row, for formats that know nothing but rows: a notice
  /// beside the table would be lost when it is copied.
  public var marked: Table {
    let marks = [
      ("synthetic", synthetic ?? ""), ("provenance", provenance.map(\.text).joined(separator: "; ")),
      ("remarks", notes.joined(separator: "; ")),
    ].filter { name, text in !text.isEmpty && !columns.contains(name) }
    var marked = self
    marked.columns += marks.map(\.0)
    marked.rows = rows.map { row in Row(row.cells + marks.map { .text($0.1) }, plan: row.plan) }
    return marked
  }

  /// Its members in JSON: columns, rows as arrays of values, and what is known of it.
  public var jsonMembers: [JSONValue.Member] {
    let table = expanded
    return [
      .init(name: "columns", value: .strings(table.columns)),
      .init(name: "rows", value: .array(table.rows.map { .array($0.cells.map(\.json)) })),
      .init(name: "synthetic", value: .string(synthetic)),
      .init(name: "remarks", value: .strings(notes)),
      .init(name: "provenance", value: .strings(provenance.map(\.text))),
    ]
  }
}

extension Scalar {
  public var json: JSONValue {
    switch self {
    case .number(let number): .number(number)
    case .estimate(let estimate): .number(estimate.value)
    case .text(let text): .string(text)
    case .boolean(let value): .boolean(value)
    case .missing: .null
    }
  }
}
