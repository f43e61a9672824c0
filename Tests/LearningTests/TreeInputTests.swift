import Foundation
import Numerics
import Synchronization
import Testing

@testable import Learning

/// What trees refuse, how they stop, and what survives a file.
@Suite struct TreeInputTests {
  private let labels = Labels(names: ["a", "b"], codes: [0, 0, 1, 1])
  private let rows = Matrix(rows: 4, columns: 2, storage: [1, 2, 3, 4, 5, 6, 7, 8])

  private func learners() throws -> [any Classifier] {
    [try GradientBoosting(trees: 2), try RandomForest(trees: 2), try DecisionTree()]
  }

  private func expect(
    _ error: LearningError, _ learner: some Classifier, _ features: Matrix, _ labels: Labels, weights: [Float]? = nil
  ) {
    #expect(throws: error) {
      try learner.fit(features, labels, weights: weights, seed: 0, context: .plain)
    }
  }

  @Test func badRowsAreRefused() throws {
    for learner in try learners() {
      expect(.noRows, learner, Matrix(rows: 0, columns: 2), Labels(names: ["a", "b"], codes: []))
      expect(.noColumns, learner, Matrix(rows: 4, columns: 0), labels)
      expect(.oneClass(name: "b"), learner, rows, Labels(names: ["a", "b"], codes: [1, 1, 1, 1]))
      expect(
        .mismatchedCounts(what: "labels", expected: 4, found: 3), learner, rows,
        Labels(names: ["a", "b"], codes: [0, 1, 1]))
      expect(.mismatchedCounts(what: "weights", expected: 4, found: 1), learner, rows, labels, weights: [1])
      expect(.negativeWeight(row: 2), learner, rows, labels, weights: [1, 1, -1, 1])
      var endless = rows
      endless[1, 1] = -.infinity
      expect(.nonFinite(row: 1, column: 1), learner, endless, labels)
    }
  }

  @Test func onlyBoostingTakesMissingNumbers() throws {
    var holed = rows
    holed[3, 0] = .nan
    expect(.nonFinite(row: 3, column: 0), try RandomForest(trees: 2), holed, labels)
    let fitted = try GradientBoosting(trees: 2).fit(holed, labels)
    #expect(try fitted.predict(holed).count == 4)
    holed[3, 1] = .infinity
    #expect(throws: LearningError.nonFinite(row: 3, column: 1)) { try fitted.predict(holed) }
  }

  @Test func rowsOfAnotherWidthAreRefused() throws {
    for learner in try learners() {
      let fitted: any FittedClassifier = try learner.fit(rows, labels, weights: nil, seed: 0, context: .plain)
      #expect(throws: LearningError.wrongWidth(expected: 2, found: 3)) {
        try fitted.predict(Matrix(rows: 1, columns: 3), context: .plain)
      }
      #expect(try fitted.predict(Matrix(rows: 0, columns: 2), context: .plain).isEmpty)
    }
  }

  @Test func optionsAreChecked() {
    func refuses(_ make: () throws -> some Classifier) {
      #expect(throws: LearningError.self) { _ = try make() }
    }
    refuses { try GradientBoosting(trees: 0) }
    refuses { try GradientBoosting(rate: 0) }
    refuses { try GradientBoosting(rate: .nan) }
    refuses { try GradientBoosting(depth: 17) }
    refuses { try GradientBoosting(lambda: -1) }
    refuses { try GradientBoosting(alpha: .infinity) }
    refuses { try GradientBoosting(rowShare: 0) }
    refuses { try GradientBoosting(columnShare: 1.1) }
    refuses { try GradientBoosting(loss: .focal(gamma: -1)) }
    refuses { try RandomForest(trees: 0) }
    refuses { try RandomForest(minLeaf: 0) }
    refuses { try RandomForest(candidates: .share(0)) }
    refuses { try RandomForest(extra: true, scoresOutOfBag: true) }
    refuses { try DecisionTree(maxDepth: 0) }
    #expect(throws: LearningError.self) { try GradientBoosting.EarlyStopping(rounds: 0) }
  }

  @Test func filesKeepEveryBit() throws {
    let (features, labels) = try Fixture.data("digits")
    let forest = try RandomForest(trees: 5, minLeaf: 3).fit(features, labels)
    #expect(try JSONDecoder().decode(FittedForest.self, from: JSONEncoder().encode(forest)) == forest)
    let boosted = try GradientBoosting(trees: 3).fit(features, labels)
    #expect(try JSONDecoder().decode(FittedGradientBoosting.self, from: JSONEncoder().encode(boosted)) == boosted)
  }

  @Test func damagedFilesAreToldSo() throws {
    let (features, labels) = try Fixture.data("wine")
    let text = try JSONEncoder().encode(RandomForest(trees: 2).fit(features, labels))
    var parts = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
    parts["width"] = 2
    let narrower = try JSONDecoder().decode(FittedForest.self, from: JSONSerialization.data(withJSONObject: parts))
    #expect(throws: LearningError.damagedModel) { try narrower.predict(Matrix(rows: 1, columns: 2)) }
    let boosted = try JSONEncoder().encode(GradientBoosting(trees: 2).fit(features, labels))
    parts = try #require(try JSONSerialization.jsonObject(with: boosted) as? [String: Any])
    parts["start"] = [0.5]
    let fewer = try JSONDecoder().decode(
      FittedGradientBoosting.self, from: JSONSerialization.data(withJSONObject: parts))
    #expect(throws: LearningError.damagedModel) { try fewer.predict(features) }
  }

  @Test func interruptionEndsTheWork() throws {
    let (features, labels) = try Fixture.data("digits")
    let learners: [any Classifier] = [try GradientBoosting(trees: 1000), try RandomForest(trees: 100_000)]
    for learner in learners {
      let asked = Mutex(0)
      let context = ExecutionContext(
        threads: 2,
        isInterrupted: {
          asked.withLock {
            $0 += 1; return $0 > 40
          }
        })
      #expect(throws: Interrupted.self) {
        try learner.fit(features, labels, weights: nil, seed: 0, context: context)
      }
    }
  }
}
