/// How many columns of a terminal a text takes: combining marks and what cannot be seen none, East Asian wide
/// characters and emoji two, everything else one.
///
/// Source: Unicode Standard Annex 11, its wide and full-width ranges.
public func displayWidth(_ text: some StringProtocol) -> Int {
  // Nearly all text here is plain ASCII, which needs no look at its characters; its bytes are looked at where they lie,
  // because a byte at a time of any kind of text is a call each.
  let plain = text.utf8.withContiguousStorageIfAvailable { bytes in
    bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F } ? bytes.count : nil
  }
  return (plain ?? nil) ?? text.reduce(0) { $0 + displayWidth($1) }
}

/// How many columns of a terminal one character takes.
public func displayWidth(_ character: Character) -> Int {
  if let byte = character.asciiValue { return byte >= 0x20 && byte < 0x7F ? 1 : 0 }
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
