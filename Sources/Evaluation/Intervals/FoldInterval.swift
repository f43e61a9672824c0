/// The mean of a score over folds, with an interval for how well the method does on data of this kind: wide enough for
/// folds that share training rows (Nadeau & Bengio 2003).
public struct FoldInterval: Sendable, Equatable, Codable {
  public let mean: Double
  /// Standard deviation over the folds (n − 1).
  public let deviation: Double
  /// Of the mean, allowing for the training rows that folds share.
  public let standardError: Double
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
    standardError = test.standardError
    deviation = folds.deviation(of: metric) ?? 0
    lower = max(test.lower, metric.range.lowerBound)
    upper = min(test.upper, metric.range.upperBound)
  }
}
