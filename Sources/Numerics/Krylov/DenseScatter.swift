/// The scatter or Gram matrix of rows with few zeros.
///
/// A product is one sweep, so that the rows are read once: over the rows as they are where their means are not far larger
/// than their deviations (`LaneSweep`), else a piece of them that fits into the cache is centred there and multiplied twice.
public struct DenseScatter: ScatterOperator {
  /// Numbers of a centred piece: a quarter of a megabyte, beside which two panels of vectors find room in the cache.
  private static let pieceNumbers = 1 << 16
  /// Parts of the sweep, each with a sum of its own; added in their order.
  private static let parts = 8

  public let side: SymmetricProduct.Side
  private let source: any ReadableRows
  private let means: [Float]
  /// Over rows as they are; nil where they are centred first.
  private let sweep: LaneSweep?

  /// - Parameters:
  ///   - means: what is subtracted from each column.
  ///   - total: the squares of all centred numbers, added up; nil where that is not known, and rows are centred first.
  /// - Throws: `Interrupted`.
  public init(
    _ source: any ReadableRows, means: [Float], total: Double? = nil, side: SymmetricProduct.Side,
    context: ExecutionContext = .plain
  ) throws {
    precondition(means.count == source.columns, "one mean a column")
    // The sweep for a Gram matrix is over columns, which only a matrix has.
    let source = side == .rows ? try source.expanded(context: context) : source
    self.source = source
    self.means = means
    self.side = side
    let offset = means.reduce(0) { $0 + Double($1) * Double($1) } * Double(source.rows)
    let isVaried = total.map { offset <= Self.largestOffset * $0 } ?? false
    sweep = isVaried ? (source as? Matrix).map { LaneSweep($0, means: means, side: side) } : nil
  }

  /// Squares of the means beside those of the deviations up to which rows are multiplied as they are: rounding grows with
  /// the root of one more.
  private static let largestOffset = 16.0

  public var order: Int { side == .columns ? source.columns : source.rows }
  /// What is swept over: rows for the scatter matrix, columns for the Gram matrix.
  public var length: Int { side == .columns ? source.rows : source.columns }
  private var partLength: Int { max(64, (length + Self.parts - 1) / Self.parts) }
  private var pieceLength: Int { max(16, Self.pieceNumbers / max(1, order) / 16 * 16) }

  public func halvedImages(of block: Matrix, context: ExecutionContext) throws -> (images: Matrix, halves: Matrix?) {
    guard let sweep else { return (try images(of: block, context: context), nil) }
    return try sweep.product(with: block, context)
  }

  public func images(of block: Matrix, context: ExecutionContext) throws -> Matrix {
    if let sweep { return try sweep.product(with: block, context).images }
    return try Matrix(rows: block.rows, columns: order) { buffer in
      guard let base = buffer.baseAddress else { return }
      for first in stride(from: 0, to: block.rows, by: LanePanel.lanes) {
        let group = first..<min(block.rows, first + LanePanel.lanes)
        let images = try swept(LanePanel(block, group), context)
        images.write(0..<order, lanes: group.count, to: base + first * order, stride: order)
      }
    }
  }

  /// The matrix times a panel of vectors.
  private func swept(_ panel: LanePanel, _ context: ExecutionContext) throws -> LanePanel {
    let sums = (0..<max(1, (length + partLength - 1) / partLength)).map { _ in LanePanel(places: order) }
    try context.forEachPiece(of: length, size: partLength) { part in
      let own = sums[part.lowerBound / partLength]
      try forEachPiece(of: part, context) { piece in
        piece.storage.withUnsafeBufferPointer { numbers in
          guard let base = numbers.baseAddress else { return }
          for first in stride(from: 0, to: piece.range.count, by: DenseSweep.height) {
            DenseSweep(
              numbers: base + first * (side == .columns ? order : 1), rowStride: side == .columns ? order : 1,
              columnStride: side == .columns ? 1 : piece.stride, columns: order
            ).addProducts(with: panel, to: own)
          }
        }
      }
    }
    for part in sums.dropFirst() {
      for place in 0..<order { sums[0][place] += part[place] }
    }
    return sums[0]
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
            vectors, stride: order, transposed: false, by: numbers, stride: piece.stride, transposed: isByRow,
            into: target.base + piece.range.lowerBound, stride: length, rows: count, columns: piece.range.count,
            inner: order)
        }
      }
    }
    return result
  }

  /// A piece of the rows, or of the columns, centred, and zeros up to a multiple of what is swept at a time. Number i of
  /// row r stands at `r * stride + i`; of columns, number r of column i at `r * stride + i`.
  private struct Piece {
    var range: Range<Int>
    var stride: Int
    var storage: [Float]
  }

  private func forEachPiece(
    of part: Range<Int>, _ context: ExecutionContext, _ body: (Piece) throws -> Void
  ) throws {
    let height = DenseSweep.padded(min(pieceLength, part.count))
    var piece = Piece(
      range: part, stride: side == .columns ? order : height, storage: [Float](repeating: 0, count: height * order))
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
    let (range, stride) = (piece.range, piece.stride)
    let padding = DenseSweep.padded(range.count) - range.count
    piece.storage.withUnsafeMutableBufferPointer { target in
      guard let target = target.baseAddress else { return }
      guard side == .rows else {
        source.writeCentred(range, by: means, to: target)
        return (target + range.count * stride).update(repeating: 0, count: padding * stride)
      }
      let width = source.columns
      means.withUnsafeBufferPointer { means in
        source.withRows(0..<source.rows) { numbers in
          guard let means = means.baseAddress else { return }
          for row in 0..<source.rows {
            VectorKernels.difference(
              numbers + row * width + range.lowerBound, means + range.lowerBound, into: target + row * stride,
              count: range.count)
            (target + row * stride + range.count).update(repeating: 0, count: padding)
          }
        }
      }
    }
  }
}
