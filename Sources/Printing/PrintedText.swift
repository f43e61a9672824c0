import Basics

/// A text as Cairo is to draw it, and what it stands for where that is not what is drawn: the whole of a name that was cut,
/// letters that the font would show as a box, Arabic letters in their forms. Whoever copies the text out of a PDF, searches
/// it or has it read aloud gets what it stands for ("ActualText", ISO 32000-1, 14.9.4).
///
/// Cost: one pass over the letters; names from left to right that are not cut stay as they are.
struct PrintedText {
  private struct Piece {
    var drawn: String
    /// As a reader of PDF expects it: from left to right as it stands on the page.
    var meant: String
  }

  private var parts: [Piece] = []

  /// - Parameter whole: of what `text` is a part; nil where it is all.
  init(_ text: String, of whole: String?) {
    if let whole, whole != text { add(text, cutFrom: whole) } else { add(text) }
  }

  private mutating func add(_ text: String, cutFrom whole: String) {
    guard visualOrder(whole) == whole else {
      // The cut is in the middle of what is seen: no part of that stands for a part of the name.
      return append(visualOrder(joinedArabic(Self.seen(text))), visualOrder(whole))
    }
    let (letters, name) = (Array(text), Array(whole))
    let mark = letters.firstIndex(of: "…") ?? letters.count
    // A letter before the mark goes with it: a mark by itself would be taken to mean this name everywhere.
    let start = max(0, min(zip(letters, name).prefix { $0 == $1 }.count, mark) - 1)
    let most = min(letters.count - mark - 1, name.count - start)
    let end = most > 0 ? zip(letters.reversed(), name.reversed()).prefix(most).prefix { $0 == $1 }.count : 0
    // Where the rest is not the end of the name, it is a number that tells it apart.
    let kept = end == letters.count - mark - 1 ? end : 0
    add(String(letters[..<start]))
    append(Self.seen(String(letters[start..<(letters.count - kept)])), String(name[start..<(name.count - kept)]))
    add(String(letters[(letters.count - kept)...]))
  }

  /// Pieces parted by the byte 2, each with what it stands for after the byte 1 where that is something else; neither is
  /// ever in a text that is drawn.
  var pieces: String {
    parts.map { $0.drawn == $0.meant ? $0.drawn : "\($0.drawn)\u{1}\($0.meant)" }.joined(separator: "\u{2}")
  }

  private mutating func append(_ drawn: String, _ meant: String) {
    if let last = parts.last, last.drawn == last.meant, drawn == meant {
      parts[parts.count - 1].drawn += drawn
      parts[parts.count - 1].meant += meant
    } else if !drawn.isEmpty {
      parts.append(Piece(drawn: drawn, meant: meant))
    }
  }

  private mutating func add(_ text: String) {
    guard text.unicodeScalars.contains(where: { $0.value >= 0x0590 || !Self.isSeen($0) }) else {
      return append(text, text)
    }
    // What is not seen stands with the letter after it, or at the end with the last.
    var unseen = ""
    for character in visualOrder(joinedArabic(text)) {
      let drawn = Self.seen(String(character))
      unseen += unjoined(character)
      guard !drawn.isEmpty else { continue }
      append(drawn, unseen)
      unseen = ""
    }
    guard !unseen.isEmpty, let last = parts.popLast(), let letter = last.drawn.last else { return }
    guard last.drawn == last.meant else { return append(last.drawn, last.meant + unseen) }
    let others = String(last.drawn.dropLast())
    append(others, others)
    append(String(letter), String(letter) + unseen)
  }

  private static func seen(_ text: String) -> String {
    guard !text.unicodeScalars.allSatisfy(isSeen) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.filter(isSeen)))
  }

  /// What the font does not have and nobody is to see would be drawn as a box; some have a letter of no width.
  private static func isSeen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200B...0x200D, 0x202A...0x202E, 0x2060...0x2064, 0xFE00...0xFE0F, 0xFEFF: true
    default: !scalar.properties.isDefaultIgnorableCodePoint
    }
  }
}
