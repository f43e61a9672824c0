/// What the place that text is drawn in can show. Handed in by whoever owns the terminal; nothing here looks it up.
public struct TerminalStyle: Sendable, Hashable {
  public enum Color: String, Sendable, CaseIterable {
    /// No control codes at all.
    case none
    /// The 256-colour palette.
    case ansi256
    /// 24-bit colours.
    case trueColor
  }

  public enum Characters: String, Sendable, CaseIterable {
    case unicode, ascii
  }

  public let color: Color
  public let characters: Characters
  /// Columns; nothing drawn is wider. At least 20.
  public let width: Int

  public init(color: Color = .none, characters: Characters = .unicode, width: Int = 80) {
    self.color = color
    self.characters = characters
    self.width = max(20, width)
  }

  /// Unicode text of 80 columns without colour.
  public static let plain = TerminalStyle()
}
