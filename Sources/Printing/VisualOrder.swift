/// A line of text as its letters stand from left to right, for a library that sets one behind the other. Words of scripts
/// that are written from right to left are turned, with what stands between them; numbers in them are not, and brackets face
/// the other way. Follows Unicode's bidirectional algorithm (UAX #9) for one line that begins at the left; marks of
/// direction change nothing, so that a name turns none but its own letters.
///
/// Cost: one pass over the bytes where there are no such letters, which is nearly always.
func visualOrder(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: isFromRightToLeft) else { return text }
  let letters = Array(text)
  let directions = letters.map(Direction.init)
  var line = ""
  var place = 0
  while place < letters.count {
    guard directions[place] == .right else {
      line.append(letters[place])
      place += 1
      continue
    }
    // Up to the next letter that is written from left to right, without blanks and signs before it.
    let stop = directions[place...].firstIndex(of: .left) ?? letters.count
    var last = directions[place..<stop].lastIndex { $0 != .neutral } ?? place
    // A bracket that was opened among them is closed among them (rule N0).
    while last + 1 < stop, isClosing(letters[last + 1], letters[place...last]) { last += 1 }
    line += turned(Array(letters[place...last]), Array(directions[place...last]))
    place = last + 1
  }
  return line
}

private func isClosing(_ bracket: Character, _ before: ArraySlice<Character>) -> Bool {
  guard ")]}»".contains(bracket), let opening = mirrored[bracket] else { return false }
  return before.count { $0 == opening } > before.count { $0 == bracket }
}

private enum Direction {
  case left, right, number, neutral

  init(_ letter: Character) {
    guard let first = letter.unicodeScalars.first else {
      self = .neutral
      return
    }
    if letter.isNumber {
      self = .number
    } else if first.value == 0x200F || first.value == 0x061C {
      // A mark of direction that is not seen goes with the letters at its side.
      self = .right
    } else if isFromRightToLeft(first) {
      self = .right
    } else {
      self = letter.isLetter ? .left : .neutral
    }
  }
}

/// Hebrew, Arabic, Syriac, Thaana, N'Ko and their neighbours, with their forms for presentation.
private func isFromRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
    scalar.properties.isAlphabetic
  default: false
  }
}

private func turned(_ letters: [Character], _ directions: [Direction]) -> String {
  var line = ""
  var place = letters.count - 1
  while place >= 0 {
    guard directions[place] == .number else {
      line.append(mirrored[letters[place]] ?? letters[place])
      place -= 1
      continue
    }
    // A number with what stands inside it: 1.5, 12:30.
    var start = place
    while start > 0, directions[start - 1] == .number || isInsideNumber(start - 1, letters, directions) { start -= 1 }
    line += String(letters[start...place])
    place = start - 1
  }
  return line
}

private func isInsideNumber(_ place: Int, _ letters: [Character], _ directions: [Direction]) -> Bool {
  place > 0 && directions[place - 1] == .number && ".,:/".contains(letters[place])
}

private let mirrored: [Character: Character] = [
  "(": ")", ")": "(", "[": "]", "]": "[", "{": "}", "}": "{", "<": ">", ">": "<", "«": "»", "»": "«",
]
