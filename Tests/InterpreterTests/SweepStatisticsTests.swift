import Plans
import Testing

@testable import Interpreter

@Suite struct SweepStatisticsTests {
  let harness = SessionHarness()
  private let data = "faces n=120 subjects=24 intensity=0.8 | lbp grid=4"

  private func estimate(_ scalar: Scalar) throws -> Estimate {
    guard case .estimate(let estimate) = scalar else { throw NotOfKind(what: "an estimate") }
    return estimate
  }

  @Test func overFoldsACellIsTheirMean() throws {
    let table = try harness.table("\(data) | pca {3, 20} | svm linear | cv 4")
    let result = try harness.result("\(data) | pca 20 | svm linear | cv 4")
    let index = try #require(table.index(of: "macro_f1"))
    let cell = try estimate(table.rows[1].cells[index])
    let folds = try #require(result.scores.metric("macro_f1")).perFold
    #expect(folds.count == 4)
    #expect(abs(cell.value - folds.reduce(0, +) / 4) < 1e-12)
    #expect(cell.value == result.scores.metric("macro_f1")?.value)
    let deviation = (folds.reduce(0) { $0 + ($1 - cell.value) * ($1 - cell.value) } / 3).squareRoot()
    #expect(abs((cell.deviation ?? 9) - deviation) < 1e-12)
    #expect(try #require(cell.lower) <= cell.value && cell.value <= #require(cell.upper))
  }

