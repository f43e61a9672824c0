import Basics
import Graphics
import Plans

/// A file that tables are written to, by its ending.
enum TableFile: String {
  case csv, json, md, tex

  /// All tables, one after another.
  func text(of tables: [Table]) -> String {
    switch self {
    case .csv: tables.map { TextTable(.exact($0.marked), of: $0).csv }.joined(separator: "\n")
    case .md: tables.map { TextTable(.reading($0), of: $0).markdown }.joined(separator: "\n")
    case .tex: tables.map { TextTable(.reading($0), of: $0).latex }.joined(separator: "\n")
    case .json:
      tables.map { JSONValue.object([.init(name: "kind", value: .string("table"))] + $0.jsonMembers).text + "\n" }
        .joined()
    }
  }
}

extension TextTable {
  /// A laid out table with what is known of it.
  fileprivate init(_ layout: TableLayout, of table: Table) {
    self.init(
      columns: layout.columns.map { Column($0.title, $0.isNumeric ? .right : .left) },
      rows: layout.rows.map { $0.map(\.text) })
    strong = Set(
      layout.rows.indices.flatMap { row in
        layout.rows[row].indices.filter { layout.rows[row][$0].isBest }.map { Position(row: row, column: $0) }
      })
    caption = layout.caption(of: table)
    notes = table.notes
    comments = table.provenance.map(\.text)
  }
}
