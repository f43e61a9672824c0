import Basics

/// Horizontal bars of several parts, each part's count in a column of its own, and a line that names the parts.
///
/// Every part that is not zero gets a column at least, so that a class of three test rows can be seen.
/// - Parameters:
///   - bars: from top to bottom, a count for each part.
///   - parts: the names of the parts, such as "train" and "test".
/// - Returns: a line of names, then one for each bar, and the labels that were cut; no line end after the last.
public func stackedBarChart(_ bars: [Bar], parts: [String], style: TerminalStyle) -> String {
  let counts = bars.map { bar in
    parts.indices.map { $0 < bar.values.count ? max(0, Int(exactly: bar.values[$0].rounded()) ?? 0) : 0 }
  }
  let notes = [parts] + counts.map { $0.map(grouped) }
  let layout = BarLayout(labels: bars.map(\.label), notes: notes, style: style)
  let longest = counts.map { $0.reduce(0, +) }.max() ?? 0
  let legend = legend(of: parts, columns: layout.barWidth, style)
  let lines = zip(bars, counts).map { bar, counts in
    let widths = partWidths(counts, longest: longest, columns: layout.barWidth)
    let drawn = widths.enumerated().map { index, width in
      style.painted(
        String(repeating: style.fill(index), count: width), foreground: Palette.series[index % Palette.series.count])
    }.joined()
    return (layout.beginning(bar.label, counts.map(grouped)) + drawn).trimmingTrailingSpaces
  }
  let whole = style.wholeNames(bars.map(\.label), cutTo: layout.labelWidth)
  return ([(layout.beginning("", parts) + legend).trimmingTrailingSpaces] + lines + whole).joined(separator: "\n")
}

/// What each part is drawn with; nothing where there is no room to say it.
private func legend(of parts: [String], columns: Int, _ style: TerminalStyle) -> String {
  guard parts.reduce(-2, { $0 + displayWidth(printableLine($1)) + 4 }) <= columns else { return "" }
  return parts.enumerated().map { index, name in
    style.painted(style.fill(index), foreground: Palette.series[index % Palette.series.count]) + " "
      + printableLine(name)
  }.joined(separator: "  ")
}

/// Columns of each part: ends are rounded, not lengths, so that the whole is as long as its sum says.
private func partWidths(_ counts: [Int], longest: Int, columns: Int) -> [Int] {
  guard longest > 0, columns > 0 else { return counts.map { _ in 0 } }
  var sum = 0
  var drawn = 0
  var widths = counts.map { count in
    sum += count
    let end = Int((Double(sum) / Double(longest) * Double(columns)).rounded())
    let width = count == 0 ? 0 : max(1, end - drawn)
    drawn += width
    return width
  }
  while widths.reduce(0, +) > columns, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }),
    widths[widest] > 1
  {
    widths[widest] -= 1
  }
  return widths
}

extension TerminalStyle {
  /// What a part is drawn with, so that parts differ without colour too.
  func fill(_ part: Int) -> String {
    let fills = characters == .unicode ? ["█", "▒", "░", "▚", "▞", "▤"] : ["#", "=", ".", "+", "o", "x"]
    return fills[part % fills.count]
  }
}
