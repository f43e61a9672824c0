/// Where the prompt's lines come from: a terminal, or a test.
public protocol LineInput {
  func readLine(prompt: String) -> LineEvent
  /// Keeps an entry, which may be several lines, for later sittings.
  func remember(_ entry: String)
  var entries: [String] { get }
  func clearScreen()
  /// Gives back what was typed and read by somebody else: it comes before what is typed from now on.
  func giveBack(_ bytes: [UInt8])
}

extension LineInput {
  public func giveBack(_ bytes: [UInt8]) {}
}

/// What a person did at the prompt.
public enum LineEvent: Sendable, Equatable {
  /// Without its line end; more than one line where they were pasted.
  case line(String)
  /// Ctrl-C: the line is given up.
  case interrupted
  /// Ctrl-D, or nobody is there any more.
  case end
}

extension LineInput {
  /// Every entry of this sitting and earlier ones, oldest first.
  public var entries: [String] { [] }
  /// Empties the screen, where there is one.
  public func clearScreen() {}
}
