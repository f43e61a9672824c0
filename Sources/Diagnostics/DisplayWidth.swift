/// How many columns of a terminal a text takes: two for East Asian wide characters and emoji, none for marks that
/// stand on the character before (Unicode Standard Annex 11), one for everything else.
public func displayWidth(of text: some StringProtocol) -> Int {
  text.reduce(0) { $0 + displayWidth(of: $1) }
}

/// How many columns of a terminal one character takes.
public func displayWidth(of character: Character) -> Int {
  if character.isASCII { return 1 }
  var isWide = false
  for scalar in character.unicodeScalars {
    isWide = isWide || isWideScalar(scalar) || scalar.value == emojiPresentationSelector
  }
  if isWide { return 2 }
  return character.unicodeScalars.allSatisfy(isZeroWidth) ? 0 : 1
}

private let emojiPresentationSelector: UInt32 = 0xFE0F

private func isWideScalar(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case ..<0x1100: false
  case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
    0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
    true
  default: scalar.properties.isEmojiPresentation
  }
}

private func isZeroWidth(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format: true
  default: false
  }
}

/// One line of a text as a terminal can show it, and where each byte of it came to stand.
///
/// Tabs become blanks up to the next multiple of four. What would not be seen, or would change how the rest is seen
/// (control characters, writing direction, zero width), is shown by its picture or number, so that a mark can point at it.
struct DisplayedLine {
  private(set) var text = ""
  /// The display column, counted from 0, of every byte of the line, and of the place after its last.
  private(set) var columnOfByte: [Int] = []

  init(_ line: String) {
    var column = 0
    for character in line {
      let shown = Self.shown(character, column: column)
      text += shown.text
      columnOfByte.append(contentsOf: repeatElement(column, count: character.utf8.count))
      column += shown.width
    }
    columnOfByte.append(column)
  }

  private static func shown(_ character: Character, column: Int) -> (text: String, width: Int) {
    guard let first = character.unicodeScalars.first else { return ("", 0) }
    switch first.value {
    case 0x09:
      let width = 4 - column % 4
      return (String(repeating: " ", count: width), width)
    case 0x20...0x7E:
      return (String(character), displayWidth(of: character))
    case 0x00...0x1F:
      return (Unicode.Scalar(0x2400 + first.value).map { String($0) } ?? "?", 1)
    case 0x7F:
      return ("\u{2421}", 1)
    default:
      guard isInvisible(first) else { return (String(character), displayWidth(of: character)) }
      let name = "<U+\(hexadecimal(first))>"
      return (name, name.count)
    }
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}

/// `200B` for a zero-width space: at least four digits, as Unicode writes them.
public func hexadecimal(_ scalar: Unicode.Scalar) -> String {
  let digits = String(scalar.value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}
