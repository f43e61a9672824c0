/// The scatter or Gram matrix of rows most of whose numbers are zero.
///
/// Centring is taken from the products: exact as long as the means are not far larger than the deviations.
public struct SparseScatter: ScatterOperator {
  public let side: SymmetricProduct.Side
  private let rows: CompressedRows
  private let columns: CompressedRows
  private let means: [Float]
  private let exactMeans: [Double]

  /// - Parameter means: what is subtracted from each column.
  /// - Throws: `Interrupted`.
  /// - Cost: a transposed copy of the rows.
  public init(
    _ rows: CompressedRows, means: [Float], side: SymmetricProduct.Side, context: ExecutionContext = .plain
  ) throws {
    precondition(means.count == rows.columns, "one mean a column")
    self.rows = rows
    self.means = means
    self.side = side
    exactMeans = means.map(Double.init)
    columns = try rows.transposed(context: context)
  }

  public var order: Int { side == .columns ? rows.columns : rows.rows }
  public var byteCount: Int { rows.byteCount + columns.byteCount }

  public func images(of block: Matrix, context: ExecutionContext) throws -> Matrix {
    side == .columns
      ? try carriedBack(carried(block, context), context) : try carried(carriedBack(block, context), context)
  }

  /// The centred rows times vectors of as many numbers as there are columns.
  private func carried(_ vectors: Matrix, _ context: ExecutionContext) throws -> Matrix {
    let offsets = (0..<vectors.rows).map { vector in
      zip(exactMeans, vectors.row(vector)).reduce(0) { $0 + $1.0 * Double($1.1) }
    }
    return try rows.multiplied(byRowsOf: vectors, subtracting: offsets.map(Float.init), context: context)
  }

  /// The transposed centred rows times vectors of as many numbers as there are rows.
  private func carriedBack(_ vectors: Matrix, _ context: ExecutionContext) throws -> Matrix {
    let none = [Float](repeating: 0, count: vectors.rows)
    var result = try columns.multiplied(byRowsOf: vectors, subtracting: none, context: context)
    let width = means.count
    result.storage.withUnsafeMutableBufferPointer { numbers in
      guard let base = numbers.baseAddress else { return }
      for vector in 0..<vectors.rows {
        let sum = vectors.row(vector).reduce(0.0) { $0 + Double($1) }
        VectorKernels.axpy(Float(-sum), means, into: base + vector * width, count: width)
      }
    }
    return result
  }

  public func exactImages(of vectors: [Double], count: Int, context: ExecutionContext) throws -> [Double] {
    guard side == .rows else {
      let width = means.count
      let offsets = (0..<count).map { vector in
        vectors.withUnsafeBufferPointer { numbers in
          numbers.baseAddress.map { VectorKernels.dot($0 + vector * width, exactMeans, count: width) } ?? 0
        }
      }
      return try rows.multipliedExactly(byRowsOf: vectors, count: count, subtracting: offsets, context: context)
    }
    let none = [Double](repeating: 0, count: count)
    var result = try columns.multipliedExactly(byRowsOf: vectors, count: count, subtracting: none, context: context)
    let width = means.count
    result.withUnsafeMutableBufferPointer { numbers in
      guard let base = numbers.baseAddress else { return }
      for vector in 0..<count {
        let sum = vectors[vector * order..<(vector + 1) * order].reduce(0, +)
        VectorKernels.axpy(-sum, exactMeans, into: base + vector * width, count: width)
      }
    }
    return result
  }
}
