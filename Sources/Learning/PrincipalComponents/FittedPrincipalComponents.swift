import Numerics

/// Principal components as learnt.
public struct FittedPrincipalComponents: FittedTransformer, Equatable {
  /// Worked out when they are asked for where scores come without them.
  private let directions: LearntDirections
  /// The variance of the training rows along each component, divided by n − 1.
  public let explainedVariance: [Double]
  /// The same as a share of the variance of all columns.
  public let explainedShare: [Double]
  public let whitening: Bool

  /// The mean of each column of the training rows.
  public var means: [Float] { directions.known.means }
  private var loadings: [Float] { directions.known.loadings }

  /// Where rows get their scores by products, a copy, which has none, would give the same rows other last digits.
  public var isCopiedExactly: Bool { !directions.knowsProducts }

  public var byteCount: Int {
    directions.byteCount + explainedVariance.byteCount + explainedShare.byteCount
  }

  init(
    means: [Float], loadings: [Float], explainedVariance: [Double], explainedShare: [Double], whitening: Bool
  ) {
    directions = LearntDirections(means: means, loadings: loadings)
    self.explainedVariance = explainedVariance
    self.explainedShare = explainedShare
    self.whitening = whitening
  }

  /// From products of rows that are shared.
  init(_ shared: RowSpectrum.Shared, total: Double, width: Int, whitening: Bool, seed: UInt64) {
    let values = shared.pairs.values
    let degrees = Double(max(1, shared.pairs.order - 1))
    directions = LearntDirections(shared, width: width, seed: seed)
    explainedVariance = values.map { $0 / degrees }
    explainedShare = values.map { $0 / total }
    self.whitening = whitening
  }

  /// How many components there are.
  public var count: Int { explainedVariance.count }

  /// One component a row, k×d.
  public var components: Matrix {
    Matrix(rows: count, columns: means.count, storage: loadings)
  }

  /// The first `count` components alone, without fitting again.
  ///
  /// The same numbers, bit for bit, as the first of these. A fit that asked for `count` from the start has the same
  /// components within the tolerance of the iteration (or the same bits, where both were computed in full).
  /// - Throws: `LearningError.invalidOption` unless 1 ≤ count ≤ `self.count`.
  public func truncated(to count: Int) throws -> FittedPrincipalComponents {
    guard (1...max(1, self.count)).contains(count) else {
      throw LearningError.invalidOption(name: "k", value: "\(count)", allowed: "between 1 and \(self.count)")
    }
    return FittedPrincipalComponents(
      means: means, loadings: Array(loadings.prefix(count * means.count)),
      explainedVariance: Array(explainedVariance.prefix(count)), explainedShare: Array(explainedShare.prefix(count)),
      whitening: whitening)
  }

  /// Scores of n×d rows: n×k.
  /// - Throws: `LearningError.wrongWidth`, `.nonFinite`, `.damagedModel`; `Interrupted`.
  /// - Cost: 2·n·d·k operations.
  public func transform(_ features: Matrix, context: ExecutionContext = .plain) throws -> Matrix {
    try transform(rows: features, context: context)
  }

  /// The same of rows that need not be a matrix.
  ///
  /// Those that shared their products with the training rows get scores by these, without the components.
  public func transform(rows features: any ReadableRows, context: ExecutionContext = .plain) throws -> Matrix {
    let width = directions.width
    try ModelChecks.require(count > 0 && width > 0 && directions.isTable(of: count))
    try InputChecks.checkWidth(features, width)
    var result =
      if let scores = directions.scores(of: features) {
        Matrix(rows: features.rows, columns: count, storage: scores)
      } else if let offsets = meanScores {
        try features.products(with: components, minus: offsets, context: context)
      } else {
        try centredProducts(features, context)
      }
    if let scales = scoreScales {
      let count = count
      result.storage.withUnsafeMutableBufferPointer { scores in
        for i in scores.indices { scores[i] *= scales[i % count] }
      }
    }
    // A number that is not finite makes every score of its row so, and there are far fewer scores.
    if try result.firstNonFinite(context: context) != nil { try InputChecks.checkFinite(features, context: context) }
    return result
  }

  /// Scores of rows that are centred first.
  private func centredProducts(_ features: any ReadableRows, _ context: ExecutionContext) throws -> Matrix {
    let (components, count) = (components, count)
    return try Matrix(rows: features.rows, columns: count) { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: features.rows, size: 256) { rows in
        let centred = try features.centred(by: means, rows: rows)
        BLAS.multiply(
          centred.storage, stride: centred.columns, transposed: false, by: components.storage,
          stride: centred.columns, transposed: true, into: target.base + rows.lowerBound * count, stride: count,
          rows: rows.count, columns: count, inner: centred.columns)
      }
    }
  }

  /// The scores of the means, to be subtracted from those of rows as they are; nil where the means are so large beside the
  /// deviations that rows must be centred first.
  private var meanScores: [Float]? {
    guard let variance = explainedVariance.first, let share = explainedShare.first, variance > 0, share > 0
    else { return nil }
    let squares = means.reduce(0.0) { $0 + Double($1) * Double($1) }
    guard squares <= 16 * variance / share else { return nil }
    let (means, loadings) = (means, loadings)
    return (0..<count).map { component in
      let loadings = loadings[component * means.count..<(component + 1) * means.count]
      return Float(zip(means, loadings).reduce(0.0) { $0 + Double($1.0) * Double($1.1) })
    }
  }

  /// What scores are multiplied by when whitening. Along a direction without variance there is nothing to scale up.
  private var scoreScales: [Float]? {
    guard whitening else { return nil }
    return explainedVariance.map { $0 > negligibleVariance ? Float(1 / $0.squareRoot()) : 1 }
  }

  /// Variance that rounding in single precision makes by itself.
  private var negligibleVariance: Double { 1e-12 * (explainedVariance.first ?? 0) }

  /// Kept components that whitening leaves as they are, since what varies along them is rounding.
  public var unwhitenedCount: Int {
    whitening ? explainedVariance.count { $0 <= negligibleVariance } : 0
  }
}

extension FittedPrincipalComponents {
  private enum Key: String, CodingKey {
    case means, loadings, explainedVariance, explainedShare, whitening
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      means: try container.decode([Float].self, forKey: .means),
      loadings: try container.decode([Float].self, forKey: .loadings),
      explainedVariance: try container.decode([Double].self, forKey: .explainedVariance),
      explainedShare: try container.decode([Double].self, forKey: .explainedShare),
      whitening: try container.decode(Bool.self, forKey: .whitening))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(means, forKey: .means)
    try container.encode(loadings, forKey: .loadings)
    try container.encode(explainedVariance, forKey: .explainedVariance)
    try container.encode(explainedShare, forKey: .explainedShare)
    try container.encode(whitening, forKey: .whitening)
  }
}
