import Numerics

/// Scores predictions; implemented beside the evaluation engine, which plans do not import.
public protocol Scorer: Sendable {
  /// The metrics it gives, in the order of a report's columns.
  var metricNames: [String] { get }
  /// More that it gives, which no column shows unless it is asked for.
  var furtherMetricNames: [String] { get }
  /// What each stands for, as a person reads it.
  func title(of metric: String) -> String
  /// Whether more of it is better.
  func isHigherBetter(_ metric: String) -> Bool
  /// - Parameters:
  ///   - outcomes: a fold each, in this order.
  ///   - isPooled: whether their predictions are put together before scores are taken, rather than averaged over folds.
  func score(
    _ outcomes: [FoldOutcome], classNames: [String], isPooled: Bool, context: ExecutionContext
  ) throws -> ScoreCard
  /// Puts results with one `testName` beside one of them, metric by metric.
  /// - Parameter reference: the one that the others are compared with; nil takes the best by each metric.
  func comparison(
    of results: [EvaluationResult], reference: Int?, context: ExecutionContext
  ) throws -> ResultComparison
  /// Puts plans beside one of them that were each scored once with every seed: means over seeds, differences paired by seed.
  /// - Parameters:
  ///   - results: plan × seed, of the same seeds in the same order.
  ///   - areIndependent: whether each seed has data of its own. Where they share their rows nothing is judged: that a
  ///     difference is found again with other splits of the same people tells nothing of others.
  func comparison(
    ofReplicates results: [[EvaluationResult]], reference: Int?, areIndependent: Bool
  ) throws -> ResultComparison
}

extension Scorer {
  public var furtherMetricNames: [String] { [] }
  public func title(of metric: String) -> String { metric }
  public func isHigherBetter(_ metric: String) -> Bool { true }

  public var allMetricNames: [String] { metricNames + furtherMetricNames }

  /// Without any test.
  public func comparison(
    of results: [EvaluationResult], reference: Int?, context: ExecutionContext
  ) throws -> ResultComparison {
    ResultComparison(unmarked: results, metricNames: allMetricNames)
  }
}

extension Scorer {
  /// Without any test.
  public func comparison(
    ofReplicates results: [[EvaluationResult]], reference: Int?, areIndependent: Bool
  ) throws -> ResultComparison {
    ResultComparison(unmarkedReplicates: results, metricNames: allMetricNames)
  }
}

/// Several results beside one of them.
public struct ResultComparison: Sendable {
  /// Result × metric, the further ones last, as they stand beside the reference.
  public var estimates: [[Estimate]]
  /// Result × metric: each less the reference, with its interval and probability; nil at the reference.
  public var differences: [[Estimate?]]
  /// Which test was used, for a person; empty where there was none.
  public var test: String

  public init(estimates: [[Estimate]], differences: [[Estimate?]], test: String) {
    self.estimates = estimates
    self.differences = differences
    self.test = test
  }

  /// As they are, compared with nothing.
  public init(unmarked results: [EvaluationResult], metricNames: [String]) {
    estimates = results.map { result in
      metricNames.map { result.scores.metric($0)?.estimate ?? Estimate(.nan) }
    }
    differences = results.map { _ in metricNames.map { _ in nil } }
    test = ""
  }

  /// The means over seeds with their standard deviation, compared with nothing.
  /// - Parameter results: plan × seed.
  public init(unmarkedReplicates results: [[EvaluationResult]], metricNames: [String]) {
    estimates = results.map { results in
      metricNames.map { name in Estimate(replicates: results.map { $0.scores.metric(name)?.value ?? .nan }) }
    }
    differences = results.map { _ in metricNames.map { _ in nil } }
    test = ""
  }
}
