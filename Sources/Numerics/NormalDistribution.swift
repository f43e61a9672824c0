#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// P(Z ≤ x) of the standard normal.
public func normalDistribution(_ x: Double) -> Double {
  0.5 * erfc(-x / 2.0.squareRoot())
}

/// The inverse of `normalDistribution`: a rational start (Acklam), then two steps of Halley's method, which bring it to
/// rounding. ±infinity at 0 and 1.
public func normalQuantile(_ p: Double) -> Double {
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
