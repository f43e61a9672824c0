import Numerics

/// Several classifiers on the same test rows beside one of them, the best or the one that the others were made from:
/// which differ from it by more than chance would?
///
/// Means over folds are compared by the corrected resampled t test; on one split accuracy is compared by McNemar's exact
/// test and every other metric by resampling both together, whole subjects where they are known, as pooled predictions
/// of several folds are for every metric. The probabilities of one metric are a family: Holm's correction raises them,
/// since with twenty comparisons one in twenty is no finding.
/// Cost: O(classifiers × resamples) on one split, O(classifiers × folds) otherwise.
public struct ReferenceComparison: Sendable {
  public enum Test: String, Sendable, Codable {
    case resampledT, mcNemar, bootstrap
  }

  public struct Difference: Sendable, Equatable, Codable {
    public let test: Test
    /// The classifier's score less the reference's.
    public let value: Double
    /// The 95% interval of this one difference, without regard to the others.
    public let lower: Double
    public let upper: Double
    public let rawProbability: Double
    /// After Holm's correction.
    public fileprivate(set) var probability: Double

    /// The same as one of a larger family.
    public func corrected(to probability: Double) -> Difference {
      var difference = self
      difference.probability = probability
      return difference
    }

    /// At the 5% level, all comparisons taken together.
    public var isDistinguishable: Bool { probability < 0.05 }
  }

  /// For each metric the difference of each classifier; nil at the reference.
  public let differences: [[Difference?]]

  /// - Parameters:
  ///   - metrics: with the index of the classifier that each is compared with.
  ///   - classifiers: all tested on the same rows in the same folds.
  /// - Throws: `EvaluationError`, `Interrupted`.
  public init(
    of metrics: [(metric: Metric, reference: Int)], classifiers: [ComparedClassifier], seed: UInt64,
    context: ExecutionContext
  ) throws {
    var all = metrics.map { _ in [Difference?](repeating: nil, count: classifiers.count) }
    for reference in Set(metrics.map(\.reference)).sorted() {
      let indices = metrics.indices.filter { metrics[$0].reference == reference }
      for (index, classifier) in classifiers.enumerated() where index != reference {
        try context.checkInterruption()
        let differences = try Self.differences(
          of: indices.map { metrics[$0].metric }, from: classifiers[reference], to: classifier,
          family: classifiers.count - 1, seed, context)
        for (metric, difference) in zip(indices, differences) { all[metric][index] = difference }
      }
    }
    self.differences = all.map(Self.corrected)
  }

  /// The differences of two classifiers, a metric each.
  private static func differences(
    of metrics: [Metric], from reference: ComparedClassifier, to other: ComparedClassifier, family: Int, _ seed: UInt64,
    _ context: ExecutionContext
  ) throws -> [Difference] {
    if other.isAveraged {
      return try metrics.map { metric in
        let test = try CorrectedResampledTTest(reference.folds, other.folds, metric: metric)
        let probability = probability(of: test)
        return Difference(
          test: .resampledT, value: test.difference, lower: test.lower, upper: test.upper,
          rawProbability: probability, probability: probability)
      }
    }
    // Enough resamples for the least probability that they can tell to survive the correction.
    let bootstrap = try Bootstrap(resamples: min(10_000, max(1000, 50 * family)))
    let intervals = try bootstrap.differences(
      of: metrics, truth: other.truth, first: reference.predicted, second: other.predicted, subjects: other.subjects,
      seed: seed, context: context)
    return try zip(metrics, intervals).map { metric, interval in
      let isMcNemar = metric.name == Metric.accuracy.name && other.folds.folds.count == 1
      let probability =
        isMcNemar
        ? try McNemarTest(truth: other.truth, first: reference.predicted, second: other.predicted).exactProbability
        : interval.signProbability
      return difference(interval, probability, isMcNemar ? .mcNemar : .bootstrap, metric)
    }
  }

  /// Scores are counts, so a few small folds can agree on a difference to the last digit. A spread of 0 is then no
  /// certainty.
  private static func probability(of test: CorrectedResampledTTest) -> Double {
    guard abs(test.t) > 1e6 else { return test.probability }
    return max(test.probability, leastProbability(units: test.degreesOfFreedom + 1))
  }

  /// How often as many coins as there are folds, rows or subjects all fall on one side: with so few of them nothing can
  /// be less likely, though resampling four subjects, all of one mind, would have it so.
  private static func leastProbability(units: Int) -> Double {
    min(1, 2 / Double(sign: .plus, exponent: min(units, 1000), significand: 1))
  }

  private static func difference(
    _ interval: BootstrapInterval, _ probability: Double, _ test: Test, _ metric: Metric
  ) -> Difference {
    let isTelling = interval.unitCount > 1
    let width = metric.range.upperBound - metric.range.lowerBound
    let known = test == .mcNemar ? probability : max(probability, leastProbability(units: interval.unitCount))
    // A single subject, drawn again and again, seems to vary in nothing.
    return Difference(
      test: test, value: interval.estimate, lower: isTelling ? interval.lower : -width,
      upper: isTelling ? interval.upper : width, rawProbability: known, probability: known)
  }

  private static func corrected(_ differences: [Difference?]) -> [Difference?] {
    let adjusted = holmAdjusted(differences.compactMap { $0?.rawProbability })
    var next = adjusted.makeIterator()
    return differences.map { difference in
      guard var difference else { return nil }
      difference.probability = next.next() ?? difference.probability
      return difference
    }
  }
}

extension ComparedClassifier {
  /// The best of several; the first of those that are equally good.
  public static func best(of classifiers: [ComparedClassifier], by metric: Metric) -> Int? {
    let values = classifiers.map { $0.value(of: metric) }
    return values.indices.filter { values[$0].isFinite }.reduce(nil) { best, index in
      guard let best else { return index }
      return metric.isBetter(values[index], than: values[best]) ? index : best
    }
  }
}
