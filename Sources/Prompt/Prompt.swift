import Basics
import CommandLine
import Diagnostics
import Glibc
import Graphics
import Interpreter
import Lessons
import Plans
import Rendering
import Syntax

/// A sitting with a person: reads an entry, runs it, shows what came out, until Ctrl-D.
public struct Prompt {
  private let session: Session
  private let options: HostOptions
  private let lines: any LineInput
  private let output: OutputStream
  private let errors: OutputStream
  private let progress: ProgressReporter
  private let screen: PixelScreen?
  private let lastBound = LastBound()
  private let classroom: Classroom
  private let lessonScreen: LessonScreen

  /// - Parameter lessonStore: keeps how far a person has come in lessons; nil keeps it for this sitting.
  public init(
    session: Session, options: HostOptions, lines: any LineInput, lessonStore: LessonStore? = nil,
    output: OutputStream = .standardOutput, errors: OutputStream = .standardError, screen: PixelScreen? = nil
  ) {
    self.session = session
    self.options = options
    self.lines = lines
    self.output = output
    self.errors = errors
    progress = ProgressReporter(stream: errors, color: options.color)
    self.screen = screen
    classroom = Classroom(session: session, store: lessonStore)
    lessonScreen = LessonScreen(output: output, color: options.color)
  }

  /// - Parameter opening: an entry that is taken before a person types any; nil for none.
  public func run(greets: Bool, opening: String? = nil) -> ExitStatus {
    session.observer = progress
    classroom.say = lessonScreen.say
    classroom.run = { code in
      do throws(OutputFailure) { return try run(code) } catch {
        lessonScreen.failure = error
        return false
      }
    }
    if greets {
      output.tell("mien \(mienVersion): how well, and how fairly, machines read faces\n")
      output.tell("`help` and `tutorial` tell where to begin; Ctrl-D leaves\n")
    }
    do throws(OutputFailure) {
      if let opening, try !take(opening) { return .success }
      while let entry = try readEntry() {
        if !entry.isEmpty { lines.remember(entry) }
        guard try take(entry) else { break }
      }
      if Interruption.termination == nil { try output.write("\n") }
    } catch {
      problems.report(error)
      return ExitStatus(of: error)
    }
    return Interruption.termination.map(ExitStatus.ended(by:)) ?? .success
  }

  /// Does what an entry says; false where a person wants to leave.
  private func take(_ entry: String) throws(OutputFailure) -> Bool {
    let reply = classroom.take(entry)
    if let failure = lessonScreen.failure { throw failure }
    guard reply == .runs else { return true }
    if let word = PromptWord(entry), !isVariable(entry) {
      if word == .leave { return false }
      try obey(word)
    } else if !classroom.opens(by: entry) {
      classroom.settle(entry, hasRun: try run(entry))
    }
    if let failure = lessonScreen.failure { throw failure }
    return true
  }

  /// Whether a word of the prompt is a variable here.
  private func isVariable(_ entry: String) -> Bool {
    entry.split(separator: " ").first.map { session.value(named: String($0)) != nil } ?? false
  }

  // MARK: Reading

  /// An entry that is a whole statement, or wrong; nil at the end.
  private func readEntry() throws(OutputFailure) -> String? {
    var entry = ""
    while true {
      switch lines.readLine(prompt: entry.isEmpty ? classroom.isOpen ? "lesson> " : "mien> " : "  ... ") {
      case .line(let line):
        entry += (entry.isEmpty ? "" : "\n") + line
        if entry.allSatisfy(\.isWhitespace) {
          // In a lesson Enter alone goes on.
          if classroom.isOpen { return "" }
          entry = ""
        } else if !parse(source(entry)).isIncomplete, !awaitsDefinition(entry) {
          return String(entry.reversed().drop(while: \.isWhitespace).reversed())
        }
      case .interrupted:
        try output.write("\n")
        entry = ""
      case .end:
        guard !entry.isEmpty, Interruption.termination == nil else { return nil }
        try output.write("\n")
        entry = ""
      }
    }
  }

