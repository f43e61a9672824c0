import Basics
import Graphics
import Plans

/// The parts of a document: reports, comparisons, help and pictures.
extension TerminalText {
  func text(of block: Document.Block) -> String {
    switch block {
    case .heading(let heading): style.bold(wrapped(heading, width: style.width))
    case .text(let text): wrapped(text, width: style.width)
    case .lines(let lines): lines.map { text(of: $0) }.joined(separator: "\n")
    case .table(let table): (notice(table.synthetic) + [text(of: table)] + notes(table.notes)).joined(separator: "\n")
    case .layout(let layout): TextTable(layout).text(style)
    case .bars(let bars): text(of: bars)
    case .pictures(let pictures): contactSheet(pictures, style: style)
    case .confusion(let names, let counts):
      confusionTable(names: names, counts: padded(counts, to: names.count), style: style)
    case .custom(let block):
      block.chart.map { chartText($0, style: style) }
        ?? filledSections(of: Document(kind: block.name, blocks: block.lowered)).joined(separator: "\n\n")
    }
  }

  private func text(of line: StyledLine) -> String {
    // What can be passed over may take several lines; the others are laid out as they are.
    if let run = line.runs.first, line.runs.count == 1, run.weight == .faint {
      return style.faint(wrapped(run.text, width: style.width))
    }
    return line.runs.map { run in
      let text = sanitized(run.text)
      return switch run.weight {
      case .plain: text
      case .strong: style.bold(text)
      case .faint: style.faint(text)
      }
    }.joined()
  }

  private func text(of bars: [Bar]) -> String {
    if bars.allSatisfy({ $0.values.count <= 1 }) { return barChart(bars, style: style) }
    let parts = bars.map(\.values.count).max() == 2 ? ["train", "test"] : []
    return stackedBarChart(bars, parts: parts, style: style)
  }

  /// Row-major, with exactly `classes` counts in each row.
  private func padded(_ counts: [[Int]], to classes: Int) -> [Int] {
    counts.flatMap { row in row.prefix(classes) + [Int](repeating: 0, count: max(0, classes - row.count)) }
  }

  private func text(of table: Table) -> String {
    if table.rows.isEmpty, !table.columns.isEmpty {
      return "no rows (columns: \(table.columns.joined(separator: ", ")))"
    }
    let (layout, text) = fitted(table)
    return ([text.text(style)] + layout.legend.map { style.faint(wrapped($0, width: style.width)) })
      .joined(separator: "\n")
  }

  /// With as much of the estimates as there is room for.
  private func fitted(_ table: Table) -> (TableLayout, TextTable) {
    let spreads: [TableLayout.Spread] = [.all, .only([headlineMetric, "difference"]), .only(["difference"])]
    for spread in spreads {
      let (layout, text) = laidOut(table, spread)
      if text.width <= style.width { return (layout, text) }
    }
    return laidOut(table, table.columns.contains("difference") ? .only(["difference"]) : .none)
  }

  private func laidOut(_ table: Table, _ spread: TableLayout.Spread) -> (TableLayout, TextTable) {
    let layout = TableLayout.reading(table, spread: spread, starsBest: true)
    let shown = style.characters == .ascii ? layout.inASCII : layout
    return (shown, TextTable(shown, of: table))
  }
}

/// The metric that is told in full where there is no room for all: rare classes count in it.
private let headlineMetric = "macro_f1"
