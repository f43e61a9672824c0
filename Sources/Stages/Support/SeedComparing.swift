import Evaluation
import Plans

extension EvaluationScorer {
  func comparison(
    ofReplicates results: [[EvaluationResult]], reference: Int?, areIndependent: Bool
  ) throws -> ResultComparison {
    var comparison = ResultComparison(unmarkedReplicates: results, metricNames: allMetricNames)
    guard results.count > 1, let seeds = results.first?.count, seeds > 0 else { return comparison }
    for (column, metric) in Self.metrics.enumerated() {
      let means = comparison.estimates.map { $0[column].value }
      guard means.allSatisfy(\.isFinite) else { continue }
      let best = means.indices.max { metric.isHigherBetter ? means[$0] < means[$1] : means[$0] > means[$1] } ?? 0
      let other = reference ?? best
      for row in results.indices where row != other {
        let differences = zip(results[row], results[other]).map { $0.value(of: metric) - $1.value(of: metric) }
        let paired = PairedReplicates(differences, bestOf: reference == nil ? results.count : 2)
        var estimate = Estimate(paired.value, deviation: paired.deviation)
        if areIndependent {
          (estimate.lower, estimate.upper) = (paired.bounds?.lowerBound, paired.bounds?.upperBound)
          estimate.probability = paired.probability
        }
        comparison.differences[row][column] = estimate
        guard areIndependent, reference == nil, let probability = paired.probability else { continue }
        comparison.estimates[row][column].probability = probability
        comparison.estimates[row][column].standing =
          probability < ScoreDifference.significance ? .behind : means[row] == means[best] ? .best : .tied
        comparison.estimates[best][column].standing = .best
      }
    }
    comparison.test =
      areIndependent && seeds > 1
      ? "paired t test over \(seeds) seeds, each with data of its own"
        + (reference == nil && results.count > 2
          ? ", Tukey's range over the \(results.count) that it is the best of" : "")
      : ""
    return comparison
  }
}

extension EvaluationResult {
  fileprivate func value(of metric: Metric) -> Double { scores.metric(metric.name)?.value ?? .nan }
}
