import Numerics

/// How sure a score is, by drawing the test rows, or whole test subjects, again and again (Efron 1979).
///
/// Where subjects are known they should be drawn: rows of one face are not independent, and an interval over rows is
/// then too narrow. A class that a resample misses leaves the averages over classes of that resample, as it would
/// leave those of a smaller test.
/// Cost: O(resamples × classes²) for rows, O(resamples × subjects) for subjects; not a function of the rows.
public struct Bootstrap: Sendable {
  public enum Method: String, Sendable, Codable, CaseIterable {
    /// The middle part of the resampled scores.
    case percentile
    /// The same, corrected for bias and for acceleration (Efron 1987): better for scores near 0 or 1.
    case bca
  }

  public let resamples: Int
  public let level: Double
  public let method: Method

  /// - Parameters:
  ///   - resamples: how often the test is drawn, 20 at least.
  ///   - level: the part of the resampled scores inside, between 0 and 1.
  /// - Throws: `EvaluationError.tooFewResamples`, `.levelOutside`.
  public init(resamples: Int = 1000, level: Double = 0.95, method: Method = .percentile) throws {
    guard resamples >= 20 else { throw EvaluationError.tooFewResamples(resamples) }
    guard level > 0, level < 1 else { throw EvaluationError.levelOutside(level) }
    self.resamples = resamples
    self.level = level
    self.method = method
  }

  /// An interval for each metric, all from the same resamples.
  /// - Parameters:
  ///   - truth: the class of each test row.
  ///   - predicted: what it was taken for.
  ///   - subjects: drawn whole where given; a row of no known subject is drawn by itself.
  /// - Throws: `EvaluationError`, `Interrupted`.
  public func intervals(
    of metrics: [Metric], truth: Labels, predicted: [Int], subjects: Grouping? = nil, seed: UInt64,
    context: ExecutionContext
  ) throws -> [BootstrapInterval] {
    try checkPredictions(predicted, of: truth)
    let units = try units(
      cells: zip(truth.codes, predicted).map { $0 * truth.names.count + $1 },
      cellCount: truth.names.count * truth.names.count, subjects: subjects)
    return try intervals(of: units, seed: seed, context: context) { counts in
      let confusion = ConfusionMatrix(unchecked: truth.names, counts)
      return metrics.map { $0.value(confusion) }
    }
  }

  /// The same from counts alone: each row drawn by itself.
  public func intervals(
    of metrics: [Metric], confusion: ConfusionMatrix, seed: UInt64, context: ExecutionContext
  ) throws -> [BootstrapInterval] {
    guard confusion.total > 0 else { throw EvaluationError.noRows }
    let cells = confusion.counts.enumerated().flatMap { [Int](repeating: $0.offset, count: $0.element) }
    let units = SamplingUnits(cells: cells, cellCount: confusion.counts.count, unitOfRow: nil)
    return try intervals(of: units, seed: seed, context: context) { counts in
      let resampled = ConfusionMatrix(unchecked: confusion.names, counts)
      return metrics.map { $0.value(resampled) }
    }
  }

  /// Intervals for how much higher the second classifier scores than the first, both resampled together.
  /// - Parameters:
  ///   - first: its prediction for each row.
  ///   - second: that of the other.
  /// - Throws: `EvaluationError`, `Interrupted`.
  public func differences(
    of metrics: [Metric], truth: Labels, first: [Int], second: [Int], subjects: Grouping? = nil, seed: UInt64,
    context: ExecutionContext
  ) throws -> [BootstrapInterval] {
    try checkPredictions(first, of: truth)
    try checkPredictions(second, of: truth)
    let classes = truth.names.count
    let units = try units(
      cells: truth.codes.indices.map { (truth.codes[$0] * classes + first[$0]) * classes + second[$0] },
      cellCount: classes * classes * classes, subjects: subjects)
    return try intervals(of: units, seed: seed, context: context) { counts in
      let (first, second) = confusions(of: counts, names: truth.names)
      return metrics.map { $0.value(second) - $0.value(first) }
    }
  }
}

/// The confusion matrix of either classifier from counts by (truth, first, second).
private func confusions(of table: [Int], names: [String]) -> (ConfusionMatrix, ConfusionMatrix) {
  let classes = names.count
  var first = [Int](repeating: 0, count: classes * classes)
  var second = first
  for (cell, count) in table.enumerated() where count > 0 {
    let truth = cell / (classes * classes)
    first[cell / classes] += count
    second[truth * classes + cell % classes] += count
  }
  return (ConfusionMatrix(unchecked: names, first), ConfusionMatrix(unchecked: names, second))
}
