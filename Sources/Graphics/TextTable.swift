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

  public let columns: [Column]
  public let rows: [[String]]

  /// A row with too few cells gets empty ones; too many get columns without a title, so that nothing is lost.
  public init(columns: [Column], rows: [[String]]) {
    let width = max(columns.count, rows.map(\.count).max() ?? 0)
    self.columns = columns + [Column](repeating: Column(""), count: width - columns.count)
    self.rows = rows.map { $0 + [String](repeating: "", count: width - $0.count) }
  }

  /// For the terminal: a header, a rule, the rows, no wider than the style. Where that is too wide, the widest columns
  /// of text are narrowed first, and what does not fit goes on below, broken between words; numbers and single words
  /// are cut. Columns that find no room at all are counted below. Ends without a line end.
  public func text(_ style: TerminalStyle) -> String {
    guard !columns.isEmpty else { return "" }
    let (widths, hidden) = fittingWidths(style.width)
    let rule = String(repeating: style.characters == .unicode ? "─" : "-", count: widths.reduce(-2) { $0 + $1 + 2 })
    let header = style.emphasized(line(columns.map(\.title), widths, style))
    let body = rows.flatMap { lines($0, widths, style) }
    let note = hidden == 0 ? [] : ["\(style.ellipsis) \(hidden) more column\(hidden == 1 ? "" : "s")"]
    return ([header, rule] + body + note).joined(separator: "\n")
  }

  /// A row, over as many lines as its longest text needs.
  private func lines(_ cells: [String], _ widths: [Int], _ style: TerminalStyle) -> [String] {
    let parts = zip(cells, zip(columns, widths)).map { cell, column in
      column.0.alignment == .left ? Self.broken(printable(cell), to: column.1) : [cell]
    }
    return (0..<(parts.map(\.count).max() ?? 1)).map { place in
      line(parts.map { place < $0.count ? $0[place] : "" }, widths, style)
    }
  }

  private static func broken(_ text: String, to width: Int) -> [String] {
    guard displayWidth(text) > width else { return [text] }
    var lines: [String] = []
    for word in text.split(separator: " ").map(String.init) {
      if let last = lines.last, displayWidth(last) + 1 + displayWidth(word) <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(word)
      }
    }
    return lines
  }

  private func line(_ cells: [String], _ widths: [Int], _ style: TerminalStyle) -> String {
    zip(cells, zip(columns, widths)).map { cell, column in
      style.fitted(cell, to: column.1, column.0.alignment)
    }.joined(separator: "  ").trimmingTrailingSpaces
  }

  /// Widths of the columns that are shown, and how many are not.
  private func fittingWidths(_ width: Int) -> (widths: [Int], hidden: Int) {
    var widths = columns.indices.map { column in
      ([columns[column].title] + rows.map { $0[column] }).map { displayWidth(printable($0)) }.max() ?? 0
    }
    func total() -> Int { widths.reduce(-2) { $0 + $1 + 2 } }
    while total() > width {
      // Text before numbers: half a number misleads.
      let cuttable = widths.indices.filter { widths[$0] > 8 && columns[$0].alignment == .left }
      let others = widths.indices.filter { widths[$0] > 6 }
      guard let widest = (cuttable.isEmpty ? others : cuttable).max(by: { (widths[$0], -$0) < (widths[$1], -$1) })
      else { break }
      widths[widest] -= 1
    }
    while total() > width, widths.count > 1 { widths.removeLast() }
    if total() > width { widths = [width] }
    return (widths, columns.count - widths.count)
  }
}
