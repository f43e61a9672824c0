import Numerics

/// A score with how sure it is, by the one rule of this module: by subject where subjects are known, otherwise by row.
///
/// The delete-one jackknife on the scale of log odds, with Student's t, but never narrower than rows that are
/// independent would give; at the ends of a metric's range, where nothing varies, an exact end instead. It is the same
/// each time, since nothing is drawn. Where the score is a mean over folds that are data sets of their own, or that repeat
/// and whose subjects nobody knows, the corrected resampled t interval (Nadeau & Bengio 2003) is joined to it.
public struct ScoreInterval: Sendable, Equatable, Codable {
  /// Where the interval comes from.
  public enum Basis: String, Sendable, Codable {
    /// The jackknife over the units.
    case jackknife
    /// The folds, which share training rows.
    case folds
    /// All right or all wrong: as exact as the number of units allows.
    case exactEnd
    /// All rows are of one subject, which tells nothing about others: no interval.
    case oneSubject
    /// A single row: no interval.
    case oneRow
  }

  public let estimate: Double
  /// nil where one subject, or one row, cannot tell how others would do.
  public let bounds: ClosedRange<Double>?
  /// Such as 0.95.
  public let level: Double
  public let basis: Basis
  /// Of the score itself; 0 at an exact end or without an interval.
  public let standardError: Double
  /// How many subjects or rows, each counting once.
  public let unitCount: Int

  public var lower: Double? { bounds?.lowerBound }
  public var upper: Double? { bounds?.upperBound }

  /// Intervals of several metrics. A row of no known subject is a unit by itself.
  /// - Throws: `EvaluationError`, `Interrupted`.
  public static func intervals(
    of metrics: [Metric], for tested: ComparedClassifier, level: Double = 0.95, context: ExecutionContext
  ) throws -> [ScoreInterval] {
    guard level > 0, level < 1 else { throw EvaluationError.levelOutside(level) }
    let units = try tested.leftOut(metrics, context: context)
    let rows = tested.subjects == nil ? units : try tested.leftOutRows(metrics, context: context)
    let folded = try tested.leftOutOfFolds(metrics, context: context)
    let foldFactor = tested.foldFactor
    return try metrics.indices.map { index in
      try ScoreInterval(
        metrics[index], index: index, tested: tested, units: units, rows: rows, folded: folded, foldFactor: foldFactor,
        level: level)
    }
  }

  /// The same for rows and subjects without folds.
  /// - Throws: `EvaluationError`, `Interrupted`.
  public static func intervals(
    of metrics: [Metric], truth: Labels, predicted: [Int], subjects: Grouping? = nil, level: Double = 0.95,
    context: ExecutionContext
  ) throws -> [ScoreInterval] {
    try intervals(
      of: metrics, for: ComparedClassifier(truth: truth, predicted: predicted, subjects: subjects), level: level,
      context: context)
  }

  private init(
    _ metric: Metric, index: Int, tested: ComparedClassifier, units: LeaveOneOut, rows: LeaveOneOut,
    folded: LeaveOneOut?, foldFactor: Double, level: Double
  ) throws {
    let isMean = tested.isMean(of: metric)
    estimate = isMean ? tested.folds.mean(of: metric) : units.estimates[index]
    self.level = level
    unitCount = tested.subjects == nil ? tested.distinctRows : units.unitCount
    let pooled = tested.folds.pooled
    let folded = isMean ? folded : nil
    if unitCount < 2 {
      (bounds, basis, standardError) = (nil, tested.subjects == nil ? .oneRow : .oneSubject, 0)
    } else if metric.isAtEnd(estimate) {
      // A class that no single fold finds may be found in some: the mean is at the end, and all rows together are not.
      let end = metric.exactEnd(of: pooled, units: unitCount, level: level)
      bounds = min(end.lowerBound, estimate)...max(end.upperBound, estimate)
      (basis, standardError) = (.exactEnd, 0)
    } else {
      let scale = LogitScale(metric, rows: pooled.total)
      // From a mean over folds subjects are left out as from a mean: the pooled rows are another score.
      let usesUnits = tested.subjects != nil && (folded == nil || tested.foldsAreSources)
      let spreads = [
        usesUnits ? scale.spread(units, index) : nil, folded.flatMap { scale.spread($0, index) },
        scale.slopeSpread(rows, index, factor: tested.rowFactor),
      ]
      let reach = (spreads.compactMap { $0?.reach(level: level) }.max() ?? 0) * foldFactor
      let end = metric.exactEnd(of: pooled, units: unitCount, level: level)
      let jackknife =
        reach > 0
        ? scale.bounds(estimate, reach) : min(end.lowerBound, estimate)...max(end.upperBound, estimate)
      if tested.isJudgedByFolds(metric) {
        let test = try FoldInterval(tested.folds, metric: metric, level: level)
        // Folds that repeat may be few in truth, as ten holdouts of eight rows are.
        bounds = min(test.lower, jackknife.lowerBound)...max(test.upper, jackknife.upperBound)
        (basis, standardError) = (.folds, test.standardError)
      } else {
        bounds = jackknife
        basis = reach > 0 ? .jackknife : .exactEnd
        standardError =
          foldFactor
          * max(
            usesUnits ? units.spread(of: index)?.error ?? 0 : 0, folded?.spread(of: index)?.error ?? 0,
            (rows.spread(of: index)?.error ?? 0) * tested.rowFactor)
      }
    }
  }
}
