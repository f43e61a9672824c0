import Basics

/// Which side of its column a text keeps to.
public enum Alignment: String, Sendable, CaseIterable {
  case left, right, center
}

extension TerminalStyle {
  var ellipsis: String { characters == .unicode ? "…" : "..." }

  /// `text` in at most `width` columns; what is cut off is marked by an ellipsis.
  func truncated(_ text: String, to width: Int) -> String {
    let text = printableLine(text)
    guard displayWidth(text) > width else { return text }
    let mark = String(ellipsis.prefix(max(0, width)))
    var room = width - displayWidth(mark)
    var kept = ""
    for character in text {
      room -= displayWidth(character)
      if room < 0 { break }
      kept.append(character)
    }
    return kept + mark
  }

  /// `text` in exactly `width` columns.
  public func fitted(_ text: String, to width: Int, _ alignment: Alignment = .left) -> String {
    let text = truncated(text, to: width)
    let space = max(0, width - displayWidth(text))
    let before =
      switch alignment {
      case .left: 0
      case .right: space
      case .center: space / 2
      }
    return String(repeating: " ", count: before) + text + String(repeating: " ", count: space - before)
  }
}

extension String {
  var trimmingTrailingSpaces: String {
    String(self[..<(lastIndex { $0 != " " }.map { index(after: $0) } ?? startIndex)])
  }
}
