import Plans
import Testing

@testable import Interpreter

@Suite struct SweepTests {
  let harness = SessionHarness()

  @Test func aGridHasARowForEveryCombination() throws {
    let table = try harness.table(
      "faces n=64 subjects=16 intensity=1 | lbp grid=4 | pca {4, 8} | svm {linear, rbf} | cv 2")
    #expect(table.rows.count == 4)
    #expect(table.columns == ["k", "kernel", "accuracy", "macro_f1", "weighted_f1", "uar"])
    #expect(table.rows.map { $0.cells[0] } == [4, 4, 8, 8].map { .number($0) })
    #expect(table.rows.map { $0.cells[1] } == ["linear", "rbf", "linear", "rbf"].map { .text($0) })
    #expect(table.rows.allSatisfy { ($0.cells[3].number ?? -1) >= 0 })
  }

  @Test func choicesWithOneLabelMoveTogether() throws {
    let table = try harness.table("faces n=40 subjects=8 | lbp grid={d: 2, 4} | pca {d: 3, 6}")
    #expect(table.columns == ["d", "rows", "shape"])
    #expect(table.rows.map { $0.cells[2] } == [.text("40 × 3 features"), .text("40 × 6 features")])
  }

  @Test func sharedBeginningsRunOnce() throws {
    let value = try harness.last("faces n=40 subjects=8 intensity=1 | lbp grid=4 | pca {3, 6} | svm linear")
    let runs = value.trace.filter { $0.step == "lbp grid=4" && $0.source != .cached }
    #expect(runs.count == 1)
  }

  @Test func rangesOfferTheirNumbers() throws {
    let table = try harness.table("faces n=40 subjects=8 | lbp grid=4 | pca {2..6 by 2}")
    #expect(table.rows.map { $0.cells[0] } == [2, 4, 6].map { .number($0) })
  }

  @Test func maybeOffersSkipping() throws {
    let table = try harness.table("faces n=40 subjects=8 intensity=1 | lbp grid=4 | maybe scale | svm linear")
    #expect(table.rows.map { $0.cells[0] } == [.text("skip"), .text("scale")])
    #expect(table.columns.first == "transform")
  }

  @Test func aFailedCombinationStaysAsARow() throws {
    let table = try harness.table("faces n=40 subjects=8 intensity=1 | lbp grid=2 | pca {3, 500} | svm linear")
    #expect(table.columns.last == "error")
    #expect(table.rows.count == 2)
    #expect(table.rows[0].cells.last == .missing)
    guard case .text(let message)? = table.rows[1].cells.last else { throw NotOfKind(what: "an error") }
    #expect(message.contains("500"))
  }

  @Test func alternativesMayBePipelines() throws {
    let table = try harness.table(
      "faces n=40 subjects=8 intensity=1 | {lbp grid=4, resize 16 | pixels} | {svm {linear, rbf}, svm poly}")
    #expect(table.columns.prefix(2) == ["features", "model"])
    #expect(
      table.rows.map { $0.cells[1].text }
        == ["svm linear", "svm rbf", "svm poly", "svm linear", "svm rbf", "svm poly"])
    #expect(table.rows[3].cells[0].text == "resize 16 | pixels")
  }

  @Test func tablesAreSortedFilteredAndCut() throws {
    try harness.run("t = faces n=64 subjects=16 intensity=1 | lbp grid=4 | pca {4, 8, 12} | svm linear | cv 2")
    let best = try harness.table("t | sort macro_f1 | top 1 | select [k, macro_f1]")
    let all = try harness.table("t")
    #expect(best.rows.count == 1)
    #expect(best.rows[0].cells[1].number == all.rows.compactMap { $0.cells[3 - 1].number }.max())
    #expect(try harness.table("t | where (k > 4)").rows.count == 2)
    #expect(try harness.table("t | where (k > 4 and k < 10)").rows.count == 1)
  }
}
