import Testing

@testable import Evaluation

@Suite struct RankComparisonTests {
  private let methods = ["logreg", "forest", "svm", "boosting"]
  private let scores = [
    [0.52, 0.45, 0.53, 0.50], [0.55, 0.40, 0.51, 0.49], [0.60, 0.51, 0.58, 0.58], [0.48, 0.46, 0.50, 0.47],
    [0.51, 0.42, 0.55, 0.53], [0.57, 0.50, 0.56, 0.55], [0.49, 0.44, 0.49, 0.48], [0.62, 0.55, 0.60, 0.61],
  ]

  @Test func agreesWithScipy() throws {
    let comparison = try RankComparison(methods: methods, scores: scores)
    #expect(comparison.meanRanks == [1.5625, 4, 1.75, 2.6875])
    #expect(abs(comparison.chiSquared - 18.346153846153836) < 1e-9)
    #expect(abs(comparison.probability - 0.00037314738463928586) < 1e-12)
    let pairs = [
      1, 0.000916012256116927, 0.9914703498334936, 0.30144940874266324, 0.000916012256116927, 1,
      0.0027631723368045646, 0.17572573419661797, 0.9914703498334936, 0.0027631723368045646, 1, 0.4666087910800264,
      0.30144940874266324, 0.17572573419661797, 0.4666087910800264, 1,
    ]
    for (found, expected) in zip(comparison.pairProbabilities, pairs) { #expect(abs(found - expected) < 1e-9) }
    #expect(abs(try comparison.criticalDifference() - 1.6583028784917075) < 1e-9)
  }

  @Test func theDirectionTurnsTheRanks() throws {
    let up = try RankComparison(methods: methods, scores: scores)
    let down = try RankComparison(methods: methods, scores: scores, isHigherBetter: false)
    for (a, b) in zip(up.meanRanks, down.meanRanks) { #expect(abs(a + b - 5) < 1e-12) }
    #expect(abs(up.chiSquared - down.chiSquared) < 1e-9)
  }

  @Test func allTiesDiffersInNothing() throws {
    let comparison = try RankComparison(methods: ["a", "b"], scores: [[1, 1], [2, 2]])
    #expect(comparison.chiSquared == 0 && comparison.probability == 1)
    #expect(comparison.pairProbabilities == [1, 1, 1, 1] && comparison.meanRanks == [1.5, 1.5])
  }

  @Test func tiedRanksShareTheirMean() {
    #expect(meanTiedRanks([3, 1, 3, 3, 0]).ranks == [4, 2, 4, 4, 1])
    #expect(meanTiedRanks([3, 1, 3, 3, 0]).tieCubes == 24)
    #expect(meanTiedRanks([]).ranks.isEmpty)
  }

  @Test func holmAgreesWithStatsmodels() {
    let adjusted = holmAdjusted([0.01, 0.04, 0.03, 0.005, 0.2, 0.04])
    for (found, expected) in zip(adjusted, [0.05, 0.12, 0.12, 0.03, 0.2, 0.12]) {
      #expect(abs(found - expected) < 1e-12)
    }
    #expect(holmAdjusted([]).isEmpty)
    #expect(holmAdjusted([0.6, 0.7]) == [1, 1])
  }

  @Test(arguments: [
    (0, 3, 1), (1, 1, 0.31731050786291115), (7.8, 3, 0.050331097859853326), (20, 7, 0.005569683072945574),
    (150, 100, 0.0009039320423540184),
  ])
  func chiSquaredAgreesWithScipy(x: Double, freedom: Double, probability: Double) {
    #expect(abs(chiSquaredTail(x, freedom: freedom) / probability - 1) < 1e-10)
  }

  @Test(arguments: [
    (1, 2, 0.4795001221869535), (3.31, 3, 0.050403372147102776), (3.63, 4, 0.0502972851404615),
    (5, 10, 0.014857437887783598), (0.5, 20, 0.9999999999998205),
  ])
  func studentizedRangeAgreesWithScipy(q: Double, groups: Int, probability: Double) {
    #expect(abs(StudentizedRange(groups: groups).tail(q) - probability) < 1e-11)
  }

  @Test func wrongShapesAreRefused() {
    #expect(throws: EvaluationError.self) { try RankComparison(methods: ["a"], scores: [[1], [2]]) }
    #expect(throws: EvaluationError.self) { try RankComparison(methods: ["a", "b"], scores: [[1, 2]]) }
    #expect(throws: EvaluationError.self) { try RankComparison(methods: ["a", "b"], scores: [[1, 2], [1]]) }
    #expect(throws: EvaluationError.notFinite(what: "block", position: 1)) {
      try RankComparison(methods: ["a", "b"], scores: [[1, 2], [1, .nan]])
    }
  }
}
