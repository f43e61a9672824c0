/// Arabic letters in the forms that they have at the beginning, in the middle and at the end of a word, and lām with alif as
/// one: the presentation forms that Unicode keeps for whoever sets letters one behind the other (The Unicode Standard,
/// section 9.2, tables 9-3 and 9-5). In the order of writing, before `visualOrder`.
///
/// Cost: one pass over the bytes where there are no such letters.
func joinedArabic(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: { (0x0600...0x06FF).contains($0.value) }) else { return text }
  let scalars = Array(text.unicodeScalars)
  var out = String.UnicodeScalarView()
  var place = 0
  while place < scalars.count {
    let scalar = scalars[place]
    guard let letter = letters[scalar.value] else {
      out.append(scalar)
      place += 1
      continue
    }
    let joinsBefore = neighbour(scalars, place, -1).map { letters[$0]?.forms == 4 || $0 == tatweel } ?? false
    if scalar.value == 0x0644, place + 1 < scalars.count, let pair = lamAlif[scalars[place + 1].value] {
      append(pair + (joinsBefore ? 1 : 0), to: &out)
      place += 2
      continue
    }
    let joinsAfter =
      letter.forms == 4
      && (neighbour(scalars, place, 1).map { (letters[$0]?.forms ?? 0) > 1 || $0 == tatweel } ?? false)
    let joinsBack = joinsBefore && letter.forms > 1
    // Isolated, at the end, at the beginning, in the middle.
    append(letter.first + (joinsBack ? 1 : 0) + (joinsAfter ? 2 : 0), to: &out)
    place += 1
  }
  return String(out)
}

/// The letters of which `joinedArabic` made a form, in the order in which that form's letters stand from left to right; the
/// character itself where it made none.
func unjoined(_ character: Character) -> String {
  guard let scalar = character.unicodeScalars.first, (0xFB50...0xFEFF).contains(scalar.value) else {
    return String(character)
  }
  var base = ""
  if let (alif, _) = lamAlif.first(where: { $0.value == scalar.value || $0.value + 1 == scalar.value }) {
    append(alif, to: &base.unicodeScalars)
    append(0x0644, to: &base.unicodeScalars)
  } else if let (letter, _) = letters.first(where: {
    ($0.value.first..<$0.value.first + UInt32($0.value.forms)).contains(scalar.value)
  }) {
    append(letter, to: &base.unicodeScalars)
  } else {
    return String(character)
  }
  base.unicodeScalars.append(contentsOf: character.unicodeScalars.dropFirst())
  return base
}

private func append(_ value: UInt32, to scalars: inout String.UnicodeScalarView) {
  if let scalar = Unicode.Scalar(value) { scalars.append(scalar) }
}

/// The letter before or after, past the marks on letters.
private func neighbour(_ scalars: [Unicode.Scalar], _ place: Int, _ step: Int) -> UInt32? {
  var place = place + step
  while scalars.indices.contains(place), scalars[place].properties.generalCategory == .nonspacingMark { place += step }
  return scalars.indices.contains(place) ? scalars[place].value : nil
}

private let tatweel: UInt32 = 0x0640

/// The first form of each letter, by itself, and how many it has: four join on both sides, two behind alone.
private let letters: [UInt32: (first: UInt32, forms: Int)] = [
  0x0621: (0xFE80, 1), 0x0622: (0xFE81, 2), 0x0623: (0xFE83, 2), 0x0624: (0xFE85, 2), 0x0625: (0xFE87, 2),
  0x0626: (0xFE89, 4), 0x0627: (0xFE8D, 2), 0x0628: (0xFE8F, 4), 0x0629: (0xFE93, 2), 0x062A: (0xFE95, 4),
  0x062B: (0xFE99, 4), 0x062C: (0xFE9D, 4), 0x062D: (0xFEA1, 4), 0x062E: (0xFEA5, 4), 0x062F: (0xFEA9, 2),
  0x0630: (0xFEAB, 2), 0x0631: (0xFEAD, 2), 0x0632: (0xFEAF, 2), 0x0633: (0xFEB1, 4), 0x0634: (0xFEB5, 4),
  0x0635: (0xFEB9, 4), 0x0636: (0xFEBD, 4), 0x0637: (0xFEC1, 4), 0x0638: (0xFEC5, 4), 0x0639: (0xFEC9, 4),
  0x063A: (0xFECD, 4), 0x0641: (0xFED1, 4), 0x0642: (0xFED5, 4), 0x0643: (0xFED9, 4), 0x0644: (0xFEDD, 4),
  0x0645: (0xFEE1, 4), 0x0646: (0xFEE5, 4), 0x0647: (0xFEE9, 4), 0x0648: (0xFEED, 2), 0x0649: (0xFEEF, 2),
  0x064A: (0xFEF1, 4), 0x067E: (0xFB56, 4), 0x0686: (0xFB7A, 4), 0x0698: (0xFB8A, 2), 0x06A9: (0xFB8E, 4),
  0x06AF: (0xFB92, 4), 0x06CC: (0xFBFC, 4),
]

private let lamAlif: [UInt32: UInt32] = [0x0622: 0xFEF5, 0x0623: 0xFEF7, 0x0625: 0xFEF9, 0x0627: 0xFEFB]
