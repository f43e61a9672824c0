/// Words of a text by Unicode's word boundaries (UAX #29): letters with their marks, numbers with inner points,
/// apostrophes within words; each ideograph and each kana of its own kind is a word, since only a dictionary could tell
/// more.
struct WordBoundaries {
  private enum Kind { case letter, number, joiner, extend, midLetter, midNumber, midBoth, katakana, single, other }

  /// Calls `body` with the bytes of each word that holds a letter or a number, and the place where it starts.
  static func forEachWord(in text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) -> Void) {
    var index = 0
    while index < text.count {
      let start = index
      var (kind, end) = next(text, index)
      index = end
      switch kind {
      case .letter, .number, .joiner, .katakana:
        var hasContent = kind != .joiner
        grow(text, &index, &kind, &hasContent)
        if hasContent { body(start..<index) }
      case .single:
        skipMarks(text, &index)
        body(start..<index)
      default: continue
      }
      end = index
    }
  }

  /// Rules WB4 to WB13b.
  private static func grow(
    _ text: UnsafeBufferPointer<UInt8>, _ index: inout Int, _ kind: inout Kind, _ hasContent: inout Bool
  ) {
    while index < text.count {
      let (following, end) = next(text, index)
      switch (kind, following) {
      case (_, .extend): break
      case (.letter, .letter), (.letter, .number), (.number, .letter), (.number, .number), (.katakana, .katakana),
        (.joiner, .letter), (.joiner, .number), (.joiner, .katakana):
        kind = following
        hasContent = true
      case (.letter, .joiner), (.number, .joiner), (.katakana, .joiner), (.joiner, .joiner): kind = .joiner
      case (.letter, .midLetter), (.letter, .midBoth), (.number, .midNumber), (.number, .midBoth):
        var after = end
        skipMarks(text, &after)
        guard after < text.count else { return }
        let (then, thenEnd) = next(text, after)
        guard then == kind else { return }
        index = thenEnd
        continue
      default: return
      }
      index = end
    }
  }

  private static func skipMarks(_ text: UnsafeBufferPointer<UInt8>, _ index: inout Int) {
    while index < text.count {
      let (kind, end) = next(text, index)
      guard kind == .extend else { return }
      index = end
    }
  }

  /// The kind of the scalar at a place, and where the next one starts. The bytes are well-formed UTF-8.
  private static func next(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> (Kind, Int) {
    let byte = text[index]
    if byte < 0x80 { return (asciiKind(byte), index + 1) }
    let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
    let end = min(text.count, index + length)
    var value = UInt32(byte) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
    for place in index + 1..<max(end, index + 1) { value = value << 6 | UInt32(text[place] & 0x3F) }
    guard let scalar = Unicode.Scalar(value) else { return (.other, end) }
    return (scalarKind(scalar), end)
  }

  private static func asciiKind(_ byte: UInt8) -> Kind {
    switch byte {
    case 0x61...0x7A, 0x41...0x5A: .letter
    case 0x30...0x39: .number
    case 0x5F: .joiner
    case 0x27, 0x2E: .midBoth
    case 0x3A: .midLetter
    case 0x2C, 0x3B: .midNumber
    default: .other
    }
  }

  private static func scalarKind(_ scalar: Unicode.Scalar) -> Kind {
    switch scalar.value {
    case 0x2018, 0x2019, 0x2024, 0xFE52, 0xFF07, 0xFF0E: return .midBoth
    case 0xB7, 0x387, 0x55F, 0x5F4, 0x2027, 0xFE13, 0xFE55, 0xFF1A: return .midLetter
    case 0x37E, 0x589, 0x60C, 0x60D, 0x66C, 0x7F8, 0x2044, 0xFE10, 0xFE14, 0xFE50, 0xFE54, 0xFF0C, 0xFF1B:
      return .midNumber
    case 0x200B: return .other
    case 0x200D, 0x200C: return .extend
    case 0x3031...0x3035, 0x309B, 0x309C, 0x30A0...0x30FF, 0x31F0...0x31FF, 0x32D0...0x32FE, 0x3300...0x3357,
      0xFF66...0xFF9D:
      return .katakana
    case 0x3041...0x309F: return .single
    default: break
    }
    let properties = scalar.properties
    if properties.isIdeographic { return .single }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark, .format: return .extend
    case .decimalNumber: return .number
    case .connectorPunctuation: return .joiner
    default: return properties.isAlphabetic ? .letter : .other
    }
  }
}
