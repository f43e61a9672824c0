import Basics

/// One line that says how far work has come: what, a bar, percentage, time so far and time left.
/// - Parameters:
///   - label: what is being done.
///   - fraction: the part that is done, from 0 to 1.
///   - elapsed: seconds since the beginning.
/// - Returns: a text of at most the style's width, without a line end; the host says where it is drawn over. The time
///   left takes the rest to go as fast as the part that is done, and is not told before one part in a hundred.
public func progressLine(_ label: String, fraction: Double, elapsed: Double, style: TerminalStyle) -> String {
  let fraction = fraction.isFinite ? min(max(fraction, 0), 1) : 0
  let tail = progressTail(fraction, elapsed, room: style.width - 6)
  let barWidth = style.width / 4
  let labelRoom = style.width - displayWidth(tail) - barWidth - 2
  guard labelRoom >= 4 else { return style.truncated(label, to: style.width - displayWidth(tail)) + tail }
  let bar = style.fitted(style.bar(fraction, columns: barWidth), to: barWidth)
  let labelWidth = min(labelRoom, max(16, displayWidth(printableLine(label))))
  return style.fitted(label, to: labelWidth) + "  " + style.painted(bar, foreground: Palette.series[0]) + tail
}

/// Percentage, time so far and time left; without the last, or the last two, where there is no room.
private func progressTail(_ fraction: Double, _ elapsed: Double, room: Int) -> String {
  // Rounded down, so that 100% is told when it is true; the sliver is for fractions such as 0.29.
  let percent = String(Int(fraction * 100 + 1e-9)) + "%"
  let share = String(repeating: " ", count: 6 - percent.count) + percent
  let soFar = share + "  " + NumberFormat.duration(seconds: elapsed)
  let left = NumberFormat.duration(seconds: elapsed * (1 - fraction) / fraction)
  let candidates = fraction >= 0.01 && fraction < 1 ? [soFar + ", \(left) left", soFar] : [soFar]
  return candidates.first { $0.count <= room } ?? share
}
