/// How many columns of a terminal a text takes: combining marks none, East Asian wide characters and emoji two.
///
/// Source: Unicode Standard Annex 11, its wide and full-width ranges.
public func displayWidth(_ text: String) -> Int {
  // Nearly all text here is plain ASCII, which needs no look at its characters.
  if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.utf8.count }
  return text.reduce(0) { $0 + displayWidth($1) }
}

func displayWidth(_ character: Character) -> Int {
  guard let first = character.unicodeScalars.first else { return 0 }
  switch first.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format, .control: return 0
  default: break
  }
  let hasEmojiSelector = character.unicodeScalars.contains { $0.value == 0xFE0F }
  return hasEmojiSelector || first.properties.isEmojiPresentation || isWide(first.value) ? 2 : 1
}

private func isWide(_ scalar: UInt32) -> Bool {
  guard scalar >= 0x1100 else { return false }
  return wideRanges.contains { $0.contains(scalar) }
}

private let wideRanges: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
  0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
  0x16FE0...0x18DFF, 0x1AFF0...0x1B2FB, 0x1F200...0x1F320, 0x20000...0x3FFFD,
]

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
