import Basics

/// Horizontal bars: label, number, bar; the longest bar fills the width.
/// - Parameters:
///   - bars: from top to bottom; of several values the first is drawn. Negative values, and those that are not numbers,
///     have no bar; their note is still shown.
///   - maximum: the value of a full bar, where it is not the greatest: 1 for a share.
/// - Returns: a line for each bar, and the labels that were cut; no line end after the last.
public func barChart(_ bars: [Bar], maximum: Double? = nil, style: TerminalStyle) -> String {
  let layout = BarLayout(labels: bars.map(\.label), notes: bars.map { [$0.noteText] }, style: style)
  let full = maximum ?? bars.map(\.length).filter(\.isFinite).max() ?? 0
  let lines = bars.map { bar in
    let share = full > 0 && bar.length.isFinite ? min(max(bar.length / full, 0), 1) : 0
    let drawn = style.painted(style.bar(share, columns: layout.barWidth), foreground: Palette.series[0])
    return (layout.beginning(bar.label, [bar.noteText]) + drawn).trimmingTrailingSpaces
  }
  return (lines + style.wholeNames(bars.map(\.label), cutTo: layout.labelWidth)).joined(separator: "\n")
}

extension Bar {
  fileprivate var length: Double { values.first ?? 0 }
}

/// Where labels, numbers and bars stand.
struct BarLayout {
  let barWidth: Int
  let labelWidth: Int
  private let noteWidths: [Int]
  private let style: TerminalStyle

  init(labels: [String], notes: [[String]], style: TerminalStyle) {
    self.style = style
    let noteCount = notes.map(\.count).max() ?? 0
    noteWidths = (0..<noteCount).map { column in
      notes.map { column < $0.count ? displayWidth(printableLine($0[column])) : 0 }.max() ?? 0
    }.map { min($0, style.width / 4) }
    let longest = labels.map { displayWidth(printableLine($0)) }.max() ?? 0
    labelWidth = min(longest, max(6, style.width / 3))
    let room = style.width - labelWidth - noteWidths.reduce(0) { $0 + $1 + 2 } - 2
    // Bars of three columns tell nothing; the numbers stand alone then.
    barWidth = room < 4 ? 0 : room
  }

  func beginning(_ label: String, _ notes: [String]) -> String {
    let line = zip(notes, noteWidths).reduce(style.fitted(label, to: labelWidth)) { line, note in
      line + "  " + style.fitted(note.0, to: note.1, .right)
    }
    return barWidth > 0 ? line + "  " : style.truncated(line, to: style.width)
  }
}

extension TerminalStyle {
  /// A bar of a share of `columns`, to an eighth of a column; never nothing for more than nothing.
  func bar(_ share: Double, columns: Int) -> String {
    guard share > 0, columns > 0 else { return "" }
    let length = min(share, 1) * Double(columns)
    guard characters == .unicode else {
      let whole = Int(length.rounded())
      return whole == 0 ? "." : String(repeating: "#", count: whole)
    }
    let eighths = max(1, Int((length * 8).rounded()))
    let part = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    return String(repeating: "█", count: eighths / 8) + part
  }
}
