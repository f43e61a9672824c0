#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Numerics

/// P(χ² ≥ x) with `freedom` degrees: the regularised upper incomplete gamma function, by its series or its continued
/// fraction (Press et al., Numerical Recipes, 6.2).
func chiSquaredTail(_ x: Double, freedom: Double) -> Double {
  guard x > 0 else { return 1 }
  let (a, z) = (freedom / 2, x / 2)
  let front = exp(a * log(z) - z - logFactorial(a - 1))
  return z < a + 1 ? 1 - front * gammaSeries(a, z) : front * gammaFraction(a, z)
}

private func gammaSeries(_ a: Double, _ z: Double) -> Double {
  var term = 1 / a
  var sum = term
  for step in 1...10_000 {
    term *= z / (a + Double(step))
    sum += term
    if term < sum * 1e-17 { break }
  }
  return sum
}

private func gammaFraction(_ a: Double, _ z: Double) -> Double {
  var b = z + 1 - a
  var c = 1e300
  var d = 1 / b
  var fraction = d
  for step in 1...10_000 {
    let i = Double(step)
    b += 2
    d = 1 / (-i * (i - a) * d + b)
    c = b - i * (i - a) / c
    fraction *= d * c
    if abs(d * c - 1) < 1e-16 { break }
  }
  return fraction
}

/// P(range ≥ q) of `groups` standard normal numbers: the studentized range with infinite degrees of freedom.
///
/// By the trapezoid rule, which for a smooth function that vanishes at both ends is exact to rounding.
func studentizedRangeTail(_ q: Double, groups: Int) -> Double {
  guard q > 0 else { return 1 }
  let (start, end) = (-9.0, 9.0)
  let steps = 720
  let width = (end - start) / Double(steps)
  let sum = (0...steps).reduce(0.0) { sum, step in
    let z = start + Double(step) * width
    let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot()
    return sum + density * pow(normalDistribution(z) - normalDistribution(z - q), Double(groups - 1))
  }
  return min(max(1 - Double(groups) * sum * width, 0), 1)
}
