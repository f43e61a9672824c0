/// `text` without what a terminal would obey: control characters but for line ends and tabs, each replaced by a question
/// mark, and characters that turn the direction of what follows, each spelt (`<U+202E>`), so that a name is still told from
/// the others. What comes from data, names, paths and saved files goes through here on its way to a terminal.
///
/// Cost: one pass over the bytes; nothing is copied where there is nothing to replace, which is nearly always.
/// - Parameter keepsStyles: leaves the codes by which the program itself colours text and clears a line.
public func printable(_ text: String, keepsStyles: Bool = false) -> String {
  let suspicious = text.utf8.contains { byte in
    // Below blanks, DEL, and the first bytes of C1 controls and of directional formatting in UTF-8.
    (byte < 0x20 && byte != 0x0A && byte != 0x09) || byte == 0x7F || byte == 0xC2 || byte == 0xE2 || byte == 0xD8
  }
  guard suspicious else { return text }
  var scalars = String.UnicodeScalarView()
  let source = text.unicodeScalars
  var index = source.startIndex
  while index < source.endIndex {
    let scalar = source[index]
    if keepsStyles, let end = endOfStyle(source, index) {
      scalars.append(contentsOf: source[index..<end])
      index = end
      continue
    }
    let next = source.index(after: index)
    let endsLine = scalar == "\r" && next < source.endIndex && source[next] == "\n"
    if endsLine { scalars.append(scalar) } else { ControlCharacters.append(scalar, to: &scalars) }
    index = next
  }
  return String(scalars)
}

/// `text` as it may stand in one line of a terminal: `printable`, and line ends and tabs become blanks.
public func printableLine(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: { ControlCharacters.contains($0) || $0 == "\n" || $0 == "\t" }) else {
    return text
  }
  var scalars = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    if ["\n", "\r", "\t"].contains(scalar) {
      scalars.append(" ")
    } else {
      ControlCharacters.append(scalar, to: &scalars)
    }
  }
  return String(scalars)
}

/// Where a code ends that begins at `start` and sets a style (`ESC [ 1;31 m`) or clears the line (`CR ESC [ K`); nil where
/// none begins there.
private func endOfStyle(
  _ text: String.UnicodeScalarView, _ start: String.UnicodeScalarView.Index
) -> String.UnicodeScalarView.Index? {
  var index = start
  if text[index] == "\r" {
    index = text.index(after: index)
    guard text[index...].starts(with: "\u{1B}[K".unicodeScalars) else { return nil }
  }
  guard index < text.endIndex, text[index] == "\u{1B}" else { return nil }
  index = text.index(after: index)
  guard index < text.endIndex, text[index] == "[" else { return nil }
  index = text.index(after: index)
  while index < text.endIndex, ("0"..."9").contains(text[index]) || text[index] == ";" {
    index = text.index(after: index)
  }
  guard index < text.endIndex, text[index] == "m" || text[index] == "K" else { return nil }
  return text.index(after: index)
}
