#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The standard error of a score by the delete-one jackknife (Quenouille 1956, Tukey 1958), with the degrees of freedom
/// that Student's t should have for it.
///
/// With k units and a score θ₍ᵢ₎ without unit i, error² = (k − 1)/k · Σ(θ₍ᵢ₎ − mean)². The degrees are k − 1 where the
/// units vary as normal numbers do, and fewer where a few of them make most of the error, as when a class is in three
/// subjects of forty: with dᵢ = θ₍ᵢ₎ − mean, 3·(Σd²)²/Σd⁴ normal units would vary in their squares as these do, which is
/// Satterthwaite's (1946) reasoning by the fourth moment. Simulated beside plain k − 1 in `Tests/EvaluationTests`.
struct JackknifeSpread: Sendable, Equatable, Codable {
  let error: Double
  let freedom: Double

  init(error: Double, freedom: Double) {
    self.error = error
    self.freedom = freedom
  }

  /// - Parameters:
  ///   - values: the score without one unit, for each kind of unit.
  ///   - weights: how many units are of that kind; two units at least in all.
  init(values: [Double], weights: [Double]) {
    let count = weights.reduce(0, +)
    let mean = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / count
    var (squares, fourths) = (0.0, 0.0)
    for (value, weight) in zip(values, weights) {
      let square = (value - mean) * (value - mean)
      squares += weight * square
      fourths += weight * square * square
    }
    let error = ((count - 1) / count * squares).squareRoot()
    // What rounding leaves of units that are all alike is no variation.
    self.error = error < 1e-12 ? 0 : error
    freedom = self.error > 0 && fourths > 0 ? min(max(3 * squares * squares / fourths - 1, 1), count - 1) : count - 1
  }

  /// Half the width of an interval.
  func reach(level: Double) -> Double {
    error > 0 ? error * studentQuantile(twoSided: 1 - level, freedom: freedom) : 0
  }
}

/// The logarithm of the odds; its inverse is `fromLogit`.
func logit(_ share: Double) -> Double { log(share / (1 - share)) }

func fromLogit(_ odds: Double) -> Double { 1 / (1 + exp(-odds)) }
