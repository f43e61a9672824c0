import Numerics

/// Ordinary least squares with standard errors that do not ask for equal variances (HC1). Peer: statsmodels' OLS.
public struct LeastSquares: Sendable, Equatable {
  /// One column of the design.
  public struct Term: Sendable, Equatable {
    public let name: String
    public let values: [Double]

    public init(_ name: String, _ values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  public struct Coefficient: Sendable, Equatable {
    public let name: String
    public let estimate: Double
    /// HC1: White's, times n / (n − k).
    public let standardError: Double
    public let low: Double
    public let high: Double
    /// Two-sided, of nought, by the normal distribution.
    public let pValue: Double
  }

  public let coefficients: [Coefficient]
  public let rows: Int
  /// 1 − residual / total sum of squares about the mean.
  public let determination: Double

  /// - Parameter terms: with a column of ones where an intercept is wanted.
  /// - Throws: `CausalError.differentLengths`, `.tooFewRowsForFit`, `.collinear`.
  /// - Cost: rows · terms² operations.
  public init(_ terms: [Term], outcome: [Double], level: Double = 0.95) throws {
    let (n, k) = (outcome.count, terms.count)
    for term in terms where term.values.count != n {
      throw CausalError.differentLengths(of: "values of '\(term.name)'", found: term.values.count, rows: n)
    }
    guard n > k, k > 0 else { throw CausalError.tooFewRowsForFit(found: n, terms: k) }
    try Self.checkIndependence(terms)
    let design = DenseMatrix(rows: n, columns: k, storage: (0..<n).flatMap { row in terms.map { $0.values[row] } })
    let bread: DenseMatrix
    do { bread = try design.crossProduct(design).positiveInverse() } catch {
      throw CausalError.collinear(term: terms[k - 1].name)
    }
    let response = DenseMatrix(rows: n, columns: 1, storage: outcome)
    let beta = bread.times(design.crossProduct(response)).storage
    let residuals = zip(outcome, design.times(beta)).map { $0 - $1 }
    let variance = bread.times(design.crossProduct(design, weights: residuals.map { $0 * $0 })).times(bread)
    let correction = Double(n) / Double(n - k)
    let reach = -normalQuantile((1 - level) / 2)
    coefficients = terms.enumerated().map { index, term in
      let error = (variance[index, index] * correction).squareRoot()
      return Coefficient(
        name: term.name, estimate: beta[index], standardError: error, low: beta[index] - reach * error,
        high: beta[index] + reach * error, pValue: 2 * normalDistribution(-abs(beta[index] / error)))
    }
    rows = n
    let mean = outcome.reduce(0, +) / Double(n)
    let total = outcome.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    determination = 1 - residuals.reduce(0) { $0 + $1 * $1 } / total
  }

  /// By Gram and Schmidt, so that the first term that the ones before it determine can be named.
  private static func checkIndependence(_ terms: [Term]) throws {
    var basis: [[Double]] = []
    for term in terms {
      var rest = term.values
      let size = dot(rest, rest)
      for _ in 0..<2 {
        for direction in basis {
          let share = dot(direction, rest)
          for row in rest.indices { rest[row] -= share * direction[row] }
        }
      }
      let left = dot(rest, rest)
      guard left > size * 1e-18, left > 0 else { throw CausalError.collinear(term: term.name) }
      let length = left.squareRoot()
      basis.append(rest.map { $0 / length })
    }
  }
}
