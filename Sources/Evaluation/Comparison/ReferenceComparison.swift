import Numerics

/// Several classifiers on the same test rows beside one of them, the best or the one that the others were made from:
/// which differ from it by more than chance would?
///
/// The differences of one metric are a family: Holm's correction raises their probabilities and widens their intervals,
/// since with twenty comparisons one in twenty is no finding. A reference that is the best of them by that metric was
/// chosen by looking at all, which Tukey's range allows for (`BestOfSeveral`).
/// Cost: O(classifiers × (subjects + kinds of row)) scores on one split, O(classifiers × folds) otherwise.
public struct ReferenceComparison: Sendable {
  /// For each metric the difference of each classifier; nil at the reference.
  public let differences: [[ScoreDifference?]]

  /// - Parameters:
  ///   - metrics: with the index of the classifier that each is compared with.
  ///   - isChosen: whether the references were chosen by their scores.
  ///   - classifiers: all tested on the same rows in the same folds.
  /// - Throws: `EvaluationError`, `Interrupted`.
  public init(
    of metrics: [(metric: Metric, reference: Int)], isChosen: Bool = false, classifiers: [ComparedClassifier],
    context: ExecutionContext
  ) throws {
    var all = metrics.map { _ in [ScoreDifference?](repeating: nil, count: classifiers.count) }
    for reference in Set(metrics.map(\.reference)).sorted() {
      let indices = metrics.indices.filter { metrics[$0].reference == reference }
      let others = classifiers.indices.filter { $0 != reference }
      let found = try ScoreDifference.between(
        others.map { (classifiers[reference], classifiers[$0]) }, by: indices.map { metrics[$0].metric },
        context: context)
      for (index, differences) in zip(others, found) {
        for (metric, difference) in zip(indices, differences) { all[metric][index] = difference }
      }
    }
    let best = isChosen ? BestOfSeveral(count: classifiers.count) : nil
    differences = all.map { differences in
      if let best { return differences.map { $0?.beside(best) } }
      var corrected = ScoreDifference.family(differences.compactMap { $0 }).makeIterator()
      return differences.map { $0 == nil ? nil : corrected.next() }
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
