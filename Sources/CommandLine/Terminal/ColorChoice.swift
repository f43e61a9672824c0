import Basics
import Glibc
import Graphics

/// `--color always|never|auto`.
public enum ColorChoice: String, Sendable, CaseIterable {
  case auto, always, never
}

extension TerminalStyle {
  /// What can be drawn on `output`: its width as it is now, colour where it is a terminal, nobody has set `NO_COLOR`
  /// (no-color.org) and `choice` does not say otherwise.
  /// - Parameter environment: looks a variable up.
  public init(
    for output: OutputStream, color choice: ColorChoice,
    environment: (String) -> String? = environmentVariable(_:)
  ) {
    let isTerminal = output.isTerminal
    let width = isTerminal ? terminalWidth(output.descriptor) : nil
    self.init(
      color: Self.color(choice, isTerminal: isTerminal, environment),
      characters: Self.characters(environment),
      width: width ?? environment("COLUMNS").flatMap { Int($0) } ?? 100)
  }

  static func color(_ choice: ColorChoice, isTerminal: Bool, _ environment: (String) -> String?) -> Color {
    let isWanted =
      switch choice {
      case .always: true
      case .never: false
      case .auto: isTerminal && (environment("NO_COLOR") ?? "").isEmpty && environment("TERM") != "dumb"
      }
    guard isWanted else { return .none }
    return ["truecolor", "24bit"].contains(environment("COLORTERM") ?? "") ? .trueColor : .ansi256
  }

  /// ASCII only where the environment names an encoding that is not UTF-8; where it names none, terminals of today are.
  static func characters(_ environment: (String) -> String?) -> Characters {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap(environment)
    guard let encoding = names.first(where: { !$0.isEmpty })?.split(separator: ".").dropFirst().first else {
      return .unicode
    }
    return ["utf-8", "utf8"].contains(encoding.lowercased()) ? .unicode : .ascii
  }
}

/// Columns of a terminal as it is now; nil where it does not tell.
func terminalWidth(_ descriptor: Int32) -> Int? {
  var size = winsize()
  guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
  return Int(size.ws_col)
}
