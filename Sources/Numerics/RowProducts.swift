/// The inner products of all pairs of rows, for many selections of the rows to share: each product is of two rows and
/// depends on no other.
public struct RowProducts: Sendable {
  private let products: SymmetricMatrix

  /// - Throws: `Interrupted`.
  /// - Cost: rows²·columns operations; 8·rows² bytes.
  public init(of rows: any ReadableRows, context: ExecutionContext = .plain) throws {
    let zeros = [Float](repeating: 0, count: rows.columns)
    products = try SymmetricProduct.of(rows, side: .rows, means: zeros, context: context)
  }

  public var byteCount: Int { products.storage.count * MemoryLayout<Double>.stride }

  /// The Gram matrix of some rows, their columns centred by the means of these rows alone.
  ///
  /// - Parameter rows: which of them, each at most once.
  /// - Returns: nil where the numbers are not finite, or the means so large beside the deviations that centring would leave
  ///   little but rounding.
  /// - Cost: rows² operations.
  public func centredGram(of rows: [Int]) -> SymmetricMatrix? {
    let (order, all) = (rows.count, products.order)
    guard order > 0 else { return nil }
    var gram = [Double](unsafeUninitializedCapacity: order * order) { target, initialized in
      products.storage.withUnsafeBufferPointer { source in
        for (place, row) in rows.enumerated() {
          for column in 0..<order { target[place * order + column] = source[row * all + rows[column]] }
        }
      }
      initialized = order * order
    }
    let before = (0..<order).reduce(0.0) { $0 + gram[$1 * order + $1] }
    let means = gram.withUnsafeBufferPointer { gram in
      (0..<order).map { row in
        var sum = 0.0
        for column in 0..<order { sum += gram[row * order + column] }
        return sum / Double(order)
      }
    }
    let mean = means.reduce(0, +) / Double(order)
    gram.withUnsafeMutableBufferPointer { gram in
      for row in 0..<order {
        let own = means[row] - mean
        for column in 0..<order { gram[row * order + column] -= own + means[column] }
      }
    }
    let matrix = SymmetricMatrix(order: order, storage: gram)
    guard before.isFinite, matrix.trace > before * Self.leastShare else { return nil }
    return matrix
  }

  /// Of the squares, that must be left once the means are taken away.
  private static let leastShare = 0.02
}
