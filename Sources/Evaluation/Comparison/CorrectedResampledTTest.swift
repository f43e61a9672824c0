/// Do two classifiers score alike over the folds of cross-validation or of repeated holdouts (Nadeau & Bengio 2003)?
///
/// Scores of folds are not independent, because the folds share training rows; the plain t test finds differences
/// where there are none. The variance is therefore taken as (1/J + test/train) · s² instead of s²/J.
public struct CorrectedResampledTTest: Sendable, Equatable, Codable {
  /// Mean over folds of the second's score less the first's.
  public let difference: Double
  public let lower: Double
  public let upper: Double
  public let level: Double
  /// The statistic; 0 where all folds agree that there is no difference, infinite where they agree on one.
  public let t: Double
  public let degreesOfFreedom: Int
  /// Of the mean difference, allowing for the training rows that folds share.
  public let standardError: Double
  /// Two-sided.
  public let probability: Double

  /// - Parameters:
  ///   - first: its score in each fold.
  ///   - second: the score of the other in the same folds.
  ///   - trainRows: how many rows trained, in each fold.
  ///   - testRows: how many rows tested, in each fold.
  /// - Throws: `EvaluationError.tooFewScores` below two, `.differentLengths`, `.notFinite`, `.levelOutside`, `.noRows`.
  public init(first: [Double], second: [Double], trainRows: [Int], testRows: [Int], level: Double = 0.95) throws {
    let count = first.count
    guard count >= 2 else {
      throw EvaluationError.tooFewScores(found: count, needed: 2, purpose: "a test over folds")
    }
    for (what, found) in [
      ("scores", second.count), ("training sizes", trainRows.count), ("test sizes", testRows.count),
    ]
    where found != count {
      throw EvaluationError.differentLengths(of: what, found: found, rows: count)
    }
    for scores in [first, second] {
      if let position = scores.firstIndex(where: { !$0.isFinite }) {
        throw EvaluationError.notFinite(what: "score", position: position)
      }
    }
    guard level > 0, level < 1 else { throw EvaluationError.levelOutside(level) }
    guard trainRows.allSatisfy({ $0 > 0 }), testRows.allSatisfy({ $0 > 0 }) else { throw EvaluationError.noRows }
    let differences = zip(first, second).map { $1 - $0 }
    let mean = differences.reduce(0, +) / Double(count)
    let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)
    let ratio = Double(testRows.reduce(0, +)) / Double(trainRows.reduce(0, +))
    let error = (variance * (1 / Double(count) + ratio)).squareRoot()
    self.init(mean: mean, error: error, freedom: count - 1, level: level)
  }

  /// For two results over the same splits.
  /// - Throws: as above, and `.differentClasses`.
  public init(_ first: FoldScores, _ second: FoldScores, metric: Metric, level: Double = 0.95) throws {
    guard first.pooled.names == second.pooled.names else {
      throw EvaluationError.differentClasses(first: first.pooled.names, second: second.pooled.names)
    }
    try self.init(
      first: first.values(of: metric), second: second.values(of: metric), trainRows: first.folds.map(\.trainRows),
      testRows: first.folds.map(\.confusion.total), level: level)
  }

  private init(mean: Double, error: Double, freedom: Int, level: Double) {
    difference = mean
    self.level = level
    degreesOfFreedom = freedom
    standardError = error
    let reach = error > 0 ? error * studentQuantile(twoSided: 1 - level, freedom: Double(freedom)) : 0
    lower = mean - reach
    upper = mean + reach
    if error > 0 {
      t = mean / error
      probability = studentTwoSided(t, freedom: Double(freedom))
    } else {
      t = mean == 0 ? 0 : (mean > 0 ? .infinity : -.infinity)
      probability = mean == 0 ? 1 : 0
    }
  }
}
