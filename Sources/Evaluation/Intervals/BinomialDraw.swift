import Numerics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension SeededGenerator {
  /// A number of successes. Inversion where few are expected, otherwise transformed rejection with squeeze
  /// (BTRS, Hörmann 1993); both exact. Cost: O(1), or O(expected) below 10.
  mutating func binomial(trials: Int, probability: Double) -> Int {
    guard trials > 0, probability > 0 else { return 0 }
    guard probability < 1 else { return trials }
    if probability > 0.5 { return trials - binomial(trials: trials, probability: 1 - probability) }
    return Double(trials) * probability < 10
      ? binomialByInversion(trials, probability) : binomialByRejection(trials, probability)
  }

  private mutating func binomialByInversion(_ trials: Int, _ p: Double) -> Int {
    let odds = p / (1 - p)
    let start = exp(Double(trials) * log1p(-p))
    while true {
      var chance = start
      var rest = uniform()
      for successes in 0...trials {
        if rest < chance { return successes }
        rest -= chance
        chance *= odds * Double(trials - successes) / Double(successes + 1)
      }
      // Rounding left a sliver of the unit interval to no number; draw again.
    }
  }

  private mutating func binomialByRejection(_ trials: Int, _ p: Double) -> Int {
    let n = Double(trials)
    let spread = (n * p * (1 - p)).squareRoot()
    let b = 1.15 + 2.53 * spread
    let a = -0.0873 + 0.0248 * b + 0.01 * p
    let centre = n * p + 0.5
    let vr = 0.92 - 4.2 / b
    let alpha = (2.83 + 5.1 / b) * spread
    let logOdds = log(p / (1 - p))
    let mode = ((n + 1) * p).rounded(.down)
    let height = logFactorial(mode) + logFactorial(n - mode)
    while true {
      let u = uniform() - 0.5
      var v = uniform()
      let us = 0.5 - abs(u)
      let k = ((2 * a / us + b) * u + centre).rounded(.down)
      if us >= 0.07, v <= vr { return Int(k) }
      guard k >= 0, k <= n else { continue }
      v = log(v * alpha / (a / (us * us) + b))
      if v <= height - logFactorial(k) - logFactorial(n - k) + (k - mode) * logOdds { return Int(k) }
    }
  }
}

/// log k!, by `lgamma_r`, since `lgamma` writes a global.
func logFactorial(_ k: Double) -> Double {
  var sign: Int32 = 0
  return lgamma_r(k + 1, &sign)
}
