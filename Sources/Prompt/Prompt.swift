import Basics
import CommandLine
import Diagnostics
import Graphics
import Interpreter
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

  public init(
    session: Session, options: HostOptions, lines: any LineInput, output: OutputStream = .standardOutput,
    errors: OutputStream = .standardError, screen: PixelScreen? = nil
  ) {
    self.session = session
    self.options = options
    self.lines = lines
    self.output = output
    self.errors = errors
    progress = ProgressReporter(stream: errors, color: options.color)
    self.screen = screen
  }

  public func run(greets: Bool) -> ExitStatus {
    session.observer = progress
    if greets {
      output.tell("mien \(mienVersion): how well, and how fairly, machines read faces\n")
      output.tell("`help` lists what there is, Tab completes, Ctrl-C stops, Ctrl-D leaves\n")
    }
    do throws(OutputFailure) {
      while let entry = try readEntry() {
        lines.remember(entry)
        if Self.farewells.contains(entry), session.value(named: entry) == nil { break }
        try run(entry)
      }
      if Interruption.termination == nil { try output.write("\n") }
    } catch {
      problems.report(error)
      return ExitStatus(of: error)
    }
    return Interruption.termination.map(ExitStatus.ended(by:)) ?? .success
  }

  /// What people type who want to leave.
  private static let farewells = ["exit", "quit"]

  // MARK: Reading

  /// An entry that is a whole statement, or wrong; nil at the end.
  private func readEntry() throws(OutputFailure) -> String? {
    var entry = ""
    while true {
      switch lines.readLine(prompt: entry.isEmpty ? "mien> " : "  ... ") {
      case .line(let line):
        entry += (entry.isEmpty ? "" : "\n") + line
        if entry.allSatisfy(\.isWhitespace) {
          entry = ""
        } else if !parse(source(entry)).isIncomplete {
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

  private func source(_ entry: String) -> SourceText {
    SourceText(name: "<prompt>", text: expandingHelp(entry))
  }

  // MARK: Running

  private func run(_ entry: String) throws(OutputFailure) {
    Interruption.clear()
    progress.start(showsTimings: session.showsTimings)
    do {
      try session.run(source(entry)) { outcome in
        progress.settle(notes: outcome.notes, showsTimings: session.showsTimings)
        try show(outcome)
      }
      progress.stop()
    } catch let failure as OutputFailure {
      progress.stop()
      throw failure
    } catch {
      progress.stop()
      problems.report(error)
    }
  }

  private func show(_ outcome: Outcome) throws(OutputFailure) {
    switch outcome {
    case .shown(let value):
      try ValueWriter(renderer: renderer, output: output, screen: screen).write(value)
      if let typed = screen?.takeTypedAhead(), !typed.isEmpty { lines.giveBack(typed) }
    case .bound(let name, let value):
      guard options.format == .text else { return }
      let text = TerminalText(style: style)
      let time = value.seconds < 0.001 ? "" : "  " + NumberFormat.duration(seconds: value.seconds)
      try output.write("\(style.bold(name)): \(text.summary(of: value.payload))\(style.faint(time))\n")
    case .defined(let name):
      if options.format == .text { try output.write("\(style.bold(name)) is a stage now\n") }
    case .done: break
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