  /// Whether a `def` is still to come below its `##` lines.
  private func awaitsDefinition(_ entry: String) -> Bool {
    entry.split(separator: "\n").last?.drop(while: \.isWhitespace).hasPrefix("##") ?? false
  }

  private func source(_ entry: String) -> SourceText {
    SourceText(name: "<prompt>", text: expandingHelp(entry))
  }

  // MARK: Running

  /// - Returns: whether nothing was wrong.
  private func run(_ entry: String) throws(OutputFailure) -> Bool {
    Interruption.clear()
    let left = lastBound.name
    let isContinuation = entry.drop(while: \.isWhitespace).first == "|"
    lastBound.name = nil
    progress.start(showsTimings: session.showsTimings)
    do {
      try session.run(source(entry)) { outcome in
        progress.settle(notes: outcome.notes, showsTimings: session.showsTimings)
        try show(outcome)
      }
      progress.stop()
      if isContinuation, let left {
        errors.tell("note: \(left) is what it was; `\(left) = _` gives it this\n")
      }
      return true
    } catch let failure as OutputFailure {
      progress.stop()
      throw failure
    } catch {
      progress.stop()
      problems.report(error)
      return false
    }
  }

  private func show(_ outcome: Outcome) throws(OutputFailure) {
    switch outcome {
    case .shown(let value): try show(value)
    case .bound(let name, let value):
      lastBound.name = name
      guard options.format == .text else { return }
      let text = TerminalText(style: style)
      let summary = text.summary(of: value.payload)
      let time = value.seconds < 0.001 ? "" : "  " + NumberFormat.duration(seconds: value.seconds)
      // A time that a narrow terminal would break says less than none.
      let isShort = !output.isTerminal || displayWidth("\(name): \(summary)\(time)") <= style.width
      try output.write("\(style.bold(name)): \(summary)\(isShort ? style.faint(time) : "")\n")
    case .defined(let name):
      if options.format == .text { try output.write("\(style.bold(name)) is a stage now\n") }
    case .done: break
    }
  }

  private func show(_ value: PlanValue) throws(OutputFailure) {
    let text = renderer.text(of: value)
    let pager = Pager(for: output)
    if let kind = value.as(Document.self)?.kind, ["help", "explanation", "lesson"].contains(kind),
      pager.isNeeded(for: text), pager.show(text)
    {
      return
    }
    try ValueWriter(renderer: renderer, output: output, screen: screen).write(value)
    if let typed = screen?.takeTypedAhead(), !typed.isEmpty { lines.giveBack(typed) }
  }

  // MARK: The prompt itself

  private func obey(_ word: PromptWord) throws(OutputFailure) {
    switch word {
    case .leave: break
    case .clear: lines.clearScreen()
    case .history(let count):
      let entries = lines.entries
      let shown = entries.suffix(count ?? max(1, (Pager(for: output).height ?? 22) - 2))
      let width = String(entries.count).count
      for (index, entry) in zip(entries.indices.suffix(shown.count), shown) {
        let number = String(index + 1)
        let margin = String(repeating: " ", count: width - number.count)
        try output.write(
          "\(margin)\(number)  \(printable(entry).split(separator: "\n").joined(separator: "\n" + String(repeating: " ", count: width + 2)))\n"
        )
      }
    case .system(let command):
      guard options.allowsShell else {
        let style = TerminalStyle(for: errors, color: .never)
        let text = "commands of the system are off; start with `mien --shell` to allow them"
        errors.tell(wrapped(text, width: style.width) + "\n")
        return
      }
      if !command.isEmpty { _ = system(command) }
    }
  }

  /// As the terminal is now: it may have become another size.
  private var style: TerminalStyle { TerminalStyle(for: output, color: options.color) }
  private var renderer: Renderer { Renderer(format: options.format, style: style) }

  private var problems: ProblemReporter {
    ProblemReporter(
      format: options.format, isColored: TerminalStyle(for: errors, color: options.color).color != .none,
      output: output, errors: errors)
  }
}

/// The variable that the entry before was about: a line that begins with `|` does not change it, which must be said.
private final class LastBound {
  var name: String?
}
