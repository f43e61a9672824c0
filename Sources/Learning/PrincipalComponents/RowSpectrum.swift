import Numerics
import Synchronization

/// What a fit of principal components begins with, whatever their number: means, variance, and what has been found of the
/// directions in which the rows vary. Fits with several counts on the same rows share it, and each finds what it would
/// find alone, bit for bit.
///
/// Few components of many come from the rows themselves (`KrylovBasis`), from their numbers that are not zero where these
/// are few (`SparseRows`), or by products of counts (`CountedSpectrum`). The scatter matrix, or the Gram matrix where there
/// are fewer rows than columns, is formed where that takes fewer operations, or where all components are asked for.
public final class RowSpectrum: Sendable {
  /// The scatter or Gram matrix with the directions found of it.
  private struct Formed: Sendable {
    let matrix: SymmetricMatrix
    let basis: KrylovBasis
  }

  /// What is found by inner products alone: eigenvalues, for each its eigenvector with a number a row, and what the Gram
  /// matrix makes of that.
  struct Shared {
    let products: CentredProducts
    let pairs: Eigenpairs
    let images: [Double]
  }

  /// Up to this order all eigenpairs are found sooner than a few.
  private static let smallOrder = 256
  /// Directions a step with a matrix that has been formed: a pass over it costs little, so that small blocks, which need
  /// fewer directions in all, are quickest.
  private static let formedBlock = 8
  /// The same where the products of rows are shared and multiplied as `CentredProducts` does.
  private static let sharedBlock = 4

  private let ownMeans: [Float]?
  /// The sum of all eigenvalues.
  let total: Double
  let side: SymmetricProduct.Side
  let seed: UInt64
  /// Of the matrix whose eigenpairs are found.
  let order: Int
  private let rows: Int
  private let columns: Int
  private let sparse: SparseRows?
  private let counted: CountedSpectrum?
  private let basis: KrylovBasis
  private let formed: Mutex<Formed?>
  private let products: CentredProducts?

  /// - Parameters:
  ///   - features: n×d rows to learn from; not kept.
  ///   - seed: for the starting directions; it changes results within their tolerance only.
  ///   - products: of these rows with their columns centred, asked for where they would serve better than the rows, as
  ///     when the splits of a cross-validation share their inner products; nil where there are none.
  /// - Throws: `LearningError.noRows`, `.noColumns`, `.nonFinite`; `Interrupted`.
  /// - Cost: two or three passes over the rows; memory for their numbers that are not zero, twice, where few are.
  public init(
    of features: any ReadableRows, seed: UInt64 = 0, products: (() throws -> CentredProducts?)? = nil,
    context: ExecutionContext = .plain
  ) throws {
    try InputChecks.checkNotEmpty(features)
    (rows, columns) = (features.rows, features.columns)
    side = Self.side(rows: rows, columns: columns, hasGram: products != nil)
    self.seed = seed
    order = side == .rows ? rows : columns
    let (gramCost, isLarge) = (2 * order * order, order > Self.smallOrder)
    var shared: CentredProducts?
    var sparse: SparseRows?
    if side == .rows, isLarge, gramCost < SparseRows.leastProductCost(of: features) { shared = try products?() }
    if isLarge, shared == nil {
      sparse = try SparseRows(of: features, side: side, context)
      if side == .rows, gramCost < sparse?.productCost ?? .max { shared = try products?() }
    }
    self.products = shared
    counted =
      shared == nil ? CountedSpectrum(features, side: side, productCost: sparse?.productCost, seed: seed) : nil
    if let shared {
      self.sparse = nil
      ownMeans = nil
      total = shared.trace
      basis = KrylovBasis(order: order, blockSize: Self.sharedBlock, seed: seed)
      formed = Mutex(nil)
      return
    }
    self.sparse = sparse
    formed = Mutex(nil)
    if let sparse {
      (ownMeans, total) = (sparse.means, sparse.total)
      basis = KrylovBasis(order: order, blockSize: 16, seed: seed)
      return
    }
    let exact = try features.columnMeans(context: context)
    // One number that is not finite makes the mean of its column so, and nothing else does.
    if !exact.allSatisfy(\.isFinite) { try InputChecks.checkFinite(features, context: context) }
    let means = exact.map(Float.init)
    ownMeans = means
    let variances = try features.columnVariances(
      around: means.map(Double.init), correction: 0, context: context)
    total = variances.reduce(0, +) * Double(rows)
    basis = KrylovBasis(order: order, blockSize: 16, seed: seed)
  }

  /// A sweep over rows that are nearly as many as their columns gives the products of the scatter matrix at once, those of
  /// the Gram matrix only once it is done: it reads the rows twice. Below a sixteenth less, forming either costs the same.
  private static func side(rows: Int, columns: Int, hasGram: Bool) -> SymmetricProduct.Side {
    let isNearlySquare = 16 * rows >= 15 * columns && !hasGram
    return rows < columns && !isNearlySquare ? .rows : .columns
  }

  /// The mean of each column of the rows.
  /// - Throws: `Interrupted`.
  func means(of features: any ReadableRows, _ context: ExecutionContext) throws -> [Float] {
    try ownMeans ?? features.columnMeans(context: context).map(Float.init)
  }

