import Basics

/// A table of texts: made once, shown in the terminal or written as Markdown, CSV or LaTeX.
public struct TextTable: Sendable, Equatable {
  public struct Column: Sendable, Equatable {
    public let title: String
    public let alignment: Alignment

    public init(_ title: String, _ alignment: Alignment = .left) {
      self.title = title
      self.alignment = alignment
    }
  }

  /// A cell by its row and column.
  public struct Position: Sendable, Hashable {
    public let row: Int
    public let column: Int

    public init(row: Int, column: Int) {
      self.row = row
      self.column = column
    }
  }

  public let columns: [Column]
  public let rows: [[String]]
  /// Cells in bold, such as the best of a column.
  public var strong: Set<Position> = []
  /// Rows that can be passed over, such as those of too few people to be compared: grey in the terminal.
  public var faintRows: Set<Int> = []
  /// What it shows, and what must be known to read it, a piece each: the caption of a paper's table.
  public var caption: [String] = []
  /// By which a paper's text refers to it; nil for none.
  public var label: String?
  /// What else is said of it, a line each, below it.
  public var notes: [String] = []
  /// How it was made, a line each, as comments where the format has them.
  public var comments: [String] = []

  /// A row with too few cells gets empty ones; too many get columns without a title, so that nothing is lost.
  public init(columns: [Column], rows: [[String]]) {
    let width = max(columns.count, rows.map(\.count).max() ?? 0)
    self.columns = columns + [Column](repeating: Column(""), count: width - columns.count)
    self.rows = rows.map { $0 + [String](repeating: "", count: width - $0.count) }
  }

  /// For the terminal: a header, a rule, the rows, no wider than the style. Where that is too wide, the widest columns
  /// of text are narrowed first, and what does not fit goes on below, broken between words and, where one is wider than
  /// its column, inside it. Columns that find no room then are counted below, from the last. Ends without a line end.
  public func text(_ style: TerminalStyle) -> String {
    guard !columns.isEmpty else { return "" }
    let (widths, hidden) = fittingWidths(style.width)
    let rule = String(repeating: style.characters == .unicode ? "─" : "-", count: widths.reduce(-2) { $0 + $1 + 2 })
    let header = lines(columns.map(\.title), widths, style).map(style.bold)
    let body = rows.indices.flatMap { lines(rows[$0], widths, style, row: $0) }
    let note = hidden == 0 ? [] : ["\(style.ellipsis) \(hidden) more column\(hidden == 1 ? "" : "s")"]
    return (header + [rule] + body + note).joined(separator: "\n")
  }

  /// A row, or the header, over as many lines as its longest text needs.
  private func lines(_ cells: [String], _ widths: [Int], _ style: TerminalStyle, row: Int? = nil) -> [String] {
    let parts = zip(cells, zip(columns, widths)).map { cell, column in
      column.0.alignment == .left ? brokenLines(printableLine(cell), to: column.1) : [cell]
    }
    return (0..<(parts.map(\.count).max() ?? 1)).map { place in
      line(parts.map { place < $0.count ? $0[place] : "" }, widths, style, row: row)
    }
  }

  /// - Parameter row: nil for the header.
  private func line(_ cells: [String], _ widths: [Int], _ style: TerminalStyle, row: Int? = nil) -> String {
    let line = zip(cells, zip(columns, widths)).enumerated().map { index, cell in
      let text = style.fitted(cell.0, to: cell.1.1, cell.1.0.alignment)
      let isStrong = row.map { strong.contains(Position(row: $0, column: index)) } ?? false
      return isStrong ? style.bold(text) : text
    }.joined(separator: "  ").trimmingTrailingSpaces
    return row.map { faintRows.contains($0) } ?? false ? style.faint(line) : line
  }

  /// Columns that its whole text takes.
  public var width: Int { naturalWidths.reduce(-2) { $0 + $1 + 2 } }

  private var naturalWidths: [Int] {
    columns.indices.map { column in
      ([columns[column].title] + rows.map { $0[column] }).map { displayWidth(printableLine($0)) }.max() ?? 0
    }
  }

  /// Widths of the columns that are shown, and how many are not.
  private func fittingWidths(_ width: Int) -> (widths: [Int], hidden: Int) {
    var widths = naturalWidths
    func total() -> Int { widths.reduce(-2) { $0 + $1 + 2 } }
    while total() > width {
      // Text, but never numbers: half a number misleads.
      let cuttable = widths.indices.filter { widths[$0] > 16 && columns[$0].alignment == .left }
      guard let widest = cuttable.max(by: { (widths[$0], -$0) < (widths[$1], -$1) }) else { break }
      widths[widest] -= 1
    }
    while total() > width, widths.count > 1 { widths.removeLast() }
    if total() > width { widths = [width] }
    return (widths, columns.count - widths.count)
  }
}
