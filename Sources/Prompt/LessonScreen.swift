import Basics
import CommandLine
import Graphics
import Lessons
import Rendering

/// What a lesson says, on a terminal.
final class LessonScreen {
  private let output: OutputStream
  private let color: ColorChoice
  /// Why something could not be shown.
  var failure: OutputFailure?

  init(output: OutputStream, color: ColorChoice) {
    (self.output, self.color) = (output, color)
  }

  /// A line of code, moved in; one that the terminal would break in a word is broken between words, for reading alone.
  private func shown(_ line: Substring, width: Int) -> String {
    let whole = "    " + line
    guard displayWidth(whole) > width else { return whole }
    let margin = String(repeating: " ", count: 4 + line.prefix { $0 == " " }.count)
    let pieces = wrapped(String(line.drop { $0 == " " }), width: max(20, width - margin.count - 4)).split(
      separator: "\n")
    return margin + pieces.joined(separator: "\n    " + margin)
  }

  /// With the lines of an answer to choose (`  a  …`) under its text, so that its letter stands out.
  private func hanging(_ text: String, width: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let letter = line.prefix(5)
      guard letter.count == 5, letter.hasPrefix("  "), letter.hasSuffix("  "), letter.contains(where: \.isLetter)
      else { return wrapped(String(line), width: width) }
      let pieces = wrapped(String(line.dropFirst(5)), width: max(20, width - 5))
      return letter + pieces.split(separator: "\n").joined(separator: "\n     ")
    }.joined(separator: "\n")
  }

  func say(_ utterance: LessonPlayer.Utterance) {
    let style = TerminalStyle(for: output, color: color)
    let text =
      switch utterance {
      case .heading(let text): "\n" + style.bold(wrapped(text, width: style.width))
      case .text(let text): "\n" + hanging(LessonText.paragraphs(text), width: style.width)
      case .code(let code):
        "\n"
          + code.split(separator: "\n", omittingEmptySubsequences: false).map { shown($0, width: style.width) }
          .joined(separator: "\n")
      case .prompt(let text): style.faint(wrapped("(\(text))", width: style.width))
      case .right(let text): style.bold(wrapped("+ " + text, width: style.width))
      case .wrong(let text): style.warning(wrapped("- " + text, width: style.width))
      }
    do throws(OutputFailure) { try output.write(text + "\n") } catch { failure = error }
  }
}
