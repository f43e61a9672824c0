import Basics
import CommandLine
import Diagnostics
import Graphics
import Interpreter
import Lessons
import Rendering

/// The lesson that is being played at a prompt: opens it, shows what it says, and keeps how far a person has come.
final class Classroom {
  private let session: Session
  private let store: LessonStore?
  private let output: OutputStream
  private let color: ColorChoice
  private var player: LessonPlayer?
  /// Where there is no store.
  private var records = LessonRecords()
  /// Runs code and shows what comes out; false where something was wrong. Set by the prompt.
  var run: (String) -> Bool = { _ in false }
  /// Why something could not be shown.
  var failure: OutputFailure?

  init(session: Session, store: LessonStore?, output: OutputStream, color: ColorChoice) {
    (self.session, self.store, self.output, self.color) = (session, store, output, color)
  }

  var isOpen: Bool { player != nil }

  /// Opens a lesson where an entry asks for one: `lesson NAME`, `tutorial`.
  func opens(by entry: String) -> Bool {
    let words = entry.split(separator: " ").map { $0.filter { $0 != "\"" } }
    let name: String
    switch (words.first, words.count) {
    case ("tutorial", 1): name = "tutorial"
    case ("lesson", 2) where words[1] != "report" && words[1] != "export": name = words[1]
    default: return false
    }
    guard session.value(named: words[0]) == nil, let lesson = LessonLibrary.lesson(name) else { return false }
    keep()
    let record = (store?.records ?? records)[lesson.name]
    let player = LessonPlayer(
      lesson, record: record, session: session, say: { [unowned self] in say($0) }, run: { [unowned self] in run($0) })
    self.player = player
    player.begin()
    keep()
    return true
  }

  /// Hands what was typed to the lesson.
  func take(_ entry: String) -> LessonPlayer.Reply {
    guard let player else { return .runs }
    let reply = player.take(entry)
    keep()
    if reply == .left { self.player = nil }
    return reply
  }

  /// Tells the lesson of a line of a person's own.
  func settle(_ entry: String, hasRun: Bool) {
    guard let player else { return }
    if hasRun { player.ran(entry) } else { player.failed(entry) }
    keep()
    if player.isFinished { self.player = nil }
  }

  private func keep() {
    guard let record = player?.record else { return }
    records[record.lesson] = record
    store?.keep(record)
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

  private func say(_ utterance: LessonPlayer.Utterance) {
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
