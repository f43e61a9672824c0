import Numerics

/// A polynomial in the distance from the cutoff, fitted to one side by weighted least squares, to all responses at
/// once.
struct LocalPolynomial: Sendable {
  let order: Int
  /// Row i: 1, d, d², … of its distance d.
  let basis: DenseMatrix
  let weights: [Double]
  /// (RᵀWR)⁻¹.
  let inverse: DenseMatrix

  /// - Throws: `NumericsError` where the rows do not identify the polynomial.
  init(_ side: CutoffSide, cutoff: Double, order: Int, bandwidth: Double, kernel: KernelShape) throws {
    self.order = order
    weights = side.running.map { kernel.weight($0 - cutoff, bandwidth: bandwidth) }
    basis = Self.basis(side.running, cutoff: cutoff, order: order)
    inverse = try basis.crossProduct(basis, weights: weights).positiveInverse()
  }

  static func basis(_ running: [Double], cutoff: Double, order: Int) -> DenseMatrix {
    var basis = DenseMatrix(rows: running.count, columns: order + 1, repeating: 1)
    for (row, value) in running.enumerated() {
      for power in 1...max(1, order) where order > 0 {
        basis[row, power] = basis[row, power - 1] * (value - cutoff)
      }
    }
    return basis
  }

  /// WR: what a row's residual is multiplied by in the sandwich.
  var scores: DenseMatrix { basis.scalingRows(by: weights) }

  /// How much each row's own response moves what is fitted there: of 1, a row decides it alone.
  var leverages: [Double] {
    let moved = basis.times(inverse)
    return weights.indices.map { row in
      weights[row] * (0...order).reduce(0) { $0 + moved[row, $1] * basis[row, $1] }
    }
  }

  /// A row for each power, a column for each response.
  func coefficients(_ responses: DenseMatrix) -> DenseMatrix {
    inverse.times(basis.crossProduct(responses, weights: weights))
  }

  /// RᵀW·uᵒ⁺¹ with u = distance / bandwidth: how the first neglected power leaks into the coefficients.
  func leakage(distances: [Double], bandwidth: Double) -> [Double] {
    var sums = [Double](repeating: 0, count: order + 1)
    for (row, distance) in distances.enumerated() {
      var power = weights[row]
      for _ in 0...order { power *= distance / bandwidth }
      for column in 0...order { sums[column] += power * basis[row, column] }
    }
    return sums
  }
}

/// Cross-products of covariates net of the polynomial, from which their common coefficients come.
struct CovariateProducts: Sendable {
  /// Covariates × covariates, and covariates × (outcome, treatment).
  let own: DenseMatrix
  let others: DenseMatrix

  /// - Parameter covariates: the number of covariates, the last columns of `responses`.
  init(_ fit: LocalPolynomial, _ responses: DenseMatrix, covariates: Int) {
    let first = responses.columns - covariates
    let z = responses.columns(first..<responses.columns)
    let u = fit.basis.crossProduct(responses, weights: fit.weights)
    let net =
      z.crossProduct(responses, weights: fit.weights)
      - u.columns(first..<responses.columns).crossProduct(fit.inverse.times(u))
    own = net.columns(first..<responses.columns)
    others = net.columns(0..<first)
  }

  private init(own: DenseMatrix, others: DenseMatrix) {
    self.own = own
    self.others = others
  }

  static func + (a: CovariateProducts, b: CovariateProducts) -> CovariateProducts {
    CovariateProducts(own: a.own + b.own, others: a.others + b.others)
  }

  /// A row for each covariate; a column for the outcome and, in a fuzzy design, one for the treatment.
  func coefficients() throws -> DenseMatrix { try own.pseudoInverse().times(others) }
}
