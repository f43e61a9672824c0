import Plans
import Samples
import Testing

@testable import Stages

@Suite struct LearningCurveTests {
  private static let base =
    "base = faces n=120 subjects=12 intensity=1 classes=[happy, sad, fear] | lbp | pca 5 | logreg"

  @Test(arguments: ["", " | cv 3", " | holdout 30%", " | loso"])
  func everyProtocolKeepsItsTestRows(_ evaluator: String) throws {
    let session = StageSession()
    let whole = try session.result(Self.base + evaluator + "\nbase")
    let half = try session.result("base | learn_from 50%")
    let tenth = try session.result("base | learn_from 10%")
    #expect(half.testName == whole.testName && tenth.testName == whole.testName)
    for (all, (some, few)) in zip(whole.outcomes, zip(half.outcomes, tenth.outcomes)) {
      let (every, half, tenth) = (Set(all.split.train), Set(some.split.train), Set(few.split.train))
      // A smaller share is part of a larger one, and each has its share of rows to half a row a class.
      #expect(tenth.isSubset(of: half) && half.isSubset(of: every))
      #expect(abs(half.count * 2 - every.count) <= 3 && tenth.count < half.count && !tenth.isEmpty)
    }
  }

  @Test func everythingIsAllOfIt() throws {
    let session = StageSession()
    let whole = try session.result(Self.base + "\nbase")
    #expect(
      try session.result("base | learn_from 100%").outcomes.map(\.split.train) == whole.outcomes.map(\.split.train))
  }

  @Test func wholeSubjectsAreLeftOut() throws {
    let session = StageSession()
    let result = try session.result(Self.base + " | cv 3\nbase | learn_from 50% by=subject")
    let rows = try session.result("base").outcomes
    let names = try session.last("faces n=120 subjects=12 intensity=1 classes=[happy, sad, fear]").payload.as(
      PreparedRows.self)?.rows.metadata.subjects
    let subjects = try #require(names)
    for (whole, half) in zip(rows, result.outcomes) {
      let kept = Set(half.split.train.map { subjects[$0] })
      #expect(half.split.train == whole.split.train.filter { kept.contains(subjects[$0]) })
      #expect(kept.count == 4)
    }
  }

  @Test func aCurveHasAPointForEachShareAndALine() throws {
    let session = StageSession()
    let table = try #require(
      session.last(Self.base + "\nbase | learning_curve shares=[100%, 20%, 50%, 50%]").payload.as(Table.self))
    #expect(table.choices == ["share"])
    #expect(table.rows.map { $0.cells[0].number } == [0.2, 0.5, 1])
    let chart = try #require(session.last("base | learning_curve shares=[20%, 100%] | plot").payload.as(Figure.self))
      .chart
    #expect(chart.panels[0].layers.map(\.mark) == [.band, .line, .points])
  }

  @Test func whatMakesNoSenseIsTold() throws {
    let session = StageSession()
    _ = try session.last(Self.base + "\nbase")
    for (line, code) in [
      ("base | cv 3 | repeat 2 | learn_from 50%", "E0346"), ("base | learning_curve shares=[150%]", "E03"),
      ("base | learning_curve | learning_curve", "E0348"),
    ] {
      #expect(throws: (any Error).self, "\(code)") { try session.last(line) }
    }
  }
}
