import Basics
import Diagnostics
import Graphics
import Interpreter
import Numerics
import Plans
import Rendering

/// Tells what went wrong: drawn on standard error for people, as an object on standard output for programs.
public struct ProblemReporter: Sendable {
  public var format: OutputFormat
  public var isColored: Bool
  private let output: OutputStream
  private let errors: OutputStream

  public init(
    format: OutputFormat, isColored: Bool, output: OutputStream = .standardOutput,
    errors: OutputStream = .standardError
  ) {
    self.format = format
    self.isColored = isColored
    self.output = output
    self.errors = errors
  }

  public func report(_ diagnostics: [Diagnostic]) {
    if format == .json {
      output.tell(JSONValue.diagnostics(diagnostics).text + "\n")
    } else {
      draw(diagnostics)
    }
  }

  /// On standard error whatever the format, as where standard output is what failed.
  private func draw(_ diagnostics: [Diagnostic]) {
    let shown = errors.isTerminal ? diagnostics.map(broken) : diagnostics
    let text = DiagnosticRenderer().render(Diagnostics(shown), style: isColored ? .colored : .plain)
    errors.tell(text + "\n")
  }

  /// With what it says broken between words, for a narrow terminal breaks within them.
  private func broken(_ diagnostic: Diagnostic) -> Diagnostic {
    let width = TerminalStyle(for: errors, color: .never).width
    let title = "\(diagnostic.severity.rawValue)[\(diagnostic.code.id)]: "
    var diagnostic = diagnostic
    diagnostic.message = String(wrapped(title + diagnostic.message, width: width).dropFirst(title.count))
    // Before a note stand the margin of line numbers, of three digits as a rule, and its sign.
    diagnostic.notes = diagnostic.notes.map { wrapped($0, width: max(20, width - 6)) }
    return diagnostic
  }

  /// All is done, but not all of it was let finish.
  public func reportCutShort() {
    errors.tell("interrupted: a search ended early; what came after it used the best found until then\n")
  }

  /// Whatever a session throws.
  public func report(_ error: any Error) {
    switch error {
    case is Interrupted: errors.tell(Self.interrupted + "\n")
    case OutputFailure.readerLeft: break
    case OutputFailure.failed: draw(Self.diagnostics(for: error))
    default: report(Self.diagnostics(for: error))
    }
  }

  /// The same as it would be drawn for a person.
  public static func text(of error: any Error, style: DiagnosticRenderer.Style = .plain) -> String {
    if error is Interrupted { return interrupted }
    return DiagnosticRenderer().render(Diagnostics(diagnostics(for: error)), style: style)
  }

  /// What is said of work that a person stopped.
  public static let interrupted = "interrupted: what had finished is kept"

  /// Whatever a session throws, each with its code; of what has none, that a stage failed.
  public static func diagnostics(for error: any Error) -> [Diagnostic] {
    switch error {
    case let error as ScriptIsWrong: return error.diagnostics
    case let error as Diagnostics: return error.all
    case let error as Diagnostic: return [error]
    case OutputFailure.failed(let reason): return [.unwritableOutput(reason)]
    case let error as any ExplainableError:
      let notes = error.remedy.isEmpty ? [] : [error.remedy]
      let code = DiagnosticCode(error.code, "a stage failed while it ran", explanation: error.explanation)
      return [Diagnostic(code, error.problem, notes: notes)]
    default: return [Diagnostic(.stageFailed, "\(error)")]
    }
  }
}
