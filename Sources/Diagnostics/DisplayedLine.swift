import Basics

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
      return (String(character), displayWidth(character))
    case 0x00...0x1F:
      return (Unicode.Scalar(0x2400 + first.value).map { String($0) } ?? "?", 1)
    case 0x7F:
      return ("\u{2421}", 1)
    default:
      guard isInvisible(first) else { return (String(character), displayWidth(character)) }
      let name = ControlCharacters.spelling(first)
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
