/// Which combination of the responses is the effect, to first order: outcome less covariates, over the treatment's jump
/// in a fuzzy design.
struct ResponseContrast: Sendable {
  /// One factor a response, whose variance is the effect's.
  let effect: [Double]
  /// The treatment's own jump less covariates, in a fuzzy design.
  let firstStage: [Double]?
  /// The outcome's.
  let outcome: [Double]

  /// - Parameters:
  ///   - values: the jump (or, on one side, the limit) of every response.
  ///   - covariates: coefficients of `CovariateProducts`, nil where there are none.
  init(values: [Double], isFuzzy: Bool, covariates: DenseMatrix?) {
    let offset = isFuzzy ? 2 : 1
    func contrast(_ column: Int) -> [Double] {
      var factors = [Double](repeating: 0, count: values.count)
      factors[column] = 1
      for row in 0..<(covariates?.rows ?? 0) { factors[offset + row] = -(covariates?[row, column] ?? 0) }
      return factors
    }
    outcome = contrast(0)
    guard isFuzzy else {
      effect = outcome
      firstStage = nil
      return
    }
    let treatment = contrast(1)
    firstStage = treatment
    let outcomeJump = dot(outcome, values)
    let treatmentJump = dot(treatment, values)
    effect = zip(outcome, treatment).map { $0 / treatmentJump - $1 * outcomeJump / (treatmentJump * treatmentJump) }
  }
}

/// The sum of products.
func dot(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
}
