import Foundation
import Plans
import Testing

@testable import Interpreter

/// A plan under several seeds.
@Suite struct SeedSweepTests {
  private static let faces = "faces n=96 subjects=16 intensity=1 | lbp grid=2"

  /// `seeds 7` is `set seed 7` for one plan, down to the cache.
  @Test func aSeedInAPlanIsTheSeedOfTheSession() throws {
    let harness = SessionHarness()
    let own = try harness.result("\(Self.faces) | pca 5 | smote | forest trees=5 | cv 2 | seeds 7")
    let runs = try harness.run("set seed 7\n\(Self.faces) | pca 5 | smote | forest trees=5 | cv 2")
    let set = try #require(runs.last?.payload.as(EvaluationResult.self))
    #expect(own.outcomes.map(\.predictions.codes) == set.outcomes.map(\.predictions.codes))
    #expect(own.provenance.seed == 7 && own.provenance.dataFingerprint == set.provenance.dataFingerprint)
    #expect(runs.last?.trace.allSatisfy { $0.source == .cached } == true)
    let other = try harness.result("\(Self.faces) | pca 5 | smote | forest trees=5 | cv 2 | seeds 8")
    #expect(other.outcomes.map(\.predictions.codes) != own.outcomes.map(\.predictions.codes))
  }

  /// An evaluator takes the place of the one before, and leaves the seed; a seed takes the place of a seed.
  @Test func whatStandsBehindASeed() throws {
    let harness = SessionHarness()
    let a = try harness.result("\(Self.faces) | logreg | seeds 3 | cv 2")
    let b = try harness.result("\(Self.faces) | logreg | holdout 25% | seeds 2 | seeds 3 | cv 2")
    #expect(a.provenance.seed == 3 && a.testName == b.testName && a.outcomes.count == 2)
  }

  @Test func aRowIsAPlanAndItsNumbersAreMeans() throws {
    let harness = SessionHarness()
    let table = try harness.table("\(Self.faces) | pca {2, 5} | logreg | cv 2 | seeds {1..3}")
    #expect(table.columns.prefix(2) == ["k", "seeds"] && table.choices == ["k"] && table.rows.count == 2)
    #expect(table.deviatesOver == "seeds" && table.combinationsTried == 2)
    let reading = try #require(table.reading("macro_f1"))
    for (row, k) in zip(table.rows, [2, 5]) {
      let scores = try (1...3).map { seed in
        try #require(
          harness.result("\(Self.faces) | pca \(k) | logreg | cv 2 | seeds \(seed)").scores.metric("macro_f1")
        ).value
      }
      let mean = scores.reduce(0, +) / 3
      let squares = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      guard case .estimate(let estimate) = reading(row) else { throw NotOfKind(what: "an estimate") }
      #expect(abs(estimate.value - mean) < 1e-12)
      #expect(abs(try #require(estimate.deviation) - (squares / 2).squareRoot()) < 1e-12)
      #expect(estimate.standing != nil && row.plan?.seed == nil)
    }
    #expect(table.notes.contains { $0.contains("mean over the seeds 1, 2, 3: none was chosen") })
    #expect(table.notes.contains { $0.contains("paired t test over 3 seeds") })
    #expect(table.provenance.contains { $0.text.contains("seeds 1, 2, 3") })
  }

  /// Other splits of the same people are not other people.
  @Test func whereSeedsShareTheirRowsNothingIsJudged() throws {
    let path = NSTemporaryDirectory() + "mien-seeds-\(UUID().uuidString).npz"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let harness = SessionHarness()
    try harness.run("\(Self.faces) | save \"\(path)\"")
    let table = try harness.table("load \"\(path)\" | pca {2, 5} | logreg | cv 2 | seeds {1, 2, 3}")
    let estimates = table.rows.flatMap(\.cells).compactMap { cell -> Estimate? in
      if case .estimate(let estimate) = cell { estimate } else { nil }
    }
    #expect(!estimates.isEmpty && estimates.allSatisfy { $0.standing == nil && $0.lower == nil })
    #expect(table.notes.contains { $0.contains("all seeds share their rows, so nothing is judged") })
    #expect(table.notes.count { $0.contains("less that of the best, seed by seed") } == 1)
  }

  /// Choices that move together with the seed are no repetitions.
  @Test func whatChangesWithTheSeedStaysASweep() throws {
    let table = try SessionHarness().table("\(Self.faces) | pca {s: 2, 3} | logreg | seeds {s: 2, 3}")
    #expect(table.rows.count == 2 && table.columns.first == "s" && !table.columns.contains("seeds"))
    #expect(table.provenance.contains { $0.text.contains("seeds 2, 3") })
  }

  @Test func aSeedThatFailsIsTold() throws {
    // With `pca 80` the smaller training set of `holdout 50%` has too few rows: for every seed.
    let table = try SessionHarness().table("\(Self.faces) | pca {2, 80} | logreg | holdout 50% | seeds {1, 2}")
    #expect(table.rows.count == 2 && table.columns.last == failureColumn && table.combinationsFailed == 2)
    #expect(table.rows[1].cells[1] == .number(0) && table.rows[1].cells.last != .missing)
    #expect(table.rows[0].cells[1] == .number(2))
  }

  @Test func theCheckerKnowsTheColumns() {
    let line = "\(Self.faces) | pca {2, 3} | logreg | seeds {1, 2}"
    let harness = SessionHarness()
    #expect(harness.codes("\(line) | where (seeds == 2) | sort macro_f1").isEmpty)
    #expect(harness.codes("\(line) | where (seed == 2)") == ["E0110"])
    #expect(Set(harness.codes("\(Self.faces) | seeds {1, 2}")) == ["E0204"])
  }

  /// What makes plans of plans works seed by seed.
  @Test func otherStagesThatMakePlans() throws {
    let harness = SessionHarness()
    let ablated = try harness.table("\(Self.faces) | scale | pca 5 | logreg | cv 2 | seeds {1, 2, 3} | ablate")
    #expect(ablated.choices == ["without"] && ablated.rows.count == 3)
    #expect(ablated.columns.contains("verdict"))
    let tuned = try harness.table("\(Self.faces) | pca {2, 5} | logreg | cv 2 | seeds {1, 2} | tune inner=2")
    #expect(tuned.rows.count == 1 && tuned.columns.first == "seeds")
    let read = try harness.last("\(Self.faces) | pca 5 | logreg | seeds {1, 2} | confusion")
    #expect(read.payload.blocks.count { if case .heading = $0 { true } else { false } } >= 2)
    #expect(try harness.result("\(Self.faces) | pca {2, 5} | logreg | seeds {1, 2} | best").provenance.seed == 1)
  }
}
