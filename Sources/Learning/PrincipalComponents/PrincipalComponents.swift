import Numerics

/// Principal component analysis (Pearson 1901; peer: scikit-learn's `PCA`).
///
/// The directions in which the rows vary most. Few of many are found by block Lanczos from the rows themselves, to 1e-6 of
/// each variance and their subspace to an angle of 1e-5; many, a share of the variance that takes many, and the likeliest
/// number come from all eigenvectors of the covariance matrix, or of the Gram matrix where there are fewer rows than
/// columns. Each component's sign is such that its largest loading is positive; where splits share the inner products of
/// rows, and so nobody needs loadings, that its largest training score is.
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
  /// - Cost: for each of some 5·k directions a product with the rows and back, of 4·n·d operations, or of about six times
  ///   as many for each number that is not zero where few are; 4·min(n, d) bytes a direction. Where more than an eighth of
  ///   all components is asked for, n·d·min(n, d) and 9·min(n, d)³ operations, the latter on one core, and 16·min(n, d)²
  ///   bytes.
  public func fit(
    _ features: Matrix, seed: UInt64 = 0, context: ExecutionContext = .plain
  ) throws -> FittedPrincipalComponents {
    try fit(rows: features, seed: seed, context: context)
  }

  /// The same of rows that need not be a matrix.
  public func fit(
    rows features: any ReadableRows, seed: UInt64 = 0, context: ExecutionContext = .plain
  ) throws -> FittedPrincipalComponents {
    try InputChecks.checkNotEmpty(features)
    try checkCount(of: features)
    let spectrum = try RowSpectrum(of: features, seed: seed, context: context)
    return try fit(features, spectrum: spectrum, context: context)
  }

  /// Learns the components of rows whose spectrum is shared with other fits: the same, bit for bit, as without.
  /// - Parameter spectrum: of these rows.
  public func fit(
    _ features: any ReadableRows, spectrum: RowSpectrum, context: ExecutionContext = .plain
  ) throws -> FittedPrincipalComponents {
    try checkCount(of: features)
    // Products are taken in single precision.
    guard spectrum.total < Double(Float.greatestFiniteMagnitude) else { throw LearningError.overflow }
    guard spectrum.total > 0 else { throw LearningError.constantData }
    if case .count(let count) = size, let shared = try spectrum.shared(count, context) {
      return FittedPrincipalComponents(
        shared, total: spectrum.total, width: features.columns, whitening: whitening, seed: spectrum.seed)
    }
    let found = try leading(of: spectrum, features, context)
    let values = found.values.map { max(0, $0) }
    let components = ComponentDirections(
      found.components, values: values, width: features.columns, isUnitLength: spectrum.side == .columns,
      seed: spectrum.seed)
    let degrees = Double(max(1, features.rows - 1))
    return FittedPrincipalComponents(
      means: try spectrum.means(of: features, context), loadings: components.loadings,
      explainedVariance: values.map { $0 / degrees },
      explainedShare: values.map { $0 / spectrum.total }, whitening: whitening)
  }

  private func checkCount(of features: any ReadableRows) throws {
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

  private func leading(
    of spectrum: RowSpectrum, _ features: any ReadableRows, _ context: ExecutionContext
  ) throws -> (values: [Double], components: [Double]) {
    switch size {
    case .likeliest:
      let pairs = try spectrum.all(of: features, context)
      let degrees = Double(max(1, features.rows - 1))
      let count = LikeliestDimension.count(of: pairs.values.map { $0 / degrees }, rows: features.rows)
      return (Array(pairs.values.prefix(count)), try spectrum.components(of: pairs.prefix(count), features, context))
    case .count(let count): return try spectrum.leading(count, of: features, context)
    case .share(let share): return try leading(explaining: share, of: spectrum, features, context)
    }
  }

  /// Tries a few leading ones before paying for all: often the first tenth explains nearly everything.
  private func leading(
    explaining share: Double, of spectrum: RowSpectrum, _ features: any ReadableRows, _ context: ExecutionContext
  ) throws -> (values: [Double], components: [Double]) {
    let order = spectrum.order
    for attempt in [order / 32, order / 10] where order > 512 {
      let found = try spectrum.leading(attempt, of: features, context)
      if let count = Self.count(explaining: share * spectrum.total, values: found.values) {
        return (
          Array(found.values.prefix(count)), Array(found.components.prefix(count * found.components.count / attempt))
        )
      }
    }
    let pairs = try spectrum.all(of: features, context)
    let most = min(features.rows, features.columns)
    let count = min(most, Self.count(explaining: share * spectrum.total, values: pairs.values) ?? most)
    return (Array(pairs.values.prefix(count)), try spectrum.components(of: pairs.prefix(count), features, context))
  }

  private static func count(explaining wanted: Double, values: [Double]) -> Int? {
    var sum = 0.0
    return values.firstIndex {
      sum += $0
      return sum > wanted
    }.map { $0 + 1 }
  }
}
