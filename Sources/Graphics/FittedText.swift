import Basics

/// `text` as it may stand in one line of a terminal: line ends and tabs become spaces; control codes, and marks that
/// turn the direction of writing, become "?", so that a file's name cannot steer the screen.
func printable(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: isUnprintable) else { return text }
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    if ["\n", "\r", "\t"].contains(scalar) {
      result.append(" ")
    } else {
      result.append(isUnprintable(scalar) ? "?" : scalar)
    }
  }
  return String(result)
}

private func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
  default: false
  }
}

/// Which side of its column a text keeps to.
public enum Alignment: String, Sendable, CaseIterable {
  case left, right, center
}

extension TerminalStyle {
  var ellipsis: String { characters == .unicode ? "…" : "..." }

  /// `text` in at most `width` columns; what is cut off is marked by an ellipsis.
  func truncated(_ text: String, to width: Int) -> String {
    let text = printable(text)
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
  func fitted(_ text: String, to width: Int, _ alignment: Alignment = .left) -> String {
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
