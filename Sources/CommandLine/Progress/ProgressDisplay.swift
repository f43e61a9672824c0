import Basics
import Graphics

/// Where progress is told: a terminal, a file, or the output of a notebook's cell. Called from any thread, one call at a
/// time.
public protocol ProgressDisplay: Sendable {
  var style: TerminalStyle { get }
  /// Whether a line can be drawn over the one before.
  var isDrawnOver: Bool { get }
  /// Shows the line of progress in place of the last one.
  func draw(_ line: String)
  /// Takes the line of progress away.
  func erase()
  /// Text that stays, with its line ends.
  func tell(_ text: String)
}

/// A terminal, where the line is drawn over, or a file.
struct ProgressStream: ProgressDisplay {
  private let stream: OutputStream
  private let color: ColorChoice
  let isDrawnOver: Bool

  init(stream: OutputStream, color: ColorChoice) {
    self.stream = stream
    self.color = color
    // A terminal that cannot go back in a line gets the lines of a file.
    isDrawnOver = stream.isTerminal && environmentVariable("TERM") != "dumb"
  }

  var style: TerminalStyle { TerminalStyle(for: stream, color: color) }

  func draw(_ line: String) {
    stream.tell("\r\u{1B}[K" + line)
  }

  func erase() {
    stream.tell("\r\u{1B}[K")
  }

  func tell(_ text: String) {
    stream.tell(text)
  }
}
