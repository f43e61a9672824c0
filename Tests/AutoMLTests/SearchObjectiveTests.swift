import Numerics
import Testing

@testable import AutoML
@testable import Learning

@Suite struct SearchObjectiveTests {
  private func pooled(_ folds: [(truth: [Int], codes: [Int])], classes: Int) -> PooledValidation {
    var pooled = PooledValidation(classes: classes)
    for fold in folds { pooled.add(truth: fold.truth, codes: fold.codes, probabilities: nil) }
    return pooled
  }

  @Test func losesAsScikitLearnScores() {
    // f1_score([0,0,0,0,1,1,2], [0,0,0,1,1,2,2]): 6/7, 1/2, 2/3 by class; recalls 3/4, 1/2, 1.
    let example = pooled([([0, 0, 0, 0, 1, 1, 2], [0, 0, 0, 1, 1, 2, 2])], classes: 3)
    let f1 = [6.0 / 7, 1.0 / 2, 2.0 / 3]
    #expect(abs(SearchObjective.accuracy.loss(of: example) - 2.0 / 7) < 1e-12)
    #expect(abs(SearchObjective.macroF1.loss(of: example) - (1 - f1.reduce(0, +) / 3)) < 1e-12)
    #expect(abs(SearchObjective.weightedF1.loss(of: example) - (1 - (4 * f1[0] + 2 * f1[1] + f1[2]) / 7)) < 1e-12)
    #expect(abs(SearchObjective.balancedAccuracy.loss(of: example) - (1 - 2.25 / 3)) < 1e-12)
  }

  @Test func classesThatAreNeitherPresentNorPredictedDoNotCount() {
    let three = pooled([([0, 1, 1], [0, 1, 0])], classes: 3)
    let two = pooled([([0, 1, 1], [0, 1, 0])], classes: 2)
    for objective in SearchObjective.allCases where !objective.needsProbabilities {
      #expect(objective.loss(of: three) == objective.loss(of: two))
    }
  }

  @Test func foldsArePooledBeforeTheyAreScored() {
    let folds = pooled([([0, 0], [0, 1]), ([1, 1], [1, 1])], classes: 2)
    let whole = pooled([([0, 0, 1, 1], [0, 1, 1, 1])], classes: 2)
    #expect(SearchObjective.macroF1.loss(of: folds) == SearchObjective.macroF1.loss(of: whole))
  }

  @Test func logLossIsTheMeanOverRowsAndFinite() {
    var pooled = PooledValidation(classes: 2)
    pooled.add(truth: [0, 1], codes: [0, 0], probabilities: Matrix(rows: 2, columns: 2, storage: [0.5, 0.5, 1, 0]))
    #expect(abs(SearchObjective.logLoss.loss(of: pooled) - (0.693147 + 34.538776) / 2) < 1e-5)
  }
}
