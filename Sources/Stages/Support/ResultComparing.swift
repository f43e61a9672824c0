import Basics
import Evaluation
import Numerics
import Plans

extension EvaluationScorer {
  func comparison(
    of results: [EvaluationResult], reference: Int?, context: ExecutionContext
  ) throws -> ResultComparison {
    guard results.count > 1 else { return ResultComparison(unmarked: results, metricNames: allMetricNames) }
    let compared = try ComparedClassifiers(
      ComparedClassifier.several(results), by: Self.metrics, context: context)
    return try comparison(of: results, reference: reference, compared, context)
  }

  /// - Parameter compared: the same results, by the metrics of all results first.
  func comparison(
    of results: [EvaluationResult], reference: Int?, _ compared: ComparedClassifiers, _ context: ExecutionContext
  ) throws -> ResultComparison {
    var comparison = ResultComparison(unmarked: results, metricNames: allMetricNames)
    let references = Self.metrics.indices.map { reference ?? compared.best(by: $0) ?? 0 }
    let differences = try ReferenceComparison(
      beside: references, isChosen: reference == nil, among: compared, context: context
    ).differences
    for (column, best) in references.enumerated() {
      // Where nothing can be told of others, a row without a sign would look as if it were told apart: none has one.
      let marksBest =
        reference == nil && differences[column].allSatisfy { $0.map { $0.probability != nil } ?? true }
      for row in results.indices {
        comparison.set(
          differences[column][row], row, column, isBest: row == best && marksBest,
          isEqual: marksBest && comparison.estimates[row][column].value == comparison.estimates[best][column].value)
      }
    }
    // The best was chosen by looking at all.
    comparison.test = Self.description(
      of: compared.classifiers[0], comparisons: reference == nil ? 1 : results.count - 1,
      bestOf: reference == nil ? results.count : 1)
    return comparison
  }

  /// Whether one subject alone is tested, who tells nothing about others.
  private static func isUnjudged(_ tested: ComparedClassifier) -> Bool {
    !tested.isJudgedByFolds && tested.subjects.map { $0.names.count + $0.unknownCount } == 1
  }

  /// "corrected resampled t-test over 50 folds, Holm's correction over 23 comparisons", and how often 95% intervals of such
  /// differences hold.
  /// - Parameters:
  ///   - comparisons: that Holm's correction is made for.
  ///   - bestOf: from how many the best was chosen that the others stand beside.
  static func description(of tested: ComparedClassifier, comparisons: Int, bestOf count: Int = 1) -> String {
    guard !isUnjudged(tested) else { return "none: all test rows are of one subject, which tells nothing about others" }
    let test: String
    let folds = tested.folds.folds.count
    let shared = folds > 1 ? ", widened for the training rows that \(folds) folds share" : ""
    if tested.isJudgedByFolds {
      test =
        "corrected resampled t-test over \(folds) folds (Nadeau & Bengio 2003), with which "
        + (tested.subjects == nil ? "rows" : "subjects") + " left out in turn must agree"
    } else if let subjects = tested.subjects {
      let count = subjects.names.count + subjects.unknownCount
      test = "jackknife over \(grouped(count)) subjects (Student's t)\(shared)"
    } else {
      test = "jackknife over rows (Student's t)\(shared), accuracy also by McNemar's exact test"
    }
    let held = tested.intervalCoverage.flatMap { IntervalCoverage.text($0.ofDifferences) }
    return test + (comparisons > 1 ? ", Holm's correction over \(comparisons) comparisons" : "")
      + (count > 2 ? ", Tukey's range over the \(count) that it is the best of" : "")
      + (held.map { "; 95% intervals of such differences \($0)" } ?? "")
  }
}

extension ResultComparison {
  fileprivate mutating func set(
    _ difference: ScoreDifference?, _ row: Int, _ column: Int, isBest: Bool, isEqual: Bool
  ) {
    guard let difference else {
      if isBest { estimates[row][column].standing = .best }
      return
    }
    estimates[row][column].probability = difference.probability
    // What equals the best is as good, whichever stands first.
    switch difference.verdict {
    case _ where isEqual: estimates[row][column].standing = .best
    case .better, .worse: estimates[row][column].standing = .behind
    case .notTold: estimates[row][column].standing = .tied
    case .unknown: break
    }
    differences[row][column] = difference.estimate
  }
}

extension ScoreDifference {
  var estimate: Estimate { Estimate(value, lower: lower, upper: upper, probability: probability) }
}
