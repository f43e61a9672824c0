import Basics

/// Texts from data in Markdown (CommonMark with GitHub's tables), by scalars: a bar with an accent on it is one character to
/// Swift, and still a bar to whoever reads Markdown.
public enum MarkdownEscaping {
  /// `text` in one line, so that nothing in it is taken for markup and all of it is read. What turns the direction of
  /// writing is a reference, in an element at whose end its effect ends.
  /// - Parameter isCell: of a table, in which a bar would begin the next cell.
  public static func escaped(_ text: String, isCell: Bool = false) -> String {
    let scalars = Array(text.unicodeScalars)
    var out = ""
    for (index, scalar) in scalars.enumerated() {
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      switch scalar {
      case "\\", "<", "*", "`", "[", "~", "$": out += "\\" + String(scalar)
      case "|" where isCell: out += "\\|"
      case "&" where next.map { $0 == "#" || isASCIILetter($0) } == true: out += "\\&"
      // Inside a word it is a letter.
      case "_": out += isInsideWord(scalars, index) ? "_" : "\\_"
      case "#" where !isCell, ">" where !isCell, "-" where !isCell, "+" where !isCell:
        out += beginsBlock(scalars, index) ? "\\" + String(scalar) : String(scalar)
      case "." where !isCell, ")" where !isCell:
        out += endsListNumber(scalars, index) ? "\\" + String(scalar) : String(scalar)
      case "\r" where next == "\n": break
      case _ where endsLine(scalar): out += " "
      case _ where ControlCharacters.isDirectional(scalar): out += contained(scalar)
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  /// `text` in a comment of HTML, which two hyphens could end.
  public static func commented(_ text: String) -> String {
    var out = ""
    var last: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if scalar == "-", last == "-" { out += " " }
      if ControlCharacters.isDirectional(scalar) {
        out += markupReference(scalar)
      } else {
        out.unicodeScalars.append(endsLine(scalar) ? " " : scalar)
      }
      last = scalar
    }
    return out
  }

  private static func contained(_ scalar: Unicode.Scalar) -> String {
    ControlCharacters.turnsWhatFollows(scalar) ? "<bdi>" + markupReference(scalar) + "</bdi>" : markupReference(scalar)
  }

  private static func endsLine(_ scalar: Unicode.Scalar) -> Bool {
    ["\n", "\r", "\u{B}", "\u{C}", "\u{85}"].contains(scalar)
  }

  private static func isASCIILetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && scalar.properties.isAlphabetic
  }

  private static func isInsideWord(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    func isLetter(_ place: Int) -> Bool {
      scalars.indices.contains(place)
        && (scalars[place].properties.isAlphabetic || scalars[place].properties.numericType != nil)
    }
    return isLetter(index - 1) && isLetter(index + 1)
  }

  /// Whether a heading, a quotation, a list or a rule could begin with it.
  private static func beginsBlock(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    guard scalars[..<index].allSatisfy({ $0 == " " }) else { return false }
    switch scalars[index] {
    case "#", ">": return true
    default:
      let next = index + 1 < scalars.count ? scalars[index + 1] : " "
      return next == " " || next == "\t" || next == scalars[index]
    }
  }

  private static func endsListNumber(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    let digits = scalars[..<index].drop { $0 == " " }
    return !digits.isEmpty && digits.allSatisfy { ("0"..."9").contains($0) }
      && (index + 1 == scalars.count || scalars[index + 1] == " ")
  }
}
