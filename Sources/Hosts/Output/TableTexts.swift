import Graphics
import Plans

extension TextTable {
  /// A laid out table with what is known of it.
  init(_ layout: TableLayout, of table: Table) {
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

/// The metric that is told in full where there is no room for all: rare classes count in it.
let headlineMetric = "macro_f1"
