import Numerics
import Testing

@testable import Evaluation

@Suite struct ComparisonTests {
  @Test(arguments: [
    (3, 12, 0.03515625, 0.02127075195312501), (7, 7, 1.0, 0.8952636718750001), (0, 4, 0.125, 0.0625),
    (25, 41, 0.06401750413722565, 0.049800114294728706), (140, 190, 0.006899240385960827, 0.005908455633866679),
    (0, 0, 1, 1),
  ])
  func mcNemarAgreesWithStatsmodels(first: Int, second: Int, exact: Double, mid: Double) {
    let test = McNemarTest(onlyFirstRight: first, onlySecondRight: second)
    #expect(abs(test.exactProbability - exact) < 1e-12)
    #expect(abs(test.midProbability - mid) < 1e-12)
  }

  @Test func mcNemarCountsTheRowsThatTell() throws {
    let truth = Labels(names: ["a", "b"], codes: [0, 0, 0, 1, 1])
    let test = try McNemarTest(truth: truth, first: [0, 0, 1, 1, 0], second: [0, 1, 0, 0, 0])
    #expect(test.onlyFirstRight == 2 && test.onlySecondRight == 1 && test.disagreements == 3)
  }

  private let first = [0.50, 0.52, 0.48, 0.55, 0.51, 0.49, 0.53, 0.50, 0.47, 0.54]
  private let second = [0.53, 0.55, 0.49, 0.56, 0.55, 0.50, 0.55, 0.54, 0.49, 0.55]

  @Test func resampledTTestAgreesWithItsFormula() throws {
    let test = try CorrectedResampledTTest(
      first: first, second: second, trainRows: [Int](repeating: 400, count: 10),
      testRows: [Int](repeating: 100, count: 10))
    #expect(abs(test.difference - 0.022) < 1e-12 && test.degreesOfFreedom == 9)
    #expect(abs(test.t - 3.0251050401930972) < 1e-9)
    #expect(abs(test.probability - 0.014360073738437508) < 1e-9)
    #expect(abs(test.lower - 0.00554851916864885) < 1e-9 && abs(test.upper - 0.03845148083135119) < 1e-9)
  }

  @Test func sharedTrainingRowsWidenTheInterval() throws {
    func width(_ testRows: Int) throws -> Double {
      let test = try CorrectedResampledTTest(
        first: first, second: second, trainRows: [Int](repeating: 400, count: 10),
        testRows: [Int](repeating: testRows, count: 10))
      return test.upper - test.lower
    }
    #expect(try width(40) < width(100))
  }

  @Test func foldsThatAgreeAreCertain() throws {
    let same = try CorrectedResampledTTest(
      first: [0.5, 0.6], second: [0.5, 0.6], trainRows: [9, 9], testRows: [1, 1])
    #expect(same.t == 0 && same.probability == 1 && same.lower == 0 && same.upper == 0)
    let apart = try CorrectedResampledTTest(first: [0.5, 0.5], second: [1, 1], trainRows: [9, 9], testRows: [1, 1])
    #expect(apart.t == .infinity && apart.probability == 0 && apart.lower == 0.5)
  }

  @Test func wrongFoldsAreRefused() {
    #expect(throws: EvaluationError.self) {
      try CorrectedResampledTTest(first: [1], second: [1], trainRows: [1], testRows: [1])
    }
    #expect(throws: EvaluationError.differentLengths(of: "scores", found: 1, rows: 2)) {
      try CorrectedResampledTTest(first: [1, 2], second: [1], trainRows: [1, 1], testRows: [1, 1])
    }
    #expect(throws: EvaluationError.notFinite(what: "score", position: 1)) {
      try CorrectedResampledTTest(first: [1, 2], second: [1, .nan], trainRows: [1, 1], testRows: [1, 1])
    }
  }

  @Test(arguments: [
    (-8, 6.22096057427174e-16), (-3, 0.0013498980316300933), (-1.3, 0.09680048458561036), (0, 0.5),
    (0.4, 0.6554217416103242), (2.5, 0.9937903346742238),
  ])
  func normalDistributionAgreesWithScipy(x: Double, probability: Double) {
    #expect(abs(normalDistribution(x) / probability - 1) < 1e-12)
  }

  @Test(arguments: [
    (1e-300, -37.0470962993612), (1e-12, -7.034483825301131), (0.02, -2.053748910631823), (0.3, -0.5244005127080409),
    (0.5, 0), (0.9, 1.2815515655446004), (0.999, 3.090232306167813),
  ])
  func normalQuantileAgreesWithScipy(probability: Double, x: Double) {
    #expect(abs(normalQuantile(probability) - x) < 1e-12 * max(1, abs(x)))
  }

  @Test(arguments: [
    (0, 3, 1), (0.5, 1, 0.7048327646991335), (2, 9, 0.07655282377070101), (5, 4, 0.007490433881274525),
    (2.2, 200, 0.028952309207328747), (30, 30, 6.25179163060889e-24),
  ])
  func studentAgreesWithScipy(t: Double, freedom: Double, probability: Double) {
    #expect(abs(studentTwoSided(t, freedom: freedom) / probability - 1) < 1e-10)
  }

  @Test(arguments: [
    (0.05, 9, 2.2621571627982053), (0.05, 1, 12.706204736174705), (0.01, 30, 2.749995653567226),
    (0.5, 4, 0.7406970841126829),
  ])
  func studentQuantileAgreesWithScipy(tail: Double, freedom: Double, t: Double) {
    #expect(abs(studentQuantile(twoSided: tail, freedom: freedom) - t) < 1e-10)
  }
}
