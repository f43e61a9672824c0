/// The control codes by which a terminal colours and weights text (ECMA-48, "select graphic rendition").
public enum ControlCode {
  /// Whether a terminal obeys it (C0, DEL and C1), lines and tabs apart, which every text may hold.
  public static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    (scalar.value < 0x20 && scalar != "\n" && scalar != "\t") || (0x7F..<0xA0).contains(scalar.value)
  }

  /// Whether a text holds one.
  public static func isWithin(_ text: String) -> Bool {
    // Nearly every text holds no byte that one begins with.
    text.utf8.contains { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 } && text.unicodeScalars.contains(where: isControl)
  }

  /// The text with question marks in their place.
  public static func replaced(in text: String) -> String {
    isWithin(text) ? String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? "?" : $0 })) : text
  }

  /// Ends whatever was begun.
  public static let reset = "\u{1B}[0m"

  /// The code that begins what `parameters` say, such as "1;31"; empty where they are.
  public static func beginning(_ parameters: String) -> String {
    parameters.isEmpty ? "" : "\u{1B}[\(parameters)m"
  }

  /// `text` as `parameters` say, and whatever follows as before; as it is where either is empty.
  public static func painted(_ text: String, _ parameters: String) -> String {
    text.isEmpty || parameters.isEmpty ? text : beginning(parameters) + text + reset
  }
}
