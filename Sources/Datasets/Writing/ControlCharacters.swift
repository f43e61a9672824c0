/// Characters that a terminal obeys (C0, DEL and C1), but for lines and tabs, which every text may hold.
enum ControlCharacters {
  static func isOne(_ scalar: Unicode.Scalar) -> Bool {
    (scalar.value < 0x20 && scalar != "\n" && scalar != "\t") || (0x7F..<0xA0).contains(scalar.value)
  }

  static func areIn(_ text: String) -> Bool {
    // Nearly every text holds no byte that one begins with.
    text.utf8.contains { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 } && text.unicodeScalars.contains(where: isOne)
  }

  /// The text with question marks in their place.
  static func replaced(in text: String) -> String {
    areIn(text) ? String(String.UnicodeScalarView(text.unicodeScalars.map { isOne($0) ? "?" : $0 })) : text
  }
}
