import Diagnostics
import Interpreter
import Plans
import Rendering

/// Runs a text from beginning to end, and shows the values of its expressions.
public struct ScriptRunner {
  private let session: Session
  private let renderer: Renderer
  private let problems: ProblemReporter
  private let progress: ProgressReporter
  private let writer: ValueWriter
  private let wasCutShort: () -> Bool
  private let report: ReportWriter?

  /// - Parameters:
  ///   - screen: where pictures are drawn as pixels, if it can.
  ///   - wasCutShort: whether work that a person interrupted ended early with what it had, and the script went on.
  ///   - report: what is written beside what is shown.
  public init(
    session: Session, renderer: Renderer, problems: ProblemReporter, progress: ProgressReporter,
    output: OutputStream = .standardOutput, screen: PixelScreen? = nil, wasCutShort: @escaping () -> Bool = { false },
    report: ReportWriter? = nil
  ) {
    self.session = session
    self.renderer = renderer
    self.problems = problems
    self.progress = progress
    writer = ValueWriter(renderer: renderer, output: output, screen: screen)
    self.wasCutShort = wasCutShort
    self.report = report
  }

  /// Checks the text whole, then runs it; tells what is wrong.
  public func run(_ source: SourceText) -> ExitStatus {
    session.observer = progress
    progress.start(showsTimings: session.showsTimings)
    var separator = ParagraphSeparator(format: renderer.format)
    do {
      // A path that cannot be written is told before the first hour of work; a script that is wrong leaves the file alone.
      if let report, session.check(source).isEmpty { try report.write() }
      try session.run(source) { outcome in
        progress.settle(notes: outcome.notes, showsTimings: session.showsTimings)
        if case .shown(let value) = outcome { try writer.write(value, &separator, field: session.shownField) }
        try report?.add(outcome)
      }
      progress.stop()
      try report?.finish(by: session.experimentLog)
      guard wasCutShort() else { return .success }
      problems.reportCutShort()
      return .interrupted
    } catch {
      progress.stop()
      problems.report(error)
      finishReport(after: error)
      return ExitStatus(of: error)
    }
  }
}

extension ScriptRunner {
  /// With the error in the place of what failed; where it is the report itself that could not be written, that is told.
  private func finishReport(after error: any Error) {
    guard let report, !(error is OutputFailure), !(error is ScriptIsWrong) else { return }
    report.fail(ProblemReporter.text(of: error))
    do throws(OutputFailure) { try report.finish(by: session.experimentLog) } catch { problems.report(error) }
  }
}

/// Puts an empty line between values where one of them takes several lines.
struct ParagraphSeparator {
  private let isNeeded: Bool
  private var lastWasLong: Bool?

  init(format: OutputFormat) {
    isNeeded = format != .json
  }

  mutating func separated(_ text: String) -> String {
    let isLong = text.dropLast().contains("\n")
    defer { lastWasLong = isLong }
    guard isNeeded, let lastWasLong, isLong || lastWasLong else { return text }
    return "\n" + text
  }
}

extension Outcome {
  /// What the value says of itself when it is shown.
  public var notes: [String] {
    guard case .shown(let value) = self else { return [] }
    return value.payload.shownNotes
  }
}
