import Numerics

/// Two classifiers on the same test rows: how far apart, and whether that could be chance.
public struct PairedComparison: Sendable {
  /// One metric of both.
  public struct Row: Sendable {
    public let metric: Metric
    public let first: Double
    public let second: Double
    /// The second's value less the first's, with its interval.
    public let difference: BootstrapInterval

    /// Whether the interval of the difference leaves out 0.
    public var isDistinguishable: Bool { difference.lower > 0 || difference.upper < 0 }
    /// Whether the second is better, whatever the direction of the metric.
    public var isSecondBetter: Bool { metric.isBetter(second, than: first) }
  }

  public let rows: [Row]
  /// On accuracy, taking rows as independent.
  public let mcNemar: McNemarTest
  /// Whether whole subjects were drawn for the intervals.
  public let drewSubjects: Bool

  /// - Parameters:
  ///   - truth: the class of each test row.
  ///   - first: what the first classifier took each row for.
  ///   - second: what the second took it for.
  ///   - subjects: drawn whole where at least one is known.
  /// - Throws: `EvaluationError`, `Interrupted`.
  public init(
    of metrics: [Metric] = Metric.headline, truth: Labels, first: [Int], second: [Int], subjects: Grouping? = nil,
    bootstrap: Bootstrap, seed: UInt64, context: ExecutionContext
  ) throws {
    let known = subjects.flatMap { $0.unknownCount < $0.count ? $0 : nil }
    let differences = try bootstrap.differences(
      of: metrics, truth: truth, first: first, second: second, subjects: known, seed: seed, context: context)
    let firstTable = try ConfusionMatrix(truth: truth, predicted: first)
    let secondTable = try ConfusionMatrix(truth: truth, predicted: second)
    rows = zip(metrics, differences).map { metric, difference in
      Row(metric: metric, first: metric.value(firstTable), second: metric.value(secondTable), difference: difference)
    }
    mcNemar = try McNemarTest(truth: truth, first: first, second: second)
    drewSubjects = known != nil
  }
}
