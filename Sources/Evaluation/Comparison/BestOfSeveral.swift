import Numerics

/// What a difference from the best of several must be, where that was chosen by its score: the best of eight equal scores
/// is further from the least than any two named beforehand.
///
/// Tukey's range (1949), for the normal score that is as improbable as each difference is by its own test. Holm's
/// correction over all pairs is a little stricter, over the differences from the best alone far too lenient: both are
/// simulated in `Tests/EvaluationTests/Simulation`, and so is the studentized range with degrees of freedom, which tells
/// too much apart where subjects are few.
struct BestOfSeveral: Sendable {
  let count: Int
  /// Of the interval of each difference, so that it leaves out 0 exactly where the probability is below `significance`.
  let level: Double

  /// - Parameter count: how many it was chosen from, two at least.
  /// - Cost: O(40) tails.
  init(count: Int, significance: Double = ScoreDifference.significance) {
    self.count = max(2, count)
    // By bisection between one comparison and all pairs.
    var (lower, upper) = (significance / Double(self.count * (self.count - 1)), significance)
    for _ in 0..<40 {
      let middle = (lower + upper) / 2
      if Self.probability(middle, self.count) < significance { lower = middle } else { upper = middle }
    }
    level = 1 - (lower + upper) / 2
  }

  /// How often the best of so many equal scores is as far from another of them.
  /// - Parameter raw: how often two named beforehand are.
  func probability(_ raw: Double) -> Double { Self.probability(raw, count) }

  private static func probability(_ raw: Double, _ count: Int) -> Double {
    guard raw > 0, count > 2 else { return raw }
    return max(raw, studentizedRangeTail(-normalQuantile(raw / 2) * 2.0.squareRoot(), groups: count))
  }
}
