import Basics
import Testing

@testable import Plans

@Suite struct ExperimentLogTests {
  private func run(_ plan: String, on rows: String) -> RunRecord {
    RunRecord(
      id: Digest("run", plan, rows), planText: plan, program: plan, plan: Digest(plan), testRows: Digest(rows),
      predictions: Digest(), data: "", dataFingerprint: "", synthetic: nil, seed: 1, version: "", evaluation: "",
      metrics: [], seconds: 0)
  }

  /// The same plan under another seed is another look.
  @Test func theSeedIsAPartOfThePlan() throws {
    var shop = ToyShop()
    let first = RunRecord(try shop.result(ToySource(), ThresholdStage(), DealStage()))
    #expect(RunRecord(try shop.result(ToySource(), ThresholdStage(), DealStage())).plan == first.plan)
    shop.settings.seed = 2
    #expect(RunRecord(try shop.result(ToySource(), ThresholdStage(), DealStage())).plan != first.plan)
  }

  @Test func aPlanCountsOnceOnEachSetOfTestRows() {
    let book = SessionExperimentLog()
    #expect(book.enter(run("a", on: "rows")) == 1)
    #expect(book.enter(run("a", on: "rows")) == 1)
    #expect(book.enter(run("b", on: "rows")) == 2)
    #expect(book.enter(run("b", on: "others")) == 1)
    #expect(book.enter(run("c", on: "rows")) == 3)
    #expect(book.enter(run("a", on: "rows")) == 1, "what it was stays what it was")
    #expect(book.looks(at: Digest("rows")) == 3)
    #expect(book.runs().count == 4)
  }
}
