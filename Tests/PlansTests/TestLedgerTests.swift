import Testing

@testable import Plans

@Suite struct TestLedgerTests {
  @Test func aPlanCountsOnceOnEachSetOfTestRows() {
    let ledger = TestLedger()
    let (rows, others) = (Digest("rows"), Digest("others"))
    #expect(ledger.record(plan: Digest("a"), onTestRows: rows) == 1)
    #expect(ledger.record(plan: Digest("a"), onTestRows: rows) == 1)
    #expect(ledger.record(plan: Digest("b"), onTestRows: rows) == 2)
    #expect(ledger.record(plan: Digest("b"), onTestRows: others) == 1)
    #expect(ledger.record(plan: Digest("c"), onTestRows: rows) == 3)
  }
}
