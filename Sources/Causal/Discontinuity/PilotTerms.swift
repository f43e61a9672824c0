import Glibc

/// Variance, bias and regularisation of one coefficient on one side, as functions of the bandwidth taken to pieces.
///
/// The mean squared error of coefficient `derivative` of a polynomial of order o falls with V / h^(2ν+1) and rises with
/// B² · h^(2(o+1−ν)); the bandwidth that balances them is [V / (B² + R)]^(1/(2o+3)).
struct PilotTerms: Sendable {
  let variance: Double
  let bias: Double
  let regularisation: Double
}

/// Computes `PilotTerms` of one side, keeping what does not depend on the bias bandwidth.
struct PilotSide {
  struct Question: Hashable {
    let order: Int
    let derivative: Int
  }

  private struct Spread {
    let variance: Double
    let biasFactor: Double
    let contrast: [Double]
  }

  let side: CutoffSide
  let cutoff: Double
  let kernel: KernelShape
  let isFuzzy: Bool
  let covariates: Int
  let errors: RowErrors
  let neighbours: Int
  /// The pilot bandwidth of the variance.
  let pilot: Double
  private var known: [Question: Spread] = [:]

  init(
    _ side: CutoffSide, cutoff: Double, kernel: KernelShape, isFuzzy: Bool, covariates: Int, errors: RowErrors,
    neighbours: Int, pilot: Double
  ) {
    self.side = side
    self.cutoff = cutoff
    self.kernel = kernel
    self.isFuzzy = isFuzzy
    self.covariates = covariates
    self.errors = errors
    self.neighbours = neighbours
    self.pilot = pilot
  }

  /// - Parameters:
  ///   - biasOrder: order of the polynomial whose leading coefficient tells the bias, with bandwidth `biasBandwidth`.
  /// - Throws: `CausalError.noBandwidth` where a window has too few different values.
  mutating func terms(
    _ question: Question, biasOrder: Int, biasBandwidth: Double, isRegularised: Bool
  ) throws -> PilotTerms {
    let spread = try known[question] ?? spread(question)
    known[question] = spread
    guard biasBandwidth.isFinite, biasBandwidth > 0 else { throw CausalError.noBandwidth }
    let window = side.window(cutoff: cutoff, bandwidth: biasBandwidth, kernel: kernel)
    guard window.distinct > biasOrder else { throw CausalError.noBandwidth }
    let fit = try LocalPolynomial(
      window, cutoff: cutoff, order: biasOrder, bandwidth: biasBandwidth, kernel: kernel)
    let leading = fit.coefficients(window.responses).row(biasOrder)
    let gap = Double(2 * (question.order + 1 - question.derivative))
    var regularisation = 0.0
    if isRegularised {
      let variance = self.variance(fit, window, spread.contrast)[biasOrder, biasOrder]
      regularisation = gap * 3 * spread.biasFactor * spread.biasFactor * variance
    }
    let power = Double(2 * question.derivative + 1)
    return PilotTerms(
      variance: power * pow(pilot, power) * spread.variance,
      bias: gap.squareRoot() * spread.biasFactor * dot(spread.contrast, leading), regularisation: regularisation)
  }

  private func spread(_ question: Question) throws -> Spread {
    let (order, derivative) = (question.order, question.derivative)
    let window = side.window(cutoff: cutoff, bandwidth: pilot, kernel: kernel)
    guard window.distinct > order else { throw CausalError.noBandwidth }
    let fit = try LocalPolynomial(window, cutoff: cutoff, order: order, bandwidth: pilot, kernel: kernel)
    let factorial = (1...max(1, derivative)).reduce(1.0) { $0 * Double($1) }
    let values = fit.coefficients(window.responses).row(derivative).map { $0 * factorial }
    let coefficients =
      covariates > 0 ? try CovariateProducts(fit, window.responses, covariates: covariates).coefficients() : nil
    let contrast = ResponseContrast(values: values, isFuzzy: isFuzzy, covariates: coefficients).effect
    let leakage = fit.inverse.times(fit.leakage(distances: window.running.map { $0 - cutoff }, bandwidth: pilot))
    return Spread(
      variance: variance(fit, window, contrast)[derivative, derivative],
      biasFactor: pow(pilot, Double(derivative)) * leakage[derivative], contrast: contrast)
  }

  private func variance(_ fit: LocalPolynomial, _ window: CutoffSide, _ contrast: [Double]) -> DenseMatrix {
    let residuals =
      window.clusters == nil
      ? errors.residuals(window, fit, neighbours: neighbours) : Residuals.ofFit(fit, window.responses)
    let meat = Sandwich.meat(
      scores: fit.scores, residuals: residuals, contrast: contrast, clusters: window.clusters, terms: fit.order + 1)
    return Sandwich.variance(bread: fit.inverse, meat: meat)
  }
}
