import Basics
import Graphics
import Plans

/// A format that tables are written in, for other programs and for papers.
public enum TableFormat: String, Sendable, CaseIterable {
  case csv, json, markdown, latex

  /// The format of a file with that ending; nil where none has it.
  public init?(fileEnding: String) {
    guard let format = Self.allCases.first(where: { $0.fileEnding == fileEnding }) else { return nil }
    self = format
  }

  /// Without the dot.
  public var fileEnding: String {
    switch self {
    case .csv, .json: rawValue
    case .markdown: "md"
    case .latex: "tex"
    }
  }

  public var mediaType: MediaType {
    switch self {
    case .csv: .csv
    case .json: .json
    case .markdown: .markdown
    case .latex: .latex
    }
  }

  /// All tables, one after another, with what their data are and how their numbers were made. CSV and JSON have every
  /// digit; what is best in its column is bold in the others.
  /// - Parameters:
  ///   - caption: stands before what is known of each, in LaTeX; what is known is never left out.
  ///   - label: by which a LaTeX text refers to the first, the others with their numbers behind it.
  public func text(of tables: [Table], caption: String? = nil, label: String? = nil) -> String {
    switch self {
    case .csv: tables.map { TextTable(.exact($0.marked), of: $0).csv }.joined(separator: "\n")
    case .markdown: tables.map { TextTable(.reading($0), of: $0).markdown }.joined(separator: "\n")
    case .latex:
      tables.enumerated().map { index, table in
        var text = TextTable(.reading(table), of: table)
        if let caption { text.caption.insert(caption, at: 0) }
        text.label = label.map { index == 0 ? $0 : "\($0)-\(index + 1)" }
        return text.latex
      }.joined(separator: "\n")
    case .json:
      tables.map { JSONValue.object([.init(name: "kind", value: .string("table"))] + $0.jsonMembers).text + "\n" }
        .joined()
    }
  }
}

extension TextTable {
  init(_ layout: TableLayout) {
    self.init(
      columns: layout.columns.map { Column($0.title, $0.isNumeric ? .right : .left) },
      rows: layout.rows.map { $0.map(\.text) })
    strong = Set(
      layout.rows.indices.flatMap { row in
        layout.rows[row].indices.filter { layout.rows[row][$0].isBest }.map { Position(row: row, column: $0) }
      })
    faintRows = layout.faintRows
  }

  /// A laid out table with what is known of it.
  init(_ layout: TableLayout, of table: Table) {
    self.init(layout)
    caption = layout.caption(of: table)
    notes = table.notes
    comments = table.provenance.map(\.text)
  }
}
