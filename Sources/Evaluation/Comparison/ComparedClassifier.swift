import Numerics

/// What one classifier answered in a test, as comparisons need it.
public struct ComparedClassifier: Sendable {
  /// The class of each test row, fold after fold.
  public let truth: Labels
  /// What each row was taken for, in the same order.
  public let predicted: [Int]
  /// nil where no subject is known.
  public let subjects: Grouping?
  public let folds: FoldScores
  /// Whether a score is that of all test rows together, as leaving one subject out asks for, rather than the mean over
  /// the folds.
  public let isPooled: Bool

  public init(truth: Labels, predicted: [Int], subjects: Grouping?, folds: FoldScores, isPooled: Bool = false) {
    self.truth = truth
    self.predicted = predicted
    self.subjects = subjects
    self.folds = folds
    self.isPooled = isPooled
  }

  /// Whether its score is a mean over folds, which have a spread.
  public var isAveraged: Bool { folds.folds.count > 1 && !isPooled }

  public func value(of metric: Metric) -> Double {
    isAveraged ? folds.mean(of: metric) : metric.value(folds.pooled)
  }
}

/// The mean of a score over folds, with an interval for how well the method does on data of this kind: wide enough for
/// folds that share training rows (Nadeau & Bengio 2003).
public struct FoldInterval: Sendable, Equatable, Codable {
  public let mean: Double
  /// Standard deviation over the folds (n − 1).
  public let deviation: Double
  /// Inside the range that the metric has.
  public let lower: Double
  public let upper: Double

  /// - Throws: `EvaluationError`, as `CorrectedResampledTTest`.
  public init(_ folds: FoldScores, metric: Metric, level: Double = 0.95) throws {
    let values = folds.values(of: metric)
    let test = try CorrectedResampledTTest(
      first: values.map { _ in 0 }, second: values, trainRows: folds.folds.map(\.trainRows),
      testRows: folds.folds.map(\.confusion.total), level: level)
    mean = test.difference
    deviation = folds.deviation(of: metric) ?? 0
    lower = max(test.lower, metric.range.lowerBound)
    upper = min(test.upper, metric.range.upperBound)
  }
}
