import Plans
import Testing

@testable import Interpreter

@Suite struct AblateTests {
  let harness = SessionHarness()
  private let base = "base = faces n=96 subjects=24 intensity=1 | lbp grid=4 | scale | pca 10 | svm linear"

  private func cells(_ table: Table, _ column: String) throws -> [Scalar] {
    let read = try #require(table.reading(column))
    return table.rows.map(read)
  }

  @Test func everyStageIsLeftOutOnce() throws {
    let table = try harness.table(base + " | cv 4\nbase | ablate")
    #expect(table.columns == ["without", "difference", "verdict", "accuracy", "macro_f1", "weighted_f1", "uar"])
    #expect(try cells(table, "without") == ["nothing", "scale", "pca 10"].map { .text($0) })
    #expect(table.notes.contains("lbp grid=4 stays in: without it scale needs features, but is given images"))
  }

  @Test func rowsAreWhatThePlansWithoutTheStagesGive() throws {
    let table = try harness.table(base + " | cv 4\nbase | ablate")
    let without = try harness.result("faces n=96 subjects=24 intensity=1 | lbp grid=4 | pca 10 | svm linear | cv 4")
    let whole = try harness.result("base")
    let (a, b) = (
      try #require(whole.scores.metric("macro_f1")), try #require(without.scores.metric("macro_f1"))
    )
    #expect(try cells(table, "macro_f1")[1].number == b.value)
    let difference = zip(a.perFold, b.perFold).map { $1 - $0 }.reduce(0, +) / 4
    #expect(abs(try #require(cells(table, "difference")[1].number) - difference) < 1e-12)
  }

  @Test func verdictsFollowTheCorrectedProbability() throws {
    let table = try harness.table(base + " | cv 4 | repeat 3\nbase | ablate by=accuracy")
    #expect(try cells(table, "difference")[0] == .missing && cells(table, "verdict")[0] == .missing)
    for (p, (difference, verdict)) in zip(
      try cells(table, "difference_p"), zip(try cells(table, "difference"), try cells(table, "verdict"))
    ).dropFirst() {
      let expected =
        try #require(p.number) >= 0.05
        ? "cannot be told" : try #require(difference.number) > 0 ? "better without" : "worse without"
      #expect(verdict == .text(expected))
    }
  }

  @Test func thePlanItselfKeepsItsEvaluator() throws {
    let table = try harness.table(base + " | cv 3\nbase | ablate")
    #expect(table.rows.allSatisfy { $0.plan?.evaluators.map(\.text) == ["cv 3"] })
    let replaced = try harness.table("base | ablate | cv 2")
    #expect(replaced.rows.allSatisfy { $0.plan?.evaluators.map(\.text) == ["cv 2"] })
  }

  @Test func eachCombinationOfASweepHasAReferenceOfItsOwn() throws {
    let table = try harness.table(
      "faces n=96 subjects=24 intensity=1 | lbp grid=4 | scale | {svm linear, logreg} | cv 3 | ablate")
    #expect(table.columns.prefix(2) == ["model", "without"])
    #expect(table.rows.count == 4)
    #expect(try cells(table, "difference").map { $0 == .missing } == [true, false, true, false])
  }

  @Test func aStageThatStandsTwiceIsTold() throws {
    let table = try harness.table(
      "faces n=48 subjects=12 intensity=1 | lbp grid=4 | scale | pca 5 | scale | svm linear | ablate")
    #expect(try cells(table, "without").map(\.text) == ["nothing", "scale", "pca 5", "scale (2)"])
  }

  @Test func whatCannotBeAblatedIsTold() {
    #expect(harness.codes("faces | lbp | svm | ablate") == ["E0310"])
    #expect(harness.codes("faces | lbp | scale | svm | ablate | ablate") == ["E0310"])
    #expect(harness.codes("faces | lbp | ablate") == ["E0204"])
    #expect(harness.codes("faces | scale | svm | ablate") == ["E0201"])
    #expect(harness.codes("faces | lbp | scale | svm | ablate by=nonsense") == ["E0110"])
    #expect(harness.codes("faces | lbp | scale | svm | report | ablate") == ["E0203"])
    #expect(harness.codes("faces | lbp | scale | {svm | ablate, svm}") == ["E0205"])
    #expect(harness.codes("faces | lbp | scale | svm | ablate | sort difference | select [without, verdict]").isEmpty)
  }
}
