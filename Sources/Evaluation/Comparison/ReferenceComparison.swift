import Numerics

/// Several classifiers on the same test rows beside one of them, the best or the one that the others were made from:
/// which differ from it by more than chance would?
///
/// The differences of one metric are a family: Holm's correction raises their probabilities and widens their intervals,
/// since with twenty comparisons one in twenty is no finding. A reference that is the best of them by that metric was
/// chosen by looking at all, which Tukey's range allows for (`BestOfSeveral`).
/// Cost: as of `ComparedClassifiers`.
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
    try self.init(
      beside: metrics.map(\.reference), isChosen: isChosen,
      among: ComparedClassifiers(classifiers, by: metrics.map(\.metric), context: context), context: context)
  }

  /// - Parameters:
  ///   - references: for each of the first metrics of `compared`, the index of the classifier that others stand beside.
  ///   - isChosen: whether they were chosen by their scores.
  /// - Throws: `EvaluationError`, `Interrupted`.
  public init(
    beside references: [Int], isChosen: Bool, among compared: ComparedClassifiers, context: ExecutionContext
  ) throws {
    let classifiers = compared.classifiers.indices
    var all = references.map { _ in [ScoreDifference?](repeating: nil, count: classifiers.count) }
    let best = isChosen ? BestOfSeveral(count: classifiers.count) : nil
    for reference in Set(references).sorted() {
      let indices = references.indices.filter { references[$0] == reference }
      let others = classifiers.filter { $0 != reference }
      let found = try compared.differences(
        of: others.map { (reference, $0) }, by: indices, beside: best, context: context)
      for (index, differences) in zip(others, found) {
        for (metric, difference) in zip(indices, differences) { all[metric][index] = difference }
      }
    }
    differences = all.map { differences in
      if best != nil { return differences }
      var corrected = ScoreDifference.family(differences.compactMap { $0 }).makeIterator()
      return differences.map { $0 == nil ? nil : corrected.next() }
    }
  }
}

extension ComparedClassifier {
  /// The best of several; the first of those that are equally good.
  public static func best(of classifiers: [ComparedClassifier], by metric: Metric) -> Int? {
    best(of: classifiers.map { $0.value(of: metric) }, by: metric)
  }

  static func best(of values: [Double], by metric: Metric) -> Int? {
    values.indices.filter { values[$0].isFinite }.reduce(nil) { best, index in
      guard let best else { return index }
      return metric.isBetter(values[index], than: values[best]) ? index : best
    }
  }
}
