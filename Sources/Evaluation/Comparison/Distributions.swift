#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

import Numerics

// The few distributions that tests and intervals of this module need.

/// P(|T| ≥ |t|) of Student's t with `freedom` degrees.
func studentTwoSided(_ t: Double, freedom: Double) -> Double {
  regularizedBeta(freedom / (freedom + t * t), freedom / 2, 0.5)
}

/// The t with P(|T| ≥ t) = `tail`, by Newton's method on the logarithms of both, in which the tail falls ever more steeply:
/// it cannot go astray, and needs about five tails where bisection needs fifty.
func studentQuantile(twoSided tail: Double, freedom: Double) -> Double {
  guard tail < 1 else { return 0 }
  let height =
    exp(logFactorial((freedom - 1) / 2) - logFactorial(freedom / 2 - 1)) / (freedom * Double.pi).squareRoot()
  var t = max(-normalQuantile(tail / 2), 1e-3)
  for _ in 0..<100 {
    let found = studentTwoSided(t, freedom: freedom)
    let density = height * exp(-(freedom + 1) / 2 * log1p(t * t / freedom))
    let next = t * exp((log(found) - log(tail)) * found / (2 * density * t))
    guard next.isFinite, next > 0 else { break }
    defer { t = next }
    if abs(next - t) < 1e-13 * t { break }
  }
  return t
}

/// P(X ≤ k) of the binomial with `trials` fair coins, with P(X = k).
func fairBinomial(_ k: Int, trials: Int) -> (atMost: Double, exactly: Double) {
  func chance(_ k: Int) -> Double {
    let (k, n) = (Double(k), Double(trials))
    return exp(logFactorial(n) - logFactorial(k) - logFactorial(n - k) - n * log(2))
  }
  return ((0...k).reduce(0) { $0 + chance($1) }, chance(k))
}

/// I_x(a, b), by Lentz's continued fraction (Press et al., Numerical Recipes, 6.4).
func regularizedBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
  guard x > 0 else { return 0 }
  guard x < 1 else { return 1 }
  let front = exp(
    logFactorial(a + b - 1) - logFactorial(a - 1) - logFactorial(b - 1) + a * log(x) + b * log1p(-x))
  return x < (a + 1) / (a + b + 2)
    ? front * betaFraction(x, a, b) / a : 1 - front * betaFraction(1 - x, b, a) / b
}

private func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
  func kept(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
  var c = 1.0
  var d = 1 / kept(1 - (a + b) * x / (a + 1))
  var fraction = d
  for step in 1...10_000 {
    let m = Double(step)
    let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / kept(1 + even * d)
    c = kept(1 + even / c)
    fraction *= d * c
    let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / kept(1 + odd * d)
    c = kept(1 + odd / c)
    fraction *= d * c
    if abs(d * c - 1) < 1e-16 { break }
  }
  return fraction
}
