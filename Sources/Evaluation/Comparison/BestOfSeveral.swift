#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

import Numerics

/// What a difference from the best of several must be, where that was chosen by its score: the best of eight equal scores
/// is further from the least than any two named beforehand.
///
/// Tukey's range (1949), for the normal score that is as improbable as each difference is by its own test. Holm's
/// correction over all pairs is a little stricter, over the differences from the best alone far too lenient: both are
/// simulated in `Tests/EvaluationTests/Simulation`, and so is the studentized range with degrees of freedom, which tells
/// too much apart where subjects are few.
struct BestOfSeveral: Sendable {
  /// Of the interval of each difference, so that it leaves out 0 exactly where the probability is below `significance`.
  let level: Double
  /// nil of two, who were not chosen.
  private let range: StudentizedRange?

  /// - Parameter count: how many it was chosen from, two at least.
  /// - Cost: O(10) tails.
  init(count: Int, significance: Double = ScoreDifference.significance) {
    range = count > 2 ? StudentizedRange(groups: count) : nil
    level = 1 - Self.raw(range, significance, pairs: Double(max(2, count) * (max(2, count) - 1)))
  }

  /// How often the best of so many equal scores is as far from another of them.
  /// - Parameter raw: how often two named beforehand are.
  func probability(_ raw: Double) -> Double { Self.probability(raw, range) }

  private static func probability(_ raw: Double, _ range: StudentizedRange?) -> Double {
    guard let range, raw > 0 else { return raw }
    return max(raw, range.tail(-normalQuantile(raw / 2) * 2.0.squareRoot()))
  }

  /// What a probability must be before it is corrected. By the rule of false position on logarithms, in which one is nearly
  /// a straight line of the other, between one comparison and all pairs in both directions (Illinois: an end that
  /// stays twice counts half, so that both close in).
  private static func raw(_ range: StudentizedRange?, _ significance: Double, pairs: Double) -> Double {
    guard range != nil else { return significance }
    func excess(_ logarithm: Double) -> Double { log(probability(exp(logarithm), range) / significance) }
    var (lower, upper) = (log(significance / pairs), log(significance))
    var (below, above) = (excess(lower), excess(upper))
    var (middle, moved) = (upper, FloatingPointSign?.none)
    for _ in 0..<50 where above > 0 && below < 0 {
      middle = lower + (upper - lower) * below / (below - above)
      let found = excess(middle)
      if abs(found) < 1e-13 { break }
      if found < 0 {
        (lower, below) = (middle, found)
        if moved == .minus { above /= 2 }
      } else {
        (upper, above) = (middle, found)
        if moved == .plus { below /= 2 }
      }
      moved = found.sign
    }
    return exp(middle)
  }
}