  @Test func theBestIsMarkedInEveryColumn() throws {
    let table = try harness.table("\(data) | pca {1, 20} | {svm linear, logreg} | cv 5")
    for metric in ["accuracy", "macro_f1", "weighted_f1", "uar"] {
      let index = try #require(table.index(of: metric))
      let cells = try table.rows.map { try estimate($0.cells[index]) }
      let best = try #require(cells.map(\.value).max())
      for cell in cells {
        #expect((cell.standing == .best) == (cell.value == best))
        if cell.standing == .tied { #expect(try #require(cell.probability) >= 0.05) }
        if cell.standing == .behind { #expect(try #require(cell.probability) < 0.05) }
      }
    }
    #expect(
      table.notes.contains {
        $0.contains("jackknife over 24 subjects (Student's t), widened for the training rows that 5 folds share")
          && $0.contains("range over the 4 ")
      })
  }

  @Test func oneSplitIsTestedBySubject() throws {
    let table = try harness.table("\(data) | {svm linear, pca 1 | svm linear}")
    let cell = try estimate(table.rows[0].cells[try #require(table.index(of: "accuracy"))])
    #expect(cell.deviation == nil && cell.lower != nil)
    #expect(table.notes.contains { $0.contains("jackknife over 6 subjects (Student's t)") })
  }

  @Test func onlyWhatWasTestedOnTheSameRowsIsCompared() throws {
    let table = try harness.table("\(data) | pca {3, 20} | svm linear | {cv 3, cv 4}")
    let index = try #require(table.index(of: "macro_f1"))
    let standings = try table.rows.map { try estimate($0.cells[index]).standing }
    // Each evaluator has a best of its own.
    #expect(standings[0] == .best || standings[2] == .best)
    #expect(standings[1] == .best || standings[3] == .best)
  }

  @Test func otherDataAreNotCompared() throws {
    let table = try harness.table("faces n={48, 64} subjects=8 intensity=1 | lbp grid=4 | svm linear")
    #expect(table.notes.contains { $0.contains("`rank`") })
    let index = try #require(table.index(of: "macro_f1"))
    #expect(try table.rows.allSatisfy { try estimate($0.cells[index]).standing == nil })
  }

  @Test func pooledProtocolsArePooled() throws {
    let result = try harness.result("faces n=64 subjects=8 intensity=0.8 | lbp grid=4 | svm linear | loso")
    let metric = try #require(result.scores.metric("accuracy"))
    #expect(metric.deviation == nil && metric.value == metric.pooled && result.isPooled)
  }

  @Test func partsAreColumnsToSortAndSelect() throws {
    try harness.run("t = \(data) | pca {3, 8, 20} | svm linear | cv 4")
    let table = try harness.table("t | sort macro_f1_sd up | select [k, macro_f1_sd, macro_f1]")
    let deviations = table.rows.compactMap { $0.cells[1].number }
    #expect(deviations.count == 3 && deviations == deviations.sorted())
    #expect(harness.codes("t | sort macro_f1_sx").contains("E0110"))
    #expect(try harness.table("t | where (macro_f1_low > 2)").rows.isEmpty)
  }

  @Test func furtherMetricsCanBeNamedAndAreNotShown() throws {
    try harness.run("t = \(data) | pca {3, 8} | svm linear | cv 4")
    let table = try harness.table("t")
    #expect(!table.columns.contains("uf1") && table.further == ["uf1", "worst_recall", "gmean"])
    let chosen = try harness.table("t | sort gmean | select [k, uf1, worst_recall, gmean, gmean_low]")
    #expect(chosen.columns == ["k", "uf1", "worst_recall", "gmean", "gmean_low"])
    #expect(chosen.rows.allSatisfy { $0.cells.allSatisfy { $0.number != nil } })
    // UF1 is of the counts of all folds, as the challenges define it.
    let result = try harness.result("\(data) | pca 3 | svm linear | cv 4")
    let pooled = try #require(result.scores.metric("uf1"))
    #expect(pooled.value == pooled.pooled && pooled.deviation == nil && pooled.interval != nil)
  }

  @Test func oneTestSubjectGivesNoIntervalAndNoVerdict() throws {
    let one = "faces n=40 subjects=2 intensity=1 | lbp grid=4"
    let result = try harness.result("\(one) | svm linear | holdout 50%")
    #expect(result.scores.metrics.allSatisfy { $0.interval == nil })
    #expect(result.scores.basis.hasPrefix("no interval: all test rows are of one subject"))
    let table = try harness.table("\(one) | scale | svm linear | holdout 50% | ablate")
    #expect(
      table.rows.count == 2 && table.rows.dropFirst().allSatisfy { $0.cells.contains(.text("not judged: one subject")) }
    )
    // No sign, since a row without one beside one that has would look as if it were told apart.
    let sweep = try harness.table("\(one) | {knn 1, knn 3, lda} | holdout 50%")
    let estimates = sweep.rows.flatMap(\.cells).compactMap { cell in
      if case .estimate(let estimate) = cell { estimate } else { nil }
    }
    #expect(estimates.count == 12 && estimates.allSatisfy { $0.standing == nil })
    #expect(
      sweep.notes.contains { $0.hasSuffix("none: all test rows are of one subject, which tells nothing about others") })
  }

  /// One of them is right about all faces, so that its interval is exact, and others are not.
  @Test func whereIntervalsComeFromIsToldOnce() throws {
    let table = try harness.table(
      "faces n=96 subjects=16 frames=4 classes=[happy, sad] intensity=0.3 | lbp | {knn 1, lda} | cv 4 by=row")
    let told = table.notes.filter { $0.hasPrefix("95% intervals by the jackknife over 16 subjects") }
    #expect(told.count == 1 && told[0].contains(", exact where all are alike"))
  }

  @Test func fieldsTellTheInterval() throws {
    try harness.run("a = \(data) | svm linear | cv 4")
    #expect(harness.codes("a = \(data) | svm linear | cv 4\na.macro_f1_low").isEmpty)
    #expect(try harness.last("a.macro_f1_low").kind == .scalar)
  }

  @Test func provenanceAndChoicesAreKept() throws {
    let table = try harness.table("\(data) | pca {3, 8} | svm linear | cv 4 | sort macro_f1 | top 1")
    #expect(table.choices == ["k"])
    #expect(table.provenance.map(\.text).contains { $0.hasPrefix("plan: faces") && $0.contains("pca {3, 8}") })
    #expect(table.provenance.map(\.text).contains { $0.hasPrefix("data: synthetic faces") && $0.contains("seed 1") })
  }

  @Test func threadsChangeNothing() throws {
    let line = "\(data) | pca {3, 8} | {svm linear, logreg}"
    let tables = try [1, 2].map { try SessionHarness(threads: $0).table(line) }
    #expect(tables[0].rows.map(\.cells) == tables[1].rows.map(\.cells))
  }
}
