import Basics

/// A confusion matrix in the terminal: true classes down, predicted across, recall at the end of each line. With
/// colour, a cell is the darker the greater its part of the true class.
/// - Parameters:
///   - names: the classes; names are cut where the width asks for it.
///   - counts: classes × classes, row-major; what is missing counts as 0.
/// - Returns: lines without a line end after the last. Where names or counts do not fit, columns are
///   numbered and counts shortened, and names that were cut stand below; a class still takes two columns or more, so that many classes
///   may make it wider than the style.
public func confusionTable(names: [String], counts: [Int], style: TerminalStyle) -> String {
  let classes = names.count
  let counts = counts + [Int](repeating: 0, count: max(0, classes * classes - counts.count))
  let layout = ConfusionLayout(names: names, counts: counts, style: style)
  let heads = names.indices.map { " " + style.fitted(layout.head($0), to: layout.cellWidth, .right) }.joined()
  let header = style.fitted("true", to: layout.nameWidth) + heads + "  recall"
  let lines = names.indices.map { truth in
    let row = Array(counts[truth * classes..<(truth + 1) * classes])
    let total = row.reduce(0, +)
    let cells = row.map { count in
      shaded(" " + style.fitted(layout.count(count), to: layout.cellWidth, .right), count, of: total, style)
    }.joined()
    let recall = total == 0 ? "-" : NumberFormat.percent(Double(row[truth]) / Double(total))
    return style.fitted(layout.label(truth), to: layout.nameWidth) + cells + "  " + style.fitted(recall, to: 6, .right)
  }
  let numbers = names.indices.map(layout.label)
  let whole = style.wholeNames(numbers, cutTo: layout.nameWidth)
  return ([style.bold(header)] + lines + whole).joined(separator: "\n")
}

private func shaded(_ cell: String, _ count: Int, of total: Int, _ style: TerminalStyle) -> String {
  guard style.color != .none, total > 0 else { return cell }
  let background = ScreenColor(247, 251, 255).mixed(with: ScreenColor(8, 48, 107), Double(count) / Double(total))
  let foreground = background.brightness > 128 ? ScreenColor(0, 0, 0) : ScreenColor(255, 255, 255)
  return style.painted(cell, foreground: foreground, background: background)
}

/// How wide names and cells are, and how counts and heads are written so that they fit.
private struct ConfusionLayout {
  let nameWidth: Int
  let cellWidth: Int
  private let names: [String]
  private let isNumbered: Bool
  private let countText: (Int) -> String

  init(names: [String], counts: [Int], style: TerminalStyle) {
    self.names = names
    let longest = names.map { displayWidth(printableLine($0)) }.max() ?? 0
    let numberWidth = String(names.count).count
    nameWidth = min(max(longest + numberWidth + 1, 6), max(8, style.width / 4))
    let recallColumns = 8
    let room = (style.width - nameWidth - recallColumns) / max(1, names.count) - 1
    let (text, countWidth) = Self.widestCounts(counts, in: room)
    countText = text
    // Names of fewer than four letters say less than a number does.
    isNumbered = room < min(longest, 4)
    let wanted = isNumbered ? numberWidth : longest
    cellWidth = max(countWidth, min(wanted, room))
  }

  /// Counts with separators; where those do not fit, without; then in thousands.
  private static func widestCounts(_ counts: [Int], in room: Int) -> (text: (Int) -> String, width: Int) {
    let thousands: (Int) -> String = { $0 < 1000 ? String($0) : "\($0 / 1000)k" }
    let texts: [(Int) -> String] = [grouped, { String($0) }, thousands]
    let widths = texts.map { text in counts.map { text($0).count }.max() ?? 1 }
    let choice = widths.firstIndex { $0 <= room } ?? 2
    return (texts[choice], widths[choice])
  }

  func head(_ code: Int) -> String { isNumbered ? String(code + 1) : names[code] }

  func label(_ code: Int) -> String { isNumbered ? "\(code + 1) \(names[code])" : names[code] }

  func count(_ count: Int) -> String { countText(count) }
}
