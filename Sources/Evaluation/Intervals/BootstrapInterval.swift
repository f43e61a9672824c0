/// A score, or a difference of scores, with the interval that a bootstrap gave it.
public struct BootstrapInterval: Sendable, Equatable, Codable {
  /// The score of the rows as they are, not of the resamples.
  public let estimate: Double
  public let lower: Double
  public let upper: Double
  /// The part of the resampled scores inside, such as 0.95.
  public let level: Double
  /// Standard deviation of the resampled scores.
  public let standardError: Double
  /// Twice the smaller part of the resampled scores on either side of 0 (at 0 counting to both), at most 1. Of use for
  /// differences: how readily resampling turns the winner into the loser. At least 2 / (resamples + 1).
  public let signProbability: Double
  /// How many rows or subjects were drawn each time; below about 20 an interval is a guess.
  public let unitCount: Int

  init(
    estimate: Double, lower: Double, upper: Double, level: Double, sortedReplicates: [Double], unitCount: Int
  ) {
    self.estimate = estimate
    self.lower = lower
    self.upper = upper
    self.level = level
    self.unitCount = unitCount
    let count = Double(sortedReplicates.count)
    let mean = sortedReplicates.reduce(0, +) / count
    let squares = sortedReplicates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    standardError = (squares / (count - 1)).squareRoot()
    let atMost = Double(sortedReplicates.count { $0 <= 0 })
    let atLeast = Double(sortedReplicates.count { $0 >= 0 })
    signProbability = min(1, 2 * (min(atMost, atLeast) + 1) / (count + 1))
  }
}
