import Plans
import Testing

@testable import Interpreter

@Suite struct TableVerbTests {
  /// A table of a sweep with a row that failed.
  private func harness() throws -> SessionHarness {
    let harness = SessionHarness()
    try harness.run(
      "t = faces n=40 subjects=8 intensity=1 | lbp grid=2 | pca {4, 2, 500, 3} | {svm linear, logreg} | cv 2")
    return harness
  }

  private func column(_ name: String, _ table: Table) throws -> [Scalar] {
    let index = try #require(table.index(of: name))
    return table.rows.map { $0.cells[index] }
  }

  @Test func sortPutsTheLargestFirstAndWhatIsMissingLast() throws {
    let harness = try harness()
    let falling = try column("macro_f1", harness.table("t | sort macro_f1"))
    let rising = try column("macro_f1", harness.table("t | sort macro_f1 up"))
    #expect(falling.suffix(2) == [.missing, .missing] && rising.suffix(2) == [.missing, .missing])
    let numbers = falling.dropLast(2).compactMap(\.number)
    #expect(numbers == numbers.sorted(by: >) && numbers.count == 6)
    #expect(rising.dropLast(2).compactMap(\.number) == numbers.reversed())
  }

  @Test func equalRowsStayInTheirOrder() throws {
    let table = try harness().table("t | sort k")
    #expect(try column("k", table) == [500, 500, 4, 4, 3, 3, 2, 2].map { .number($0) })
    #expect(
      try column("model", table).map(\.text) == [
        "svm linear", "logreg", "svm linear", "logreg", "svm linear", "logreg", "svm linear", "logreg",
      ])
  }

  @Test func textsSortFromAToZ() throws {
    let table = try harness().table("t | sort model")
    #expect(
      try column("model", table).map(\.text) == Array(repeating: "logreg", count: 4)
        + Array(repeating: "svm linear", count: 4))
  }

  @Test func topKeepsTheFirst() throws {
    let harness = try harness()
    #expect(try harness.table("t | top 3").rows.count == 3)
    #expect(try harness.table("t | top 100").rows.count == 8)
    #expect(harness.codes("t | top 0") == ["E0105"])
  }

  @Test func whereKeepsWhatHolds() throws {
    let harness = try harness()
    #expect(try harness.table("t | where (model == \"logreg\")").rows.count == 4)
    #expect(try harness.table("t | where (k < 4 or k == 500)").rows.count == 6)
    #expect(try harness.table("t | where (not (k < 4))").rows.count == 4)
    #expect(try harness.table("t | where (macro_f1 >= 0)").rows.count == 6, "what is missing compares as false")
    #expect(try harness.table("least = 3\nt | where (k > least)").rows.count == 4, "a variable is its value")
    #expect(try harness.table("t | where (k > 1000)").rows.isEmpty)
  }

  @Test func selectKeepsColumnsInTheOrderGiven() throws {
    let table = try harness().table("t | select [macro_f1, k]")
    #expect(table.columns == ["macro_f1", "k"])
    #expect(table.rows[0].cells.count == 2)
  }

  @Test func verbsFollowEachOther() throws {
    let harness = try harness()
    let table = try harness.table("t | where (k < 100) | sort macro_f1 | top 2 | select [k, model]")
    #expect(table.rows.count == 2 && table.columns == ["k", "model"])
    #expect(harness.codes("t | select [k] | sort macro_f1") == ["E0110"], "a column that was left out is gone")
    #expect(table.synthetic == "synthetic faces")
  }

  @Test func aFailedCombinationKeepsItsReason() throws {
    let table = try harness().table("t")
    let errors = try column("error", table)
    #expect(errors.count { $0 == .missing } == 6)
    #expect(errors.count { $0.text.contains("got 500") } == 2)
  }

  // MARK: Sweeps

  @Test func labelsMoveTogetherAcrossVariables() throws {
    let harness = SessionHarness()
    try harness.run("x = faces n=40 subjects=8 | lbp grid={d: 2, 4}")
    let table = try harness.table("x | pca {d: 3, 6}")
    #expect(table.rows.map { $0.cells.last?.text } == ["40 × 3 features", "40 × 6 features"])
  }

  @Test func axesOfAVariableDoNotMixWithNewOnes() throws {
    let harness = SessionHarness()
    try harness.run("x = faces n=40 subjects=8 | lbp grid=2 | {skip, scale}")
    let table = try harness.table("x | {skip, pca 3}")
    #expect(table.columns.prefix(2) == ["transform", "transform_2"])
    #expect(table.rows.count == 4)
  }

  @Test func labelsOfDifferentLengthsAreRefused() {
    #expect(SessionHarness().codes("faces 40 | lbp grid={d: 2, 4} | pca {d: 3, 6, 9}") == ["E0205"])
  }

  @Test func rangesCountFromEndToEnd() throws {
    let harness = SessionHarness()
    func values(_ range: String) throws -> [Double] {
      try harness.table("faces n=40 subjects=8 | lbp grid=2 | pca {\(range)}").rows.compactMap { $0.cells[0].number }
    }
    #expect(try values("2..4") == [2, 3, 4])
    #expect(try values("2..7 by 2") == [2, 4, 6])
    #expect(try values("1, 3..4, 9") == [1, 3, 4, 9])
    #expect(harness.codes("faces 40 | lbp | pca {5..2}") == ["E0205"])
  }

  @Test func maybeIsSkipOrNot() throws {
    let harness = SessionHarness()
    let maybe = try harness.table("faces n=40 subjects=8 intensity=1 | lbp grid=2 | maybe scale | svm linear | cv 2")
    let choice = try harness.table("faces n=40 subjects=8 intensity=1 | lbp grid=2 | {skip, scale} | svm linear | cv 2")
    #expect(maybe.columns == choice.columns)
    #expect(maybe.rows.map(\.cells) == choice.rows.map(\.cells))
  }
}
