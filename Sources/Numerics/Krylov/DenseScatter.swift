/// The scatter or Gram matrix of rows with few zeros.
///
/// A product is one sweep: a piece of the rows that fits into the cache is centred there and multiplied twice, so that
/// the rows are read once.
public struct DenseScatter: ScatterOperator {
  /// Numbers of a centred piece: half a megabyte.
  private static let pieceNumbers = 1 << 17
  /// Parts of the sweep, each with a sum of its own; added in their order.
  private static let parts = 8

  public let side: SymmetricProduct.Side
  private let source: any ReadableRows
  private let means: [Float]

  /// - Parameter means: what is subtracted from each column.
  /// - Throws: `Interrupted`.
  public init(
    _ source: any ReadableRows, means: [Float], side: SymmetricProduct.Side, context: ExecutionContext = .plain
  ) throws {
    precondition(means.count == source.columns, "one mean a column")
    // The sweep for a Gram matrix is over columns, which only a matrix has.
    self.source = side == .rows ? try source.expanded(context: context) : source
    self.means = means
    self.side = side
  }

  public var order: Int { side == .columns ? source.columns : source.rows }
  /// What is swept over: rows for the scatter matrix, columns for the Gram matrix.
  private var length: Int { side == .columns ? source.rows : source.columns }
  private var partLength: Int { max(64, (length + Self.parts - 1) / Self.parts) }
  private var pieceLength: Int { max(16, Self.pieceNumbers / max(1, order) / 16 * 16) }

  public func images(of block: Matrix, context: ExecutionContext) throws -> Matrix {
    let size = block.rows * order
    let parts = (length + partLength - 1) / partLength
    var sums = [Float](repeating: 0, count: parts * size)
    try sums.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: length, size: partLength) { part in
        let own = target.base + part.lowerBound / partLength * size
        var images = [Float](repeating: 0, count: block.rows * pieceLength)
        try forEachPiece(of: part, context) { piece in
          multiply(piece, block.storage, block.rows, into: &images)
          spread(images, block.rows, over: piece, into: own)
        }
      }
      for part in 1..<max(1, parts) { VectorKernels.axpy(1, base + part * size, into: base, count: size) }
    }
    sums.removeLast(max(0, parts - 1) * size)
    return Matrix(rows: block.rows, columns: order, storage: sums)
  }

  public func exactImages(of vectors: [Double], count: Int, context: ExecutionContext) throws -> [Double] {
    var result = [Double](repeating: 0, count: count * length)
    try result.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: length, size: partLength) { part in
        try forEachPiece(of: part, context) { piece in
          let numbers = piece.storage.map(Double.init)
          let isByRow = side == .columns
          BLAS.multiply(
            vectors, stride: order, transposed: false, by: numbers, stride: isByRow ? order : piece.range.count,
            transposed: isByRow,
            into: target.base + piece.range.lowerBound, stride: length, rows: count, columns: piece.range.count,
            inner: order)
        }
      }
    }
    return result
  }

  /// A piece of the rows, or of the columns, centred: rows of it one after another.
  private struct Piece {
    var range: Range<Int>
    var storage: [Float]
  }

  /// Columns are gathered into rows of a piece: number c of row r is `storage[r * piece + c]` then.
  private func forEachPiece(
    of part: Range<Int>, _ context: ExecutionContext, _ body: (Piece) throws -> Void
  ) throws {
    var piece = Piece(range: part, storage: [Float](repeating: 0, count: min(pieceLength, part.count) * order))
    var start = part.lowerBound
    while start < part.upperBound {
      try context.checkInterruption()
      piece.range = start..<min(part.upperBound, start + pieceLength)
      centre(&piece)
      try body(piece)
      start = piece.range.upperBound
    }
  }

  private func centre(_ piece: inout Piece) {
    let range = piece.range
    piece.storage.withUnsafeMutableBufferPointer { target in
      guard let target = target.baseAddress else { return }
      guard side == .rows else { return source.writeCentred(range, by: means, to: target) }
      let width = source.columns
      means.withUnsafeBufferPointer { means in
        source.withRows(0..<source.rows) { numbers in
          guard let means = means.baseAddress else { return }
          for row in 0..<source.rows {
            VectorKernels.difference(
              numbers + row * width + range.lowerBound, means + range.lowerBound, into: target + row * range.count,
              count: range.count)
          }
        }
      }
    }
  }

  /// What the piece makes of the vectors: one row a vector.
  private func multiply(_ piece: Piece, _ vectors: [Float], _ count: Int, into images: inout [Float]) {
    let isByRow = side == .columns
    BLAS.multiply(
      vectors, stride: order, transposed: false, by: piece.storage, stride: isByRow ? order : piece.range.count,
      transposed: isByRow,
      into: &images, stride: piece.range.count, rows: count, columns: piece.range.count, inner: order)
  }

  /// Adds what the transposed piece makes of the images.
  private func spread(
    _ images: [Float], _ count: Int, over piece: Piece, into target: UnsafeMutablePointer<Float>
  ) {
    let isByRow = side == .columns
    BLAS.multiply(
      images, stride: piece.range.count, transposed: false, by: piece.storage,
      stride: isByRow ? order : piece.range.count,
      transposed: !isByRow, into: target, stride: order, rows: count, columns: order, inner: piece.range.count, beta: 1)
  }
}