  /// What products of rows that are shared tell of the `count` leading components without these.
  ///
  /// - Returns: nil where none are shared, where a few are not found quicker than all, or where one varies so little that
  ///   its scores would be rounding.
  func shared(_ count: Int, _ context: ExecutionContext) throws -> Shared? {
    guard let products, 8 * count <= order,
      let found = try products.leading(count, from: basis, context: context),
      let largest = found.pairs.values.first, let least = found.pairs.values.last,
      least > Self.leastShare * largest
    else { return nil }
    return Shared(products: products, pairs: found.pairs, images: found.images)
  }

  /// Of the largest eigenvalue, from which on a component's scores are told by products in single precision.
  private static let leastShare = 1e-3

  /// About what it takes in memory once `count` components have been found, or all.
  public func byteCount(for size: PrincipalComponents.Size) -> Int {
    if let products, case .count(let count) = size, 8 * count <= order {
      return products.byteCount + expectedDirections(count) * order * MemoryLayout<Float>.stride
    }
    if case .count(let count) = size,
      let bytes = counted?.byteCount(for: count, directions: expectedDirections(count))
    {
      return bytes + (sparse?.byteCount ?? 0)
    }
    let matrix = order * order * MemoryLayout<Double>.stride
    guard case .count(let count) = size, isQuickerFromRows(count) else { return matrix + (sparse?.byteCount ?? 0) }
    // What the rows make of a direction is kept with it where that takes no more than twice as much.
    let length = side == .rows ? columns : rows
    let numbers = order + (length <= 2 * order ? length : 0)
    return (sparse?.byteCount ?? 0) + expectedDirections(count) * numbers * MemoryLayout<Float>.stride
  }

  /// The `count` leading eigenvalues and their components, which are not yet of length 1.
  func leading(
    _ count: Int, of features: any ReadableRows, _ context: ExecutionContext
  ) throws -> (values: [Double], components: [Double]) {
    if let found = try counted?.leading(count, directions: expectedDirections(count), context) { return found }
    if isQuickerFromRows(count), let found = try fromRows(count, features, context) { return found }
    let formed = try formed(from: features, context)
    let pairs = try formed.matrix.leadingEigenpairs(count, from: formed.basis, context: context)
    return (try variances(of: pairs, features, context), try components(of: pairs, features, context))
  }

  /// Eigenvalues from the rows themselves: those of a scatter matrix in single precision are right to 1e-7 of the largest
  /// only. Inner products of rows, which a Gram matrix consists of, lose less than sums over them.
  private func variances(
    of pairs: Eigenpairs, _ features: any ReadableRows, _ context: ExecutionContext
  ) throws -> [Double] {
    // Of few columns all eigenpairs are found, the same for every count, and so are their values.
    guard side == .columns, order > Self.smallOrder else { return pairs.values }
    let vectors = Matrix(rows: pairs.values.count, columns: order, storage: pairs.vectors.map(Float.init))
    return try features.squaresAlong(vectors, means: means(of: features, context), context: context)
  }

  /// All eigenvalues, and a way to the components of the first of them.
  func all(of features: any ReadableRows, _ context: ExecutionContext) throws -> Eigenpairs {
    try formed(from: features, context).matrix.eigenpairs(context: context)
  }

  private func fromRows(
    _ count: Int, _ features: any ReadableRows, _ context: ExecutionContext
  ) throws -> (values: [Double], components: [Double])? {
    let means = try means(of: features, context)
    let scatter: any ScatterOperator =
      try sparse?.scatter ?? DenseScatter(features, means: means, total: total, side: side, context: context)
    let squares = total + means.reduce(0) { $0 + Double($1) * Double($1) } * Double(rows)
    let found = try scatter.leading(count, from: basis, limit: mostDirections, squares: squares, context: context)
    return found.map { ($0.pairs.values, side == .columns ? $0.pairs.vectors : $0.images) }
  }

  private func formed(from features: any ReadableRows, _ context: ExecutionContext) throws -> Formed {
    try formed.withLock { formed in
      if let formed { return formed }
      let new = Formed(
        matrix: try products?.matrix
          ?? SymmetricProduct.of(features, side: side, means: means(of: features, context), context: context),
        basis: KrylovBasis(order: order, blockSize: Self.formedBlock, seed: seed))
      formed = new
      return new
    }
  }

  /// Components from eigenvectors, not yet of length 1.
  func components(
    of pairs: Eigenpairs, _ features: any ReadableRows, _ context: ExecutionContext
  ) throws -> [Double] {
    guard side == .rows else { return pairs.vectors }
    let vectors = Matrix(rows: pairs.values.count, columns: order, storage: pairs.vectors.map(Float.init))
    return try features.centredSums(weights: vectors, means: means(of: features, context), context: context)
      .storage.map(Double.init)
  }

  // MARK: Which way

  /// Operations of a product of the rows with one vector and back.
  private var productCost: Int { sparse?.productCost ?? 4 * rows * columns }

  private func expectedDirections(_ count: Int) -> Int { 5 * count + 64 }

  private func isQuickerFromRows(_ count: Int) -> Bool {
    guard products == nil, order > Self.smallOrder, 8 * count <= order else { return false }
    return productCost * expectedDirections(count) < rows * columns * order
  }

  /// As many directions as cost what the matrix would cost: where these do not suffice, at most half the work was lost.
  private var mostDirections: Int { min(order / 2, rows * columns * order / max(1, productCost)) }
}
