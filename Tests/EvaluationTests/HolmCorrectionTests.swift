import Testing

@testable import Evaluation

@Suite struct HolmCorrectionTests {
  @Test func aSingleTestKeepsItsLevel() {
    #expect(holmLevels([0.2]) == [0.95] && holmLevels([0.01]) == [0.95])
    #expect(holmLevels([]).isEmpty)
  }

  @Test func eachFindingHasTheLevelOfItsStep() {
    let levels = holmLevels([0.3, 0.001, 0.02, 0.9])
    for (level, alpha) in zip(levels, [0.05 / 3, 0.05 / 4, 0.05 / 3, 0.05 / 3]) {
      #expect(abs(1 - level - alpha) < 1e-12)
    }
  }

  /// A probability is below what its level leaves exactly where its corrected one is below 5%.
  @Test(arguments: [
    [0.001, 0.002, 0.003, 0.004], [0.012, 0.013, 0.014, 0.2], [0.049, 0.05, 0.9], [0.02, 0.02, 0.02],
    [0.04, .nan, 0.001], [1, 1, 1],
  ])
  func levelsAgreeWithVerdicts(probabilities: [Double]) {
    for (index, adjusted) in holmAdjusted(probabilities).enumerated() where !adjusted.isNaN {
      #expect((adjusted < 0.05) == (probabilities[index] < 1 - holmLevels(probabilities)[index]))
    }
  }
}
