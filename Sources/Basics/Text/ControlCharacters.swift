/// Characters that act on what shows a text instead of being seen in it. The one list of them: what is shown, written
/// and saved asks here.
public enum ControlCharacters {
  /// Whether a terminal obeys it: C0, DEL and C1 (ECMA-48), but for line feeds and tabs, which every text may hold.
  public static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: false
    case 0..<0x20, 0x7F...0x9F: true
    default: false
    }
  }

  /// Whether it turns the direction of what follows (Unicode's bidirectional formatting), or ends a line where no line
  /// feed stands. Names in Arabic and Hebrew may need such marks, so that data keep them; what is shown does not.
  public static func isDirectional(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// Whether its effect lasts until the paragraph ends, or another ends it: embeddings, overrides and isolates.
  public static func turnsWhatFollows(_ scalar: Unicode.Scalar) -> Bool {
    (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
  }

  public static func contains(_ scalar: Unicode.Scalar) -> Bool {
    isObeyed(scalar) || isDirectional(scalar)
  }

  /// Whether a terminal would obey anything in `text`. Cost: one pass over its bytes, where nothing is suspicious.
  public static func areIn(_ text: String) -> Bool {
    text.utf8.contains { ($0 < 0x20 && $0 != 0x0A && $0 != 0x09) || $0 == 0x7F || $0 == 0xC2 }
      && text.unicodeScalars.contains(where: isObeyed)
  }

  /// `text` with question marks for what a terminal would obey, for data that are read back; what is only shown goes
  /// through `printable`.
  public static func replaced(in text: String) -> String {
    areIn(text) ? String(String.UnicodeScalarView(text.unicodeScalars.map { isObeyed($0) ? "?" : $0 })) : text
  }

  /// How a character that cannot be shown is written where a person reads: `<U+202E>`.
  public static func spelling(_ scalar: Unicode.Scalar) -> String {
    "<U+\(hexadecimal(scalar))>"
  }

  /// Adds it as a terminal may show it.
  static func append(_ scalar: Unicode.Scalar, to scalars: inout String.UnicodeScalarView) {
    if isObeyed(scalar) {
      scalars.append("?")
    } else if isDirectional(scalar) {
      scalars.append(contentsOf: spelling(scalar).unicodeScalars)
    } else {
      scalars.append(scalar)
    }
  }
}

/// `200B` for a zero-width space: at least four digits, as Unicode writes them.
public func hexadecimal(_ scalar: Unicode.Scalar) -> String {
  let digits = String(scalar.value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}
