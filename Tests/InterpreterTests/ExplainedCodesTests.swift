import Diagnostics
import Plans
import Stages
import Testing

@testable import Interpreter

@Suite struct ExplainedCodesTests {
  private final class Count {
    var reads = 0
  }

  /// Every error's sample stands behind them, and a session that explains nothing needs none.
  @Test func codesAreReadWhenTheyAreAskedFor() throws {
    let count = Count()
    func codes() -> [DiagnosticCode] {
      count.reads += 1
      return stageCodes
    }
    let session = Session(
      catalogue: stageCatalogue, codes: codes(), settings: RunSettings(threads: 1), cacheBudget: 0)
    func run(_ text: String) throws { try session.run(SourceText(name: "t", text: text)) { _ in } }
    try run("(1 + 1)")
    #expect(count.reads == 0)
    try run("explain E0303")
    try run("explain E0601")
    #expect(count.reads == 1)
  }
}
