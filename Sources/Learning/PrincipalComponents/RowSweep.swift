import Numerics

/// The scatter or Gram matrix of rows with few zeros, multiplied at the rate of sgemm: a piece of the rows that fits into
/// the cache is centred there and multiplied twice, so that the rows are read once.
struct RowSweep: ScatterOperator {
  /// Numbers of a centred piece: half a megabyte.
  private static let pieceNumbers = 1 << 17
  /// Parts of the sweep, each with a sum of its own; added in their order.
  private static let parts = 8

  private let rows: any ReadableRows
  private let means: [Float]
  private let scatter: DenseScatter
  /// Rows whose means are no larger than their deviations are multiplied as they are, and the means' part is taken from
  /// the products: that spares a copy in each sweep.
  private let uncentred: Matrix?

  /// - Parameters:
  ///   - means: what is subtracted from each column.
  ///   - total: the squares of all centred numbers, added up.
  /// - Throws: `Interrupted`.
  init(
    _ rows: any ReadableRows, means: [Float], total: Double, side: SymmetricProduct.Side, context: ExecutionContext
  ) throws {
    self.rows = rows
    self.means = means
    let offset = means.reduce(0) { $0 + Double($1) * Double($1) } * Double(rows.rows)
    uncentred = offset < total ? rows as? Matrix : nil
    scatter = try DenseScatter(rows, means: means, side: side, context: context)
  }

  var side: SymmetricProduct.Side { scatter.side }
  var order: Int { scatter.order }
  private var width: Int { means.count }
  private var pieceLength: Int { max(16, Self.pieceNumbers / max(1, width) / 16 * 16) }

  func images(of block: Matrix, context: ExecutionContext) throws -> Matrix {
    guard side == .rows else { return try swept(block, context) }
    return try carried(rows.centredSums(weights: block, means: means, context: context), context)
  }

  func exactImages(of vectors: [Double], count: Int, context: ExecutionContext) throws -> [Double] {
    try scatter.exactImages(of: vectors, count: count, context: context)
  }

  /// The scatter matrix times vectors.
  private func swept(_ block: Matrix, _ context: ExecutionContext) throws -> Matrix {
    let (size, count, width) = (block.storage.count, block.rows, width)
    let partLength = max(64, (rows.rows + Self.parts - 1) / Self.parts)
    let parts = max(1, (rows.rows + partLength - 1) / partLength)
    let offsets = offsets(of: block)
    var sums = [Float](repeating: 0, count: parts * size)
    try sums.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: rows.rows, size: partLength) { part in
        let own = target.base + part.lowerBound / partLength * size
        var images = [Float](repeating: 0, count: count * pieceLength)
        var shares = [Double](repeating: 0, count: count)
        try forEachPiece(of: part, context, of: uncentred) { piece, numbers in
          BLAS.multiply(
            block.storage, stride: width, transposed: false, by: numbers, stride: width, transposed: true,
            into: &images,
            stride: piece.count, rows: count, columns: piece.count, inner: width)
          if let offsets {
            for place in 0..<count * piece.count {
              images[place] -= offsets[place / piece.count]
              shares[place / piece.count] += Double(images[place])
            }
          }
          BLAS.multiply(
            images, stride: piece.count, by: numbers, stride: width, into: own, stride: width, rows: count,
            columns: width, inner: piece.count, beta: 1)
        }
        guard offsets != nil else { return }
        for vector in 0..<count {
          VectorKernels.axpy(Float(-shares[vector]), means, into: own + vector * width, count: width)
        }
      }
      for part in 1..<max(1, parts) { VectorKernels.axpy(1, base + part * size, into: base, count: size) }
    }
    sums.removeLast((parts - 1) * size)
    return Matrix(rows: count, columns: width, storage: sums)
  }

  /// What the means make of some vectors; nil where rows are centred first.
  private func offsets(of block: Matrix) -> [Float]? {
    guard uncentred != nil else { return nil }
    return (0..<block.rows).map { vector in
      Float(zip(means, block.row(vector)).reduce(0.0) { $0 + Double($1.0) * Double($1.1) })
    }
  }

  /// The centred rows times vectors with a number for each column: a number for each row.
  private func carried(_ vectors: Matrix, _ context: ExecutionContext) throws -> Matrix {
    let (count, width, length) = (vectors.rows, width, rows.rows)
    return try Matrix(rows: count, columns: length) { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: length, size: 8 * pieceLength) { part in
        try forEachPiece(of: part, context) { piece, numbers in
          BLAS.multiply(
            vectors.storage, stride: width, transposed: false, by: numbers, stride: width, transposed: true,
            into: target.base + piece.lowerBound, stride: length, rows: count, columns: piece.count, inner: width)
        }
      }
    }
  }

  /// Pieces of some rows, one after another: centred, or those of `matrix` as they are.
  private func forEachPiece(
    of part: Range<Int>, _ context: ExecutionContext, of matrix: Matrix? = nil,
    _ body: (Range<Int>, UnsafePointer<Float>) throws -> Void
  ) throws {
    if let matrix {
      for start in stride(from: part.lowerBound, to: part.upperBound, by: pieceLength) {
        try context.checkInterruption()
        let piece = start..<min(part.upperBound, start + pieceLength)
        try matrix.withRows(piece) { try body(piece, $0) }
      }
      return
    }
    let numbers = OwnedBuffer<Float>(uninitialized: min(pieceLength, part.count) * width)
    for start in stride(from: part.lowerBound, to: part.upperBound, by: pieceLength) {
      try context.checkInterruption()
      let piece = start..<min(part.upperBound, start + pieceLength)
      rows.writeCentred(piece, by: means, to: numbers.base)
      try body(piece, numbers.base)
    }
  }
}
