/// The control codes by which a terminal colours and weights text (ECMA-48, "select graphic rendition").
public enum ControlCode {
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
