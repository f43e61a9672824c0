import Numerics
import Testing

@testable import Learning

/// Scores beside those of XGBoost and scikit-learn; see `Fixtures/make_tree_fixtures.py`.
@Suite struct TreePeerTests {
  private struct Scores: Decodable {
    var accuracy, loss: Double
  }

  private struct Reference: Decodable {
    var data: String
    var xgboost, stumps, forest, extra, tree, shallow: Scores
    var margins: [[Double]]
  }

  private struct Parts {
    let train, test: Matrix
    let trainLabels, testLabels: Labels

    init(_ name: String) throws {
      let (features, labels) = try Fixture.data(name)
      let rows = everyFifthOut(features.rows)
      (train, test) = (features.gathering(rows.train), features.gathering(rows.test))
      (trainLabels, testLabels) = (labels.gathering(rows.train), labels.gathering(rows.test))
    }

    /// Averaged over seeds, as the peers' are.
    func scores(_ classifier: some Classifier, seeds: Int) throws -> (accuracy: Double, loss: Double) {
      var (right, loss) = (0, 0.0)
      for seed in 0..<seeds {
        let fitted = try classifier.fit(
          train, trainLabels, weights: nil, seed: UInt64(seed), context: twoThreads)
        let predicted = try fitted.predict(test, context: twoThreads)
        let shares = try #require(try fitted.probabilities(test, context: twoThreads))
        for (row, code) in testLabels.codes.enumerated() {
          right += predicted[row] == code ? 1 : 0
          loss -= logarithm(max(Double(shares[row, code]), 2.2e-16))
        }
      }
      let count = Double(seeds * testLabels.count)
      return (Double(right) / count, loss / count)
    }
  }

  private func references() throws -> [Reference] { try Fixture.decoded([Reference].self, "trees") }

  /// One stump with rate 1: the same starting margins, derivatives, split and leaf values.
  @Test(arguments: 0..<3) func firstTreeEqualsXGBoost(_ index: Int) throws {
    let reference = try references()[index]
    let parts = try Parts(reference.data)
    let fitted = try GradientBoosting(trees: 1, rate: 1, depth: 1).fit(parts.train, parts.trainLabels)
    let margins = try fitted.margins(parts.train.gathering(Array(0..<5))).storage.map(Double.init)
    // Its bins are cut at other places where a column has more than 255 numbers, as cancer's have.
    #expect(difference(margins, reference.margins.flatMap(\.self)) < (reference.data == "cancer" ? 0.05 : 1e-4))
  }

  @Test(arguments: 0..<3) func boostingScoresAsXGBoost(_ index: Int) throws {
    let reference = try references()[index]
    let parts = try Parts(reference.data)
    let row = 1 / Double(parts.test.rows)
    let full = try parts.scores(GradientBoosting(), seeds: 1)
    #expect(full.accuracy >= reference.xgboost.accuracy - max(0.006, 1.5 * row))
    #expect(full.loss <= reference.xgboost.loss + 0.03)
    let stumps = try parts.scores(GradientBoosting(trees: 10, rate: 0.5, depth: 1), seeds: 1)
    #expect(abs(stumps.loss - reference.stumps.loss) < 0.02)
  }

  @Test(arguments: 0..<3) func forestsScoreAsScikitLearn(_ index: Int) throws {
    let reference = try references()[index]
    let parts = try Parts(reference.data)
    let forest = try parts.scores(RandomForest(), seeds: 10)
    #expect(abs(forest.accuracy - reference.forest.accuracy) < 0.01)
    let extra = try parts.scores(RandomForest(extra: true), seeds: 10)
    #expect(abs(extra.accuracy - reference.extra.accuracy) < 0.01)
    #expect(abs(extra.loss - reference.extra.loss) < 0.05)
  }

  @Test(arguments: 0..<3) func treesScoreAsScikitLearn(_ index: Int) throws {
    let reference = try references()[index]
    let parts = try Parts(reference.data)
    let tree = try parts.scores(DecisionTree(), seeds: 1)
    let row = 1 / Double(parts.test.rows)
    #expect(tree.accuracy >= reference.tree.accuracy - max(0.03, 1.5 * row))
    let shallow = try parts.scores(DecisionTree(criterion: .entropy, maxDepth: 3), seeds: 1)
    #expect(shallow.accuracy >= reference.shallow.accuracy - max(0.03, 1.5 * row))
  }
}
