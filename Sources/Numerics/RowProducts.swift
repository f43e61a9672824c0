/// The inner products of all pairs of rows, for many selections of the rows to share: each product is of two rows and
/// depends on no other.
public struct RowProducts: Sendable {
  /// The rows, as they were given.
  let rows: any ReadableRows
  /// With zeros for what is of a row in `unusable`.
  let products: SymmetricMatrix
  /// Rows whose product with themselves is not finite: of them nothing is told.
  let unusable: Set<Int>

  /// - Throws: `Interrupted`.
  /// - Cost: rows²·columns operations; 8·rows² bytes, and the rows are kept.
  public init(of rows: any ReadableRows, context: ExecutionContext = .plain) throws {
    let zeros = [Float](repeating: 0, count: rows.columns)
    var products = try SymmetricProduct.of(rows, side: .rows, means: zeros, context: context)
    let order = products.order
    unusable = Set((0..<order).filter { !products[$0, $0].isFinite })
    // A product with zero must be zero, also where the other factor is of a row that is left out.
    for row in unusable {
      for other in 0..<order {
        products.storage[row * order + other] = 0
        products.storage[other * order + row] = 0
      }
    }
    self.rows = rows
    self.products = products
  }

  public var byteCount: Int { products.storage.count * MemoryLayout<Double>.stride }

  /// The products of some rows, their columns centred by the means of these rows alone.
  ///
  /// - Parameter rows: which of them, each at most once.
  /// - Returns: nil where the numbers are not finite, or the means so large beside the deviations that centring would leave
  ///   little but rounding.
  /// - Cost: rows² operations.
  public func centred(_ rows: [Int]) -> CentredProducts? { CentredProducts(self, rows) }

  /// The same as a matrix.
  public func centredGram(of rows: [Int]) -> SymmetricMatrix? { centred(rows)?.matrix }
}
