import Numerics

/// The mean difference of runs that were made twice, with something and without it, on the same split and seed.
///
/// Whatever a pair shares (its split, its seed, how hard its rows are) takes itself away, so that fewer runs tell a smaller
/// difference than two groups of runs would.
public struct PairedDifference: Sendable, Equatable {
  public let mean: Double
  public let standardError: Double
  public let low: Double
  public let high: Double
  /// Two-sided, of no difference.
  public let pValue: Double
  public let pairs: Int
  /// Groups of pairs that are independent of each other; the pairs themselves where none are known.
  public let clusters: Int

  /// By Student's t over pairs, or, of clusters, over the sums of their deviations (CR1; Liang & Zeger 1986).
  ///
  /// - Parameters:
  ///   - differences: with less without, one a pair.
  ///   - clusters: which pairs belong together (a draw, a subject), by any number.
  ///   - level: of the interval.
  /// - Throws: `EvaluationError.tooFewScores` of fewer than two independent pairs or clusters.
  public init(_ differences: [Double], clusters groups: [Int]? = nil, level: Double = 0.95) throws {
    let units = groups ?? Array(differences.indices)
    precondition(units.count == differences.count, "a cluster for each pair")
    let count = Set(units).count
    guard count >= 2 else {
      throw EvaluationError.tooFewScores(found: count, needed: 2, purpose: "a mean difference of pairs")
    }
    let n = Double(differences.count)
    let mean = differences.reduce(0, +) / n
    var sums: [Int: Double] = [:]
    for (unit, difference) in zip(units, differences) { sums[unit, default: 0] += difference - mean }
    // In a fixed order, so that rounding is the same each time.
    let square = sums.keys.sorted().reduce(0) { $0 + (sums[$1] ?? 0) * (sums[$1] ?? 0) }
    let error = (Double(count) / Double(count - 1) * square).squareRoot() / n
    let reach = error * studentQuantile(twoSided: 1 - level, freedom: Double(count - 1))
    self.mean = mean
    standardError = error
    low = mean - reach
    high = mean + reach
    pValue = error > 0 ? studentTwoSided(mean / error, freedom: Double(count - 1)) : mean == 0 ? 1 : 0
    pairs = differences.count
    self.clusters = count
  }
}
