import Glibc
import Numerics

/// One side's polynomials of order p (bandwidth h) and q (bandwidth b), over the rows of the wider window.
struct SideFit {
  let window: CutoffSide
  let main: LocalPolynomial
  let bias: LocalPolynomial
  /// A row's factors of the bias-corrected coefficients: WR less what the leading bias term takes away.
  let correctedScores: DenseMatrix
  let estimationRows: Int
  let biasRows: Int
  private let errors: RowErrors
  private let neighbours: Int
  /// Whether h and b are the same, so that correcting the bias is fitting the polynomial of order q.
  let hasOneBandwidth: Bool

  /// - Throws: `CausalError.tooFewPlaces`.
  init(
    _ side: CutoffSide, _ options: RegressionDiscontinuity, estimation h: Double, bias b: Double, name: String
  ) throws {
    let (cutoff, kernel) = (options.cutoff, options.kernel)
    let within = side.window(cutoff: cutoff, bandwidth: h, kernel: kernel)
    let withinBias = side.window(cutoff: cutoff, bandwidth: b, kernel: kernel)
    guard within.distinct > options.order else {
      throw CausalError.tooFewPlaces(side: name, found: within.distinct, needed: options.order + 1)
    }
    guard withinBias.distinct > options.biasOrder else {
      throw CausalError.tooFewPlaces(side: name, found: withinBias.distinct, needed: options.biasOrder + 1)
    }
    window = h > b ? within : withinBias
    if window.clusters != nil, window.clusterCount < 2 {
      throw CausalError.tooFewClusters(side: name, found: window.clusterCount)
    }
    (estimationRows, biasRows) = (within.count, withinBias.count)
    errors = options.errors
    neighbours = options.neighbours
    hasOneBandwidth = h == b
    main = try LocalPolynomial(window, cutoff: cutoff, order: options.order, bandwidth: h, kernel: kernel)
    bias = try LocalPolynomial(window, cutoff: cutoff, order: options.biasOrder, bandwidth: b, kernel: kernel)
    // Of the bias polynomial, the coefficient of the first power that the main one neglects.
    let leading = bias.inverse.row(options.order + 1)
    let curvature = zip(bias.basis.times(leading), bias.weights).map { $0 * $1 }
    let leakage = main.leakage(distances: window.running.map { $0 - cutoff }, bandwidth: h)
    let scale = pow(h, Double(options.order + 1))
    var scores = main.scores
    for row in 0..<scores.rows {
      for column in 0..<scores.columns { scores[row, column] -= scale * curvature[row] * leakage[column] }
    }
    correctedScores = scores
  }

  var coefficients: DenseMatrix { main.coefficients(window.responses) }
  var correctedCoefficients: DenseMatrix { main.inverse.times(correctedScores.crossProduct(window.responses)) }

  /// Of the limit at the cutoff of a combination of responses: as if unbiased, and with the bias's own uncertainty.
  /// - Parameter isOneBandwidth: whether h and b are the same on both sides.
  func variances(_ contrast: [Double], isOneBandwidth: Bool) -> (conventional: Double, robust: Double) {
    let isClustered = window.clusters != nil
    let plain =
      isClustered
      ? Residuals.ofFit(main, window.responses) : errors.residuals(window, main, neighbours: neighbours)
    func variance(_ scores: DenseMatrix, _ residuals: DenseMatrix, bread: DenseMatrix, terms: Int) -> Double {
      let meat = Sandwich.meat(
        scores: scores, residuals: residuals, contrast: contrast, clusters: window.clusters, terms: terms)
      return Sandwich.variance(bread: bread, meat: meat)[0, 0]
    }
    let conventional = variance(main.scores, plain, bread: main.inverse, terms: main.order + 1)
    guard isClustered else {
      // Neighbours say the same whatever is fitted.
      let corrected = errors == .neighbours ? plain : errors.residuals(window, bias, neighbours: neighbours)
      return (conventional, variance(correctedScores, corrected, bread: main.inverse, terms: 0))
    }
    let residuals = Residuals.ofFit(bias, window.responses)
    let robust =
      isOneBandwidth
      ? variance(bias.scores, residuals, bread: bias.inverse, terms: bias.order + 1)
      : variance(correctedScores, residuals, bread: main.inverse, terms: bias.order + 1)
    return (conventional, robust)
  }
}

/// The jump between two sides and its uncertainty.
struct JumpInference {
  let conventional: DiscontinuityEstimate.Inference
  let robust: DiscontinuityEstimate.Inference
  let firstStage: DiscontinuityEstimate.Inference?
  let curves: Sides<[Double]>

  init(_ fits: Sides<SideFit>, isFuzzy: Bool, covariates: Int, level: Double) throws {
    let coefficients = fits.map(\.coefficients)
    let corrected = fits.map(\.correctedCoefficients)
    let jump = (coefficients.above - coefficients.below).row(0)
    let correctedJump = (corrected.above - corrected.below).row(0)
    let common =
      covariates > 0
      ? try
        (CovariateProducts(fits.above.main, fits.above.window.responses, covariates: covariates)
        + CovariateProducts(fits.below.main, fits.below.window.responses, covariates: covariates)).coefficients()
      : nil
    let contrast = ResponseContrast(values: jump, isFuzzy: isFuzzy, covariates: common)
    let effect: Double
    if let treatment = contrast.firstStage {
      let treatmentJump = dot(treatment, jump)
      guard treatmentJump != 0 else { throw CausalError.noFirstStage }
      effect = dot(contrast.outcome, jump) / treatmentJump
    } else {
      effect = dot(contrast.outcome, jump)
    }
    let bias = dot(contrast.effect, zip(jump, correctedJump).map { $0 - $1 })
    let isOneBandwidth = fits.below.hasOneBandwidth && fits.above.hasOneBandwidth
    let errors = Self.errors(fits, contrast.effect, isOneBandwidth)
    conventional = Self.inference(effect, errors.conventional, level)
    robust = Self.inference(effect - bias, errors.robust, level)
    firstStage = contrast.firstStage.map { factors in
      Self.inference(dot(factors, correctedJump), Self.errors(fits, factors, isOneBandwidth).robust, level)
    }
    curves = coefficients.map { $0.times(contrast.outcome) }
  }

  private static func errors(
    _ fits: Sides<SideFit>, _ contrast: [Double], _ isOneBandwidth: Bool
  ) -> (conventional: Double, robust: Double) {
    let below = fits.below.variances(contrast, isOneBandwidth: isOneBandwidth)
    let above = fits.above.variances(contrast, isOneBandwidth: isOneBandwidth)
    return (
      (below.conventional + above.conventional).squareRoot(), (below.robust + above.robust).squareRoot()
    )
  }

  private static func inference(
    _ estimate: Double, _ error: Double, _ level: Double
  ) -> DiscontinuityEstimate.Inference {
    let reach = -normalQuantile((1 - level) / 2) * error
    return DiscontinuityEstimate.Inference(
      estimate: estimate, standardError: error, low: estimate - reach, high: estimate + reach,
      pValue: 2 * normalDistribution(-abs(estimate / error)))
  }
}
