/// AᵀA or A·Aᵀ of a matrix whose columns are centred first: covariance and Gram matrices.
///
/// Products are taken in single precision over stretches of at most 1,024 terms and those are added up in double, so
/// the error is near 1e-7 of the diagonal whatever the number of rows. The work is cut into tiles of the result, and
/// where these are few also into strands of the inner side; both depend on the sizes alone.
public struct SymmetricProduct: Sendable {
  /// What the result has a row and a column for.
  public enum Side: Sendable {
    /// A·Aᵀ: one for each row of A.
    case rows
    /// AᵀA: one for each column of A.
    case columns
  }

  private static let tile = 512
  private static let stretch = 1024
  /// Numbers in the centred copy that is worked on at a time: 64 MB.
  private static let chunkNumbers = 1 << 24

  private let source: any ReadableRows
  private let side: Side
  private let means: [Float]
  private let order: Int
  private let inner: Int
  private let tiles: [(row: Int, column: Int)]
  private let strands: Int

  private init(_ source: any ReadableRows, _ side: Side, means: [Float]) {
    self.source = source
    self.side = side
    self.means = means
    order = side == .rows ? source.rows : source.columns
    inner = side == .rows ? source.columns : source.rows
    let perSide = (order + Self.tile - 1) / Self.tile
    tiles = (0..<perSide).flatMap { row in (0...row).map { (row, $0) } }
    strands = tiles.count >= 6 ? 1 : 4
  }

  /// - Parameters:
  ///   - means: what is subtracted from each column, one number a column.
  /// - Throws: `Interrupted`.
  /// - Cost: rows·columns·order operations; memory of 8·order² bytes (four times that where order ≤ 1,024) and 64 MB.
  public static func of(
    _ source: any ReadableRows, side: Side, means: [Float], context: ExecutionContext = .plain
  ) throws -> SymmetricMatrix {
    precondition(means.count == source.columns, "one mean a column")
    // Of rows that are kept otherwise no columns can be read.
    let source = side == .rows ? try source.expanded(context: context) : source
    return try SymmetricProduct(source, side, means: means).result(context)
  }

  private func result(_ context: ExecutionContext) throws -> SymmetricMatrix {
    let count = strands * order * order
    guard order > 0, inner > 0 else {
      return SymmetricMatrix(order: order, storage: [Double](repeating: 0, count: order * order))
    }
    let length = max(64, min(inner, Self.chunkNumbers / order))
    var sums = try [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
      adviseLargePages(UnsafeMutableRawBufferPointer(buffer))
      guard let base = buffer.baseAddress else { return }
      base.initialize(repeating: 0, count: count)
      initialized = count
      let sums = DisjointPointer(base)
      var start = 0
      while start < inner {
        let range = start..<min(inner, start + length)
        let chunk = try CentredChunk(source, side, range, means: means, context: context)
        try add(chunk, to: sums, context)
        start = range.upperBound
        context.report(fraction: Double(start) / Double(inner))
      }
    }
    if strands > 1 { sums = addedUp(sums) }
    try sums.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      try mirrorLowerHalf(of: DisjointPointer(base), order: order, context)
    }
    return SymmetricMatrix(order: order, storage: sums)
  }

  private func add(_ chunk: CentredChunk, to sums: DisjointPointer<Double>, _ context: ExecutionContext) throws {
    let strandLength = (chunk.length + strands - 1) / strands
    try context.forEachPiece(of: tiles.count * strands, size: 1) { piece in
      let strand = piece.lowerBound % strands
      let tile = tiles[piece.lowerBound / strands]
      let rows = bounds(tile.row)
      let columns = bounds(tile.column)
      let end = min(chunk.length, (strand + 1) * strandLength)
      var scratch = [Float](repeating: 0, count: rows.count * columns.count)
      var start = strand * strandLength
      while start < end {
        let stretch = start..<min(end, start + Self.stretch)
        chunk.multiply(rows: rows, columns: columns, over: stretch, into: &scratch)
        let target = sums.base + (strand * order + rows.lowerBound) * order + columns.lowerBound
        Self.add(scratch, rows: rows.count, columns: columns.count, to: target, stride: order)
        start = stretch.upperBound
      }
    }
  }

  private func bounds(_ tile: Int) -> Range<Int> {
    tile * Self.tile..<min(order, (tile + 1) * Self.tile)
  }

  private static func add(
    _ tile: [Float], rows: Int, columns: Int, to target: UnsafeMutablePointer<Double>, stride: Int
  ) {
    tile.withUnsafeBufferPointer { tile in
      for row in 0..<rows {
        let sums = target + row * stride
        for column in 0..<columns { sums[column] += Double(tile[row * columns + column]) }
      }
    }
  }

  /// The sum of the strands, added in their order, in memory of its own: shortening theirs would keep it all.
  private func addedUp(_ sums: [Double]) -> [Double] {
    let count = order * order
    return [Double](unsafeUninitializedCapacity: count) { total, initialized in
      sums.withUnsafeBufferPointer { sums in
        for i in 0..<count {
          var sum = sums[i]
          for strand in 1..<strands { sum += sums[strand * count + i] }
          total[i] = sum
        }
      }
      initialized = count
    }
  }
}

/// Copies the lower half of a square matrix into the upper one, in squares that fit into the cache.
/// - Throws: `Interrupted`.
func mirrorLowerHalf<Number: BitwiseCopyable & Sendable>(
  of target: DisjointPointer<Number>, order: Int, _ context: ExecutionContext
) throws {
  let square = 64
  try context.forEachPiece(of: order, size: square) { rows in
    for start in stride(from: 0, to: rows.upperBound, by: square) {
      for row in rows {
        for column in start..<min(start + square, row) {
          target.base[column * order + row] = target.base[row * order + column]
        }
      }
    }
  }
}

/// A stretch of the inner side of a matrix, its columns centred.
private struct CentredChunk: Sendable {
  let matrix: Matrix
  let side: SymmetricProduct.Side
  let length: Int

  init(
    _ source: any ReadableRows, _ side: SymmetricProduct.Side, _ range: Range<Int>, means: [Float],
    context: ExecutionContext
  ) throws {
    self.side = side
    length = range.count
    matrix =
      side == .rows
      ? try source.expanded(context: context).centred(by: means, columns: range, context: context)
      : try source.centred(by: means, rows: range, context: context)
  }

  /// The product of two stretches of the result over part of the inner side.
  func multiply(rows: Range<Int>, columns: Range<Int>, over stretch: Range<Int>, into tile: inout [Float]) {
    let stride = matrix.columns
    let alongRows = side == .rows
    matrix.storage.withUnsafeBufferPointer { numbers in
      guard let base = numbers.baseAddress else { return }
      func start(_ outer: Int) -> UnsafePointer<Float> {
        alongRows ? base + outer * stride + stretch.lowerBound : base + stretch.lowerBound * stride + outer
      }
      BLAS.multiply(
        start(rows.lowerBound), stride: stride, transposed: !alongRows,
        by: start(columns.lowerBound), stride: stride, transposed: alongRows,
        into: &tile, stride: columns.count, rows: rows.count, columns: columns.count, inner: stretch.count)
    }
  }
}
