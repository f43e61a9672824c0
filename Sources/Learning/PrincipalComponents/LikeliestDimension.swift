import Glibc

/// How many components data have, judged by their eigenvalues: the number under which they are likeliest when every row
/// is a point in a space of so many directions, plus noise that is the same in all (Minka 2000, Laplace's approximation
/// of the evidence; peer: scikit-learn's `PCA("mle")`).
enum LikeliestDimension {
  /// - Parameters:
  ///   - variances: of all d components, descending, divided by n − 1.
  ///   - rows: n, at least d.
  /// - Returns: from 1 to d − 1; 1 for a single column.
  /// - Cost: d² logarithms.
  static func count(of variances: [Double], rows: Int) -> Int {
    guard variances.count > 1, let largest = variances.first else { return 1 }
    // What is left of a direction without variance is rounding.
    let usable = variances.prefix(variances.count - 1).prefix { $0 > 1e-13 * largest }.count
    var evidence = Evidence(variances: variances, rows: rows)
    var best = (count: 1, value: -Double.infinity)
    for count in 1...max(1, usable) {
      let value = evidence.next()
      if value > best.value { best = (count, value) }
    }
    return best.count
  }
}

/// The logarithm of the evidence for one component, two components, and so on.
private struct Evidence {
  private let variances: [Double]
  private let rows: Double
  private var count = 0
  private var prior: Double = 0
  private var sumOfLogarithms: Double = 0
  private var rest: Double
  /// Σ log (λi − λj) (1/λj − 1/λi) over pairs of components.
  private var pairs: Double = 0
  /// Σ log (λi − λj) over pairs of a component and a direction of noise.
  private var mixedPairs: Double = 0

  init(variances: [Double], rows: Int) {
    self.variances = variances
    self.rows = Double(rows)
    rest = variances.reduce(0, +)
  }

  /// Takes one component more.
  mutating func next() -> Double {
    let columns = Double(variances.count)
    takeNext()
    let noiseDirections = columns - Double(count)
    let noise = max(1e-15, rest / noiseDirections)
    let freedom = columns * Double(count) - Double(count * (count + 1)) / 2
    let curvature =
      pairs + mixedPairs
      + variances.prefix(count).reduce(0) { $0 + noiseDirections * log(1 / noise - 1 / $1) } + freedom * log(rows)
    return prior - sumOfLogarithms * rows / 2 - log(noise) * rows * noiseDirections / 2
      + log(2 * .pi) * (freedom + Double(count)) / 2 - curvature / 2 - Double(count) * log(rows) / 2
  }

  private mutating func takeNext() {
    let new = variances[count]
    for earlier in variances[..<count] {
      mixedPairs -= log(earlier - new)
      pairs += log((earlier - new) * (1 / new - 1 / earlier))
    }
    for later in variances[(count + 1)...] { mixedPairs += log(new - later) }
    count += 1
    sumOfLogarithms += log(new)
    rest -= new
    let half = Double(variances.count - count + 1) / 2
    prior += lgamma(half) - log(.pi) * half - log(2)
  }
}
