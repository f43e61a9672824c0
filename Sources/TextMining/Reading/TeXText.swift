/// Turns the little TeX that stands in bibliographies into plain text.
enum TeXText {
  private static let accents: [Character: Unicode.Scalar] = [
    "`": "\u{300}", "'": "\u{301}", "^": "\u{302}", "~": "\u{303}", "\"": "\u{308}", "=": "\u{304}", ".": "\u{307}",
    "u": "\u{306}", "v": "\u{30C}", "H": "\u{30B}", "c": "\u{327}", "k": "\u{328}", "r": "\u{30A}",
  ]

  private static let letters: [String: String] = [
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å", "l": "ł",
    "L": "Ł", "i": "ı", "textendash": "–", "textemdash": "—", "textquoteright": "’", "ldots": "…", "dots": "…",
  ]

  /// Braces go, accents join their letters, commands leave what they are applied to, white space becomes one blank.
  static func plain(_ text: String) -> String {
    let characters = Array(text)
    var result = ""
    var index = 0
    while index < characters.count {
      let character = characters[index]
      index += 1
      switch character {
      case "{", "}", "$": continue
      case "~": append(" ", to: &result)
      case "\\": command(characters, &index, &result)
      case "-" where index < characters.count && characters[index] == "-":
        while index < characters.count, characters[index] == "-" { index += 1 }
        result.append("–")
      default: append(character.isWhitespace ? " " : character, to: &result)
      }
    }
    return result.trimmed
  }

  private static func append(_ character: Character, to result: inout String) {
    if character == " ", result.last == " " || result.isEmpty { return }
    result.append(character)
  }

  private static func command(_ characters: [Character], _ index: inout Int, _ result: inout String) {
    guard index < characters.count else { return }
    let first = characters[index]
    guard first.isLetter else {
      index += 1
      guard let accent = accents[first] else { return append(first.isWhitespace ? " " : first, to: &result) }
      return accented(accent, characters, &index, &result)
    }
    let start = index
    while index < characters.count, characters[index].isLetter { index += 1 }
    let name = String(characters[start..<index])
    if let letter = letters[name] {
      while index < characters.count, characters[index] == " " { index += 1 }
      result += letter
    } else if name.count == 1, let accent = accents[first] {
      accented(accent, characters, &index, &result)
    }
  }

  private static func accented(
    _ accent: Unicode.Scalar, _ characters: [Character], _ index: inout Int, _ result: inout String
  ) {
    while index < characters.count, characters[index] == "{" || characters[index] == " " { index += 1 }
    guard index < characters.count else { return }
    var letter = characters[index]
    index += 1
    if letter == "\\", index < characters.count, characters[index] == "i" || characters[index] == "j" {
      letter = characters[index]
      index += 1
    }
    result.append(String(letter) + String(Character(accent)))
  }
}
