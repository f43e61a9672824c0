import Diagnostics
import Interpreter
import Numerics

/// What a shell learns from a run.
public struct ExitStatus: Error, Sendable, Hashable {
  public static let success = ExitStatus(code: 0)
  /// A stage failed, or what it gave could not be written.
  public static let failed = ExitStatus(code: 1)
  /// The script, or the command line, is wrong: nothing has run.
  public static let wrong = ExitStatus(code: 2)
  public static let expectationFailed = ExitStatus(code: 3)
  /// What was verified is not the same, and nothing says that it should be: a search by time.
  public static let unpromised = ExitStatus(code: 4)
  public static let interrupted = ExitStatus(code: 130)

  public let code: Int32

  public init(code: Int32) {
    self.code = code
  }

  /// As shells tell of a process that a signal ended.
  public static func ended(by signal: Int32) -> ExitStatus {
    ExitStatus(code: 128 + signal)
  }

  public init(of outcome: Verification.Outcome) {
    switch outcome {
    case .same: self = .success
    case .unpromised: self = .unpromised
    case .different: self = .failed
    }
  }

  /// For what was thrown while a script ran.
  public init(of error: any Error) {
    switch error {
    case is ScriptIsWrong: self = .wrong
    case is Interrupted: self = .interrupted
    case let error as Diagnostic where error.code.id == DiagnosticCode.expectationFailed.id: self = .expectationFailed
    case OutputFailure.readerLeft: self = .ended(by: 13)
    default: self = .failed
    }
  }
}
