import Diagnostics
import Interpreter
import Stages
import Synchronization
import Testing

@testable import Watch

@Suite struct GrowingRowsTests {
  @Test func rowsOfASweepAreThereWhileItRuns() throws {
    let session = ReplayHarness.host.session()
    let peeked = Mutex<SweepSoFar?>(nil)
    session.sweepWillRun = { sweep in peeked.withLock { $0 = sweep } }
    try session.run(
      SourceText(name: "s", text: "faces n=40 subjects=8 | resize 8 | pixels | pca {2, 3} | logreg | cv 2")
    ) { _ in }
    let sweep = try #require(peeked.withLock { $0 })
    #expect(sweep.count == 2)
    #expect(sweep.columns.first == "k")
    let row = try #require(sweep.row(of: 1))
    #expect(row.count == sweep.columns.count)
    #expect(row.first == .number(3))
    #expect(sweep.row(of: 2) == nil)
  }
}
