#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// The few distributions that tests and intervals of this module need.

/// P(Z ≤ x) of the standard normal.
func normalDistribution(_ x: Double) -> Double {
  0.5 * erfc(-x / 2.0.squareRoot())
}

/// The inverse of `normalDistribution`: a rational start (Acklam), then two steps of Halley's method, which bring it to
/// rounding. ±infinity at 0 and 1.
func normalQuantile(_ p: Double) -> Double {
  guard p > 0 else { return -.infinity }
  guard p < 1 else { return .infinity }
  if p > 0.5 { return -normalQuantile(1 - p) }
  var x = normalQuantileStart(p)
  for _ in 0..<2 {
    let error = (normalDistribution(x) - p) * (2 * Double.pi).squareRoot() * exp(x * x / 2)
    x -= error / (1 + x * error / 2)
  }
  return x
}

/// To 1e-9 relative, for p up to a half.
private func normalQuantileStart(_ p: Double) -> Double {
  func polynomial(_ coefficients: [Double], _ x: Double) -> Double { coefficients.reduce(0) { $0 * x + $1 } }
  if p < 0.02425 {
    let q = (-2 * log(p)).squareRoot()
    return polynomial(
      [
        -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838, -2.549732539343734, 4.374664141464968,
        2.938163982698783,
      ], q)
      / polynomial([7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996, 3.754408661907416, 1], q)
  }
  let q = p - 0.5
  let r = q * q
  return q
    * polynomial(
      [
        -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02,
        -3.066479806614716e+01, 2.506628277459239,
      ], r)
    / polynomial(
      [
        -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
        -1.328068155288572e+01, 1,
      ], r)
}

/// P(|T| ≥ |t|) of Student's t with `freedom` degrees.
func studentTwoSided(_ t: Double, freedom: Double) -> Double {
  regularizedBeta(freedom / (freedom + t * t), freedom / 2, 0.5)
}

/// The t with P(|T| ≥ t) = `tail`, by bisection: it is asked for once a table, and never fails.
func studentQuantile(twoSided tail: Double, freedom: Double) -> Double {
  var lower = 0.0
  var upper = 1.0
  while studentTwoSided(upper, freedom: freedom) > tail, upper < 1e300 { upper *= 2 }
  for _ in 0..<200 {
    let middle = (lower + upper) / 2
    if middle == lower || middle == upper { break }
    if studentTwoSided(middle, freedom: freedom) > tail { lower = middle } else { upper = middle }
  }
  return (lower + upper) / 2
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
