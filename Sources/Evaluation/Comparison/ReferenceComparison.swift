import Numerics

/// Several classifiers on the same test rows beside one of them, the best or the one that the others were made from:
/// which differ from it by more than chance would?
///
/// The differences of one metric are a family: Holm's correction raises their probabilities and widens their intervals,
/// since with twenty comparisons one in twenty is no finding. A reference that is the best of them by that metric was
/// chosen by looking at all, so that every pair is a comparison: the best of eight equal models is further from the worst
/// than any two named beforehand.
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
      for (index, classifier) in classifiers.enumerated() where index != reference {
        try context.checkInterruption()
        let differences = try ScoreDifference.between(
          classifiers[reference], classifier, by: indices.map { metrics[$0].metric }, context: context)
        for (metric, difference) in zip(indices, differences) { all[metric][index] = difference }
      }
    }
    let tests = isChosen ? Self.comparisons(ofBestAmong: classifiers.count) : 0
    differences = all.map { differences in
      var corrected = ScoreDifference.family(differences.compactMap { $0 }, among: tests).makeIterator()
      return differences.map { $0 == nil ? nil : corrected.next() }
    }
  }

  /// How many comparisons are made where the best of several, chosen by its score, stands beside the others: all pairs.
  static func comparisons(ofBestAmong count: Int) -> Int { count * (count - 1) / 2 }
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
