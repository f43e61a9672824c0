import Numerics

/// Principal component analysis (Pearson 1901; peer: scikit-learn's `PCA`).
///
/// The directions in which the rows vary most, from the eigenvectors of the covariance matrix, or of the Gram matrix
/// where there are fewer rows than columns. Few of many are found by block Lanczos, to 1e-5 of each variance or
/// better. Each component's sign is such that its largest loading is positive.
public struct PrincipalComponents: Transformer, Equatable {
  /// How many components to keep.
  public enum Size: Sendable, Equatable, Codable {
    case count(Int)
    /// As few as explain more than this share of the variance.
    case share(Double)
    /// As many as make the rows likeliest (`LikeliestDimension`); needs at least as many rows as columns.
    case likeliest
  }

  public let size: Size
  /// Whether scores are divided by their deviation, so that each has variance 1.
  public let whitening: Bool

  /// - Throws: `LearningError.invalidOption` for a count below 1 or a share not between 0 and 1.
  public init(_ size: Size, whitening: Bool = false) throws {
    switch size {
    case .count(let count):
      guard count >= 1 else {
        throw LearningError.invalidOption(name: "k", value: "\(count)", allowed: "1 or more")
      }
    case .share(let share):
      guard share > 0, share < 1 else {
        throw LearningError.invalidOption(name: "share", value: "\(share)", allowed: "between 0 and 1")
      }
    case .likeliest: break
    }
    self.size = size
    self.whitening = whitening
  }

  /// Learns the components of n×d rows.
  ///
  /// - Parameters:
  ///   - seed: for the starting directions of the iteration; it changes results within their tolerance only.
  /// - Throws: `LearningError.noRows`, `.noColumns`, `.nonFinite`, `.tooManyComponents`, `.constantData`,
  ///   `.overflow`; `NumericsError.decompositionFailed`; `Interrupted`.
  /// - Cost: n·d·min(n, d) operations; about 12·min(n, d)² bytes and 128 MB beyond the rows. Where more than an eighth
  ///   of all components is asked for, also 9·min(n, d)³ operations on one core.
  public func fit(
    _ features: Matrix, seed: UInt64 = 0, context: ExecutionContext = .plain
  ) throws -> FittedPrincipalComponents {
    try InputChecks.checkFeatures(features, context: context)
    try checkCount(of: features)
    let covariances = Covariances(spectrum: try Spectrum(of: features, context: context))
    return try fit(features, covariances: covariances, seed: seed, context: context)
  }

  /// Learns the components of rows whose covariances are known: the same, bit for bit, as without them. Fits with
  /// several counts on the same rows so pay for the covariances once.
  /// - Parameter covariances: of these rows.
  public func fit(
    _ features: Matrix, covariances: Covariances, seed: UInt64 = 0, context: ExecutionContext = .plain
  ) throws -> FittedPrincipalComponents {
    try checkCount(of: features)
    let spectrum = covariances.spectrum
    guard spectrum.total.isFinite else { throw LearningError.overflow }
    guard spectrum.total > 0 else { throw LearningError.constantData }
    let pairs = try eigenpairs(of: spectrum, rows: features.rows, seed: seed, context)
    let components = try spectrum.components(pairs, of: features, seed: seed, context)
    let degrees = Double(max(1, features.rows - 1))
    let values = pairs.values.map { max(0, $0) }
    return FittedPrincipalComponents(
      means: spectrum.means, loadings: components, explainedVariance: values.map { $0 / degrees },
      explainedShare: values.map { $0 / spectrum.total }, whitening: whitening)
  }

  private func checkCount(of features: Matrix) throws {
    switch size {
    case .count(let count) where count > min(features.rows, features.columns):
      throw LearningError.tooManyComponents(asked: count, rows: features.rows, columns: features.columns)
    case .likeliest where features.rows < features.columns:
      throw LearningError.invalidOption(
        name: "k", value: "mle",
        allowed: "a number or a share where rows (\(features.rows)) are fewer than columns (\(features.columns))")
    default: break
    }
  }

  private func eigenpairs(
    of spectrum: Spectrum, rows: Int, seed: UInt64, _ context: ExecutionContext
  ) throws -> Eigenpairs {
    switch size {
    case .likeliest:
      let pairs = try spectrum.product.eigenpairs()
      let degrees = Double(max(1, rows - 1))
      return pairs.prefix(LikeliestDimension.count(of: pairs.values.map { $0 / degrees }, rows: rows))
    case .count(let count):
      return try spectrum.product.leadingEigenpairs(count, seed: seed, context: context)
    case .share(let share):
      return try eigenpairs(explaining: share, of: spectrum, seed: seed, context)
    }
  }

  /// Tries a few leading ones before paying for all: often the first tenth explains nearly everything.
  private func eigenpairs(
    explaining share: Double, of spectrum: Spectrum, seed: UInt64, _ context: ExecutionContext
  ) throws -> Eigenpairs {
    let order = spectrum.product.order
    for attempt in [order / 32, order / 10] where order > 512 {
      let pairs = try spectrum.product.leadingEigenpairs(attempt, seed: seed, context: context)
      if let count = Self.count(explaining: share * spectrum.total, values: pairs.values) {
        return pairs.prefix(count)
      }
    }
    let pairs = try spectrum.product.eigenpairs()
    return pairs.prefix(Self.count(explaining: share * spectrum.total, values: pairs.values) ?? order)
  }

  private static func count(explaining wanted: Double, values: [Double]) -> Int? {
    var sum = 0.0
    return values.firstIndex {
      sum += $0
      return sum > wanted
    }.map { $0 + 1 }
  }
}
