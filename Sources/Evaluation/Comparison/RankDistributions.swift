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

/// The studentized range with infinite degrees of freedom: how far the greatest of several standard normal numbers is
/// from the least.
///
/// By the trapezoid rule, which for a smooth function that vanishes at both ends is exact to rounding as soon as its steps
/// are short beside it: the more numbers, the shorter.
struct StudentizedRange: Sendable {
  private struct Node {
    let z: Double
    let below: Double
    /// Density times width, for each of the numbers being the greatest.
    let weight: Double
  }

  private let groups: Int
  private let nodes: [Node]

  /// Cost: O(√groups) error functions, 720 at most.
  init(groups: Int) {
    self.groups = groups
    let (start, end) = (-9.0, 9.0)
    let longest = min(0.2, 0.4 / Double(max(groups, 1)).squareRoot())
    let steps = min(720, Int(((end - start) / longest).rounded(.up)))
    let width = (end - start) / Double(steps)
    nodes = (0...steps).map { step in
      let z = start + Double(step) * width
      let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot()
      return Node(z: z, below: normalDistribution(z), weight: density * width * Double(groups))
    }
  }

  /// P(range ≥ q). Cost: as of `init`.
  func tail(_ q: Double) -> Double {
    guard q > 0 else { return 1 }
    var sum = 0.0
    for node in nodes { sum += node.weight * power(node.below - normalDistribution(node.z - q), groups - 1) }
    return min(max(1 - sum, 0), 1)
  }

  /// By squaring, which is faster than any power by logarithms.
  private func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, square, rest) = (1.0, base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
  }
}
