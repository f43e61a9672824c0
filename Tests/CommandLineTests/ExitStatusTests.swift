import Diagnostics
import Numerics
import Testing

@testable import CommandLine
@testable import Interpreter

@Suite struct ExitStatusTests {
  /// What `docs/language.md` promises to shells: 141 is that of a program that SIGPIPE ended.
  @Test func everyEndHasItsStatus() {
    let unheld = Diagnostic(.expectationFailed, "it is not so")
    #expect(ExitStatus(of: ScriptIsWrong(diagnostics: [])).code == 2)
    #expect(ExitStatus(of: unheld).code == 3)
    #expect(ExitStatus(of: Diagnostic(.unwritableOutput, "full")).code == 1)
    #expect(ExitStatus(of: Interrupted()).code == 130)
    #expect(ExitStatus(of: OutputFailure.readerLeft).code == 141)
    #expect(ExitStatus(of: OutputFailure.failed(reason: "full")).code == 1)
    let outcomes: [Verification.Outcome] = [.same, .different, .unpromised]
    #expect(outcomes.map { ExitStatus(of: $0).code } == [0, 1, 4])
  }
}
