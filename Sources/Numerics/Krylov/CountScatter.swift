import CByteProducts

/// The scatter matrix of compact rows that hold shares of counts, such as histograms: formed from products of bytes, which
/// processors multiply four times as fast as numbers, and whose sums are exact.
///
/// Where many numbers are not zero, forming it takes less than multiplying the rows by each direction. May be shared by
/// threads.
public final class CountScatter: Sendable {
  /// Products that take as long as one of `sgemm`.
  public static let productsAtOnce = built_for_byte_products == 1 ? 4 : 1

  /// Rows packed at a time: so many that sums are seldom loaded, so few that they stay in the shared cache.
  private static let chunk = 2048

  public let order: Int
  private let rows: Int
  /// What one count of each column stands for.
  private let units: [Double]
  /// Inner products of all columns of counts, and of a column of ones behind them, both halves; rows padded to whole tiles.
  private let products: [Int32]
  private let stride: Int

  /// - Parameter counts: the rows as counts.
  /// - Throws: `Interrupted`.
  /// - Cost: rows·order² operations at `productsAtOnce` times the rate of sgemm; 4·order² bytes and 2,048·order more while
  ///   it is formed.
  public init(_ counts: CountedRows, context: ExecutionContext = .plain) throws {
    order = counts.rows.columns
    rows = counts.rows.rows
    units = counts.columnUnits
    let tiles = (order + 1 + CountPanel.width - 1) / CountPanel.width
    let side = tiles * CountPanel.width
    stride = side
    products = try [Int32](unsafeUninitializedCapacity: side * side) { buffer, initialized in
      adviseLargePages(UnsafeMutableRawBufferPointer(buffer))
      guard let base = buffer.baseAddress else { return }
      base.initialize(repeating: 0, count: side * side)
      initialized = side * side
      let target = DisjointPointer(base)
      let panel = CountPanel(tiles: tiles, rows: min(Self.chunk, counts.rows.rows))
      for start in Swift.stride(from: 0, to: counts.rows.rows, by: Self.chunk) {
        let chunk = start..<min(counts.rows.rows, start + Self.chunk)
        try panel.fill(counts, chunk, context)
        try context.forEachPiece(of: tiles, size: 1) { panel.addProducts(ofTile: $0.lowerBound, to: target.base) }
        context.report(fraction: Double(chunk.upperBound) / Double(counts.rows.rows))
      }
      try mirrorLowerHalf(of: target, order: side, context)
    }
  }

  public var byteCount: Int { products.count * MemoryLayout<Int32>.stride }

  /// The leading eigenpairs; nil where `limit` directions do not suffice.
  ///
  /// Directions come from `basis` in single precision and are finished in double, as those of `SymmetricMatrix`.
  /// - Throws: `NumericsError.decompositionFailed`, `Interrupted`.
  public func leading(
    _ count: Int, from basis: KrylovBasis, limit: Int, context: ExecutionContext
  ) throws -> Eigenpairs? {
    let matrix = try inSinglePrecision(context)
    guard let found = try basis.leading(count, of: matrix, limit: limit, context: context) else { return nil }
    return try Eigenpairs(finishing: found) { try images(of: $0, count: $1, context) }.prefix(count)
  }

  /// An element of the scatter matrix: exact but for one rounding of the mean's part and one of the result.
  @inline(__always)
  private func element(_ row: Int, _ column: Int, _ numbers: UnsafePointer<Int32>, _ sums: UnsafePointer<Int32>)
    -> Double
  {
    let offset = Double(sums[row]) * Double(sums[column]) / Double(rows)
    return (Double(numbers[row * stride + column]) - offset) * units[row] * units[column]
  }

  private func inSinglePrecision(_ context: ExecutionContext) throws -> Matrix {
    try Matrix(rows: order, columns: order) { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: order, size: 64) { [self] piece in
        withProducts { numbers, sums in
          for row in piece {
            for column in 0..<order { target.base[row * order + column] = Float(element(row, column, numbers, sums)) }
          }
        }
      }
    }
  }

  /// The scatter matrix times vectors that stand one after another, with every step in double precision.
  private func images(of vectors: [Double], count: Int, _ context: ExecutionContext) throws -> [Double] {
    var result = [Double](repeating: 0, count: count * order)
    try result.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: order, size: 64) { [self] columns in
        // The matrix is symmetric: its rows are its columns.
        let panel = OwnedBuffer<Double>(uninitialized: columns.count * order)
        withProducts { numbers, sums in
          for (place, row) in columns.enumerated() {
            for column in 0..<order { panel.base[place * order + column] = element(row, column, numbers, sums) }
          }
        }
        BLAS.multiply(
          vectors, stride: order, transposed: false, by: panel.base, stride: order, transposed: true,
          into: target.base + columns.lowerBound, stride: order, rows: count, columns: columns.count, inner: order)
      }
    }
    return result
  }

  private func withProducts(_ body: (_ numbers: UnsafePointer<Int32>, _ sums: UnsafePointer<Int32>) -> Void) {
    products.withUnsafeBufferPointer { numbers in
      guard let base = numbers.baseAddress else { return }
      body(base, base + order * stride)
    }
  }
}
