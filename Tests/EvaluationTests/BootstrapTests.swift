import Numerics
import Testing

@testable import Evaluation

@Suite struct BootstrapTests {
  private let truth = ReferencePredictions.truth
  private let predicted = ReferencePredictions.predicted

  @Test func threadsDoNotMatterAndTheSeedDoes() throws {
    let bootstrap = try Bootstrap(resamples: 200)
    func run(_ threads: Int, _ seed: UInt64) throws -> [BootstrapInterval] {
      try bootstrap.intervals(
        of: Metric.all, truth: truth, predicted: predicted, seed: seed, context: ExecutionContext(threads: threads))
    }
    #expect(try run(1, 5) == run(2, 5))
    #expect(try run(1, 5) != run(1, 6))
  }

  @Test func aMetricDoesNotDependOnItsNeighbours() throws {
    let bootstrap = try Bootstrap(resamples: 100)
    let all = try bootstrap.intervals(
      of: Metric.all, truth: truth, predicted: predicted, seed: 1, context: .plain)
    let alone = try bootstrap.intervals(of: [.kappa], truth: truth, predicted: predicted, seed: 1, context: .plain)
    #expect(alone.first == all[Metric.all.firstIndex { $0.name == "kappa" } ?? 0])
  }

  @Test func countsAndRowsGiveTheSameInterval() throws {
    let bootstrap = try Bootstrap(resamples: 100)
    let confusion = try ConfusionMatrix(truth: truth, predicted: predicted)
    #expect(
      try bootstrap.intervals(of: [.macroF1], confusion: confusion, seed: 1, context: .plain)
        == bootstrap.intervals(of: [.macroF1], truth: truth, predicted: predicted, seed: 1, context: .plain))
  }

  /// scipy.stats.bootstrap with 40,000 resamples of its own; see README.md. Agreement is to the noise of resampling,
  /// and for accuracy to its step of 1/60.
  @Test(arguments: [
    (Bootstrap.Method.percentile, "accuracy", 0.55, 0.783333), (.bca, "accuracy", 0.547716, 0.783333),
    (.percentile, "macro_f1", 0.384732, 0.637611), (.bca, "macro_f1", 0.406853, 0.659087),
  ])
  func agreesWithScipy(method: Bootstrap.Method, metric: String, lower: Double, upper: Double) throws {
    let interval = try #require(
      try Bootstrap(resamples: 20_000, method: method).intervals(
        of: [Metric.named(metric)], truth: truth, predicted: predicted, seed: 3, context: ExecutionContext(threads: 2)
      ).first)
    let noise = metric == "accuracy" ? 0.0175 : 0.006
    #expect(abs(interval.lower - lower) < noise && abs(interval.upper - upper) < noise)
  }

  @Test func theErrorOfAccuracyIsThatOfABinomial() throws {
    let confusion = try ConfusionMatrix(names: ["a", "b"], counts: [3000, 1000, 500, 1500])
    let interval = try Bootstrap(resamples: 4000)
      .intervals(of: [.accuracy], confusion: confusion, seed: 2, context: .plain)[0]
    let expected = (0.75 * 0.25 / 6000).squareRoot()
    #expect(abs(interval.standardError / expected - 1) < 0.05)
    #expect(abs(interval.estimate - 0.75) < 1e-12 && interval.unitCount == 6000)
    #expect(abs(interval.upper - interval.lower - 2 * 1.96 * expected) < 0.1 * expected * 2)
  }

  @Test func fourLooksAtOneFaceAreOneObservation() throws {
    let rows = (0..<60).flatMap { [Int](repeating: $0, count: 4) }
    let subjects = Grouping(rows.map { "S\($0)" })
    let bootstrap = try Bootstrap(resamples: 3000)
    func error(_ truth: Labels, _ predicted: [Int], _ subjects: Grouping?) throws -> Double {
      try bootstrap.intervals(
        of: [.accuracy], truth: truth, predicted: predicted, subjects: subjects, seed: 8, context: .plain)[0]
        .standardError
    }
    let once = try error(truth, predicted, nil)
    let repeated = truth.gathering(rows)
    let clustered = try error(repeated, rows.map { predicted[$0] }, subjects)
    let naive = try error(repeated, rows.map { predicted[$0] }, nil)
    #expect(abs(clustered / once - 1) < 0.06)
    #expect(abs(naive / once - 0.5) < 0.04)
  }

  @Test func twinsDoNotDiffer() throws {
    let differences = try Bootstrap().differences(
      of: Metric.all, truth: truth, first: predicted, second: predicted, seed: 1, context: .plain)
    for difference in differences {
      #expect(difference.estimate == 0 && difference.lower == 0 && difference.upper == 0)
      #expect(difference.signProbability == 1)
    }
  }

  @Test func swappingTheTwoTurnsTheSign() throws {
    let other = predicted.enumerated().map { $0.offset % 2 == 0 ? truth.codes[$0.offset] : $0.element }
    let bootstrap = try Bootstrap(resamples: 4000)
    let forward = try bootstrap.differences(
      of: [.accuracy], truth: truth, first: predicted, second: other, seed: 1, context: .plain)[0]
    let back = try bootstrap.differences(
      of: [.accuracy], truth: truth, first: other, second: predicted, seed: 1, context: .plain)[0]
    #expect(abs(forward.estimate + back.estimate) < 1e-12)
    #expect(abs(forward.lower + back.upper) < 0.02 && abs(forward.upper + back.lower) < 0.02)
    #expect(forward.lower > 0 && forward.signProbability < 0.01)
  }

  @Test(arguments: [(5, 0.3), (2000, 0.002), (100, 0.4), (1000, 0.02), (50_000, 0.9), (30, 0.97)])
  func binomialDrawsHaveTheirMoments(trials: Int, probability: Double) {
    var generator = SeededGenerator(seed: 11)
    let draws = (0..<40_000).map { _ in Double(generator.binomial(trials: trials, probability: probability)) }
    let mean = draws.reduce(0, +) / 40_000
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 39_999
    let expected = Double(trials) * probability
    let spread = expected * (1 - probability)
    #expect(abs(mean - expected) < 4 * (spread / 40_000).squareRoot())
    #expect(abs(variance / spread - 1) < 0.05)
    #expect(draws.allSatisfy { (0...Double(trials)).contains($0) })
  }

  @Test func certainScoresHaveIntervalsOfNoWidth() throws {
    let perfect = try ConfusionMatrix(names: ["a", "b"], counts: [3, 0, 0, 1])
    for method in Bootstrap.Method.allCases {
      let interval = try Bootstrap(method: method)
        .intervals(of: [.accuracy], confusion: perfect, seed: 1, context: .plain)[0]
      #expect(interval.lower == 1 && interval.upper == 1)
    }
  }

  @Test func badOptionsAndInterruptionAreToldOf() throws {
    #expect(throws: EvaluationError.tooFewResamples(19)) { try Bootstrap(resamples: 19) }
    #expect(throws: EvaluationError.levelOutside(95)) { try Bootstrap(level: 95) }
    #expect(throws: EvaluationError.noRows) {
      try Bootstrap().intervals(
        of: [.accuracy], confusion: ConfusionMatrix(names: ["a"], counts: [0]), seed: 0, context: .plain)
    }
    #expect(throws: Interrupted.self) {
      try Bootstrap().intervals(
        of: [.accuracy], truth: truth, predicted: predicted, seed: 0,
        context: ExecutionContext(threads: 2, isInterrupted: { true }))
    }
  }
}
