import Evaluation
import Numerics
import Plans

extension EvaluationScorer {
  func comparison(
    of results: [EvaluationResult], reference: Int?, seed: UInt64, context: ExecutionContext
  ) throws -> ResultComparison {
    var comparison = ResultComparison(unmarked: results, metricNames: metricNames)
    guard results.count > 1 else { return comparison }
    let tested = try results.map { try ComparedClassifier($0) }
    let references = Metric.headline.map { metric in
      (metric: metric, reference: reference ?? ComparedClassifier.best(of: tested, by: metric) ?? 0)
    }
    let compared = try ReferenceComparison(of: references, classifiers: tested, seed: seed, context: context)
    for (column, (metric, best)) in references.enumerated() {
      for row in results.indices {
        comparison.set(
          compared.differences[column][row], row, column, isBest: row == best && reference == nil,
          isEqual: reference == nil
            && comparison.estimates[row][column].value == comparison.estimates[best][column].value)
      }
    }
    comparison.test = Self.description(of: tested[0], comparisons: results.count - 1)
    return comparison
  }

  /// "corrected resampled t-test over 5 folds, Holm's correction over 23 comparisons"
  static func description(of tested: ComparedClassifier, comparisons: Int) -> String {
    let test: String
    if tested.isAveraged {
      test = "corrected resampled t-test over \(tested.folds.folds.count) folds (Nadeau & Bengio 2003)"
    } else {
      let bootstrap = "paired bootstrap of \(units(of: tested))"
      test = tested.folds.folds.count == 1 ? "accuracy by McNemar's exact test, the rest by \(bootstrap)" : bootstrap
    }
    return comparisons > 1 ? "\(test), Holm's correction over \(comparisons) comparisons" : test
  }

  /// What is resampled, and whether there is enough of it.
  private static func units(of tested: ComparedClassifier) -> String {
    guard let subjects = tested.subjects else { return "rows" }
    let count = subjects.names.count + subjects.unknownCount
    return "whole subjects" + (count < 20 ? " (only \(count) of them: intervals are a rough guess)" : "")
  }
}

extension ResultComparison {
  fileprivate mutating func set(
    _ difference: ReferenceComparison.Difference?, _ row: Int, _ column: Int, isBest: Bool, isEqual: Bool
  ) {
    guard let difference else {
      if isBest { estimates[row][column].standing = .best }
      return
    }
    estimates[row][column].probability = difference.probability
    // What equals the best is as good, whichever stands first.
    estimates[row][column].standing = difference.isDistinguishable ? .behind : isEqual ? .best : .tied
    differences[row][column] = Estimate(
      difference.value, lower: difference.lower, upper: difference.upper, probability: difference.probability)
  }
}
