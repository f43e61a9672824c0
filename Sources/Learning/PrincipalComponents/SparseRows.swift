import Numerics

/// Rows that are multiplied by their numbers that are not zero alone, with what all of them have in common.
struct SparseRows: Sendable {
  /// A look-up among numbers that are not zero takes as long as some six multiplications in a row, the copying of those of
  /// a matrix counted, and two in rows that are kept so.
  private static let (costOfLookUp, compactCostOfLookUp) = (6, 2)

  let scatter: any ScatterOperator
  let means: [Float]
  /// The squares of all centred numbers, added up.
  let total: Double
  /// Operations of a product of the rows with one vector and back.
  let productCost: Int
  let byteCount: Int

  /// No more than `productCost` will be, without a look at the numbers; 0 where that is not known.
  static func leastProductCost(of features: any ReadableRows) -> Int {
    (features as? CompactRows).map { 4 * compactCostOfLookUp * $0.count } ?? 0
  }

  /// nil where it would not pay, or where the means are so large beside the deviations that centring a product would leave
  /// little but rounding.
  /// - Throws: `LearningError.nonFinite`, `Interrupted`.
  init?(of features: any ReadableRows, side: SymmetricProduct.Side, _ context: ExecutionContext) throws {
    if let rows = features as? CompactRows {
      try self.init(rows, side, context)
    } else if let matrix = features as? Matrix {
      try self.init(matrix, side, context)
    } else {
      return nil
    }
  }

  private init?(_ rows: CompactRows, _ side: SymmetricProduct.Side, _ context: ExecutionContext) throws {
    guard rows.count * Self.compactCostOfLookUp < rows.rows * rows.columns else { return nil }
    let exact = try rows.columnMeans(context: context)
    means = exact.map(Float.init)
    let centre = means.map(Double.init)
    let count = Double(rows.rows)
    total = try rows.columnVariances(around: centre, context: context).reduce(0, +) * count
    let offset = centre.reduce(0) { $0 + $1 * $1 } * count
    // Rounding of products grows with the root of 1 + offset / total. What denser rows save is not worth much of it.
    let isSparse = rows.count * Self.costOfLookUp < rows.rows * rows.columns
    guard offset < (isSparse ? 64 : 4) * total else { return nil }
    scatter = SparseScatter(rows, means: means, side: side)
    productCost = 4 * Self.compactCostOfLookUp * rows.count
    byteCount = rows.byteCount
  }

  private init?(_ matrix: Matrix, _ side: SymmetricProduct.Side, _ context: ExecutionContext) throws {
    let most = (matrix.rows * matrix.columns + Self.costOfLookUp - 1) / Self.costOfLookUp
    guard matrix.columns < Int(UInt32.max), let counts = try matrix.nonZeroCounts(below: most, context: context)
    else { return nil }
    let count = counts.reduce(0, +)
    let rows = try CompressedRows(matrix, rowCounts: counts, context: context)
    guard rows.isFinite else {
      try InputChecks.checkFinite(matrix, context: context)
      return nil
    }
    let sums = rows.columnSums()
    means = sums.map { Float($0 / Double(matrix.rows)) }
    let offset = zip(means, sums).reduce(0.0) { sum, column in
      let mean = Double(column.0)
      return sum + mean * (2 * column.1 - Double(matrix.rows) * mean)
    }
    total = rows.sumOfSquares() - offset
    guard total * 64 > offset else { return nil }
    scatter = SparseScatter(rows, means: means, side: side)
    byteCount = rows.byteCount
    productCost = 4 * Self.costOfLookUp * count
  }
}
