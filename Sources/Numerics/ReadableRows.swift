/// Rows of finite or missing numbers, however they are kept, that can be read a few at a time: what algorithms ask for
/// that go over rows piece by piece and so need no matrix of them all.
public protocol ReadableRows: Sendable {
  var rows: Int { get }
  var columns: Int { get }
  /// Hands some rows over, one after another, `columns` numbers each; copied only where they are not kept so.
  func withRows<Result>(_ range: Range<Int>, _ body: (UnsafePointer<Float>) throws -> Result) rethrows -> Result
  /// Writes some rows less `means`, one number a column.
  func writeCentred(_ range: Range<Int>, by means: [Float], to target: UnsafeMutablePointer<Float>)
  /// All of them as a matrix; no copy where they are one.
  /// - Throws: `Interrupted`.
  func expanded(context: ExecutionContext) throws -> Matrix
  /// The mean of each column, added up in double precision.
  /// - Throws: `Interrupted`.
  func columnMeans(context: ExecutionContext) throws -> [Double]
  /// The variance of each column around `means`, divided by `rows - correction`.
  /// - Throws: `Interrupted`.
  func columnVariances(around means: [Double], correction: Int, context: ExecutionContext) throws -> [Double]
  /// The first number, row by row, that is NaN or infinite; nil where there is none.
  /// - Throws: `Interrupted`.
  func firstNonFinite(context: ExecutionContext) throws -> (row: Int, column: Int)?
  /// Inner products of each row with vectors of `columns` numbers, one a row, less a number for each vector: result (r, v)
  /// is row r times vector v, minus `offsets[v]`. A row's products do not depend on the other rows.
  /// - Throws: `Interrupted`.
  func products(with vectors: Matrix, minus offsets: [Float], context: ExecutionContext) throws -> Matrix
  /// Sums of the rows, centred by `means`, each row times a weight of its own: result v is Σ weights(v, r)·(row r − means).
  ///
  /// - Parameter weights: a row of as many numbers as there are rows here for each sum.
  /// - Throws: `Interrupted`.
  func centredSums(weights: Matrix, means: [Float], context: ExecutionContext) throws -> Matrix
  /// Some of them, in that order. Cost: one copy.
  func choosing(_ chosen: [Int]) -> any ReadableRows
  /// Whether these are the same numbers, kept in the same way. Cost: none where they are in the same memory, one pass at most.
  func isSame(as other: any ReadableRows) -> Bool
}

extension ReadableRows {
  /// Some rows less `means`, one number a column. Cost: one copy, on all threads.
  /// - Throws: `Interrupted`.
  public func centred(
    by means: [Float], rows range: Range<Int>, context: ExecutionContext = .plain
  ) throws -> Matrix {
    precondition(means.count == columns, "one mean a column")
    return try Matrix(rows: range.count, columns: columns) { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: range.count, size: max(1, (1 << 18) / max(1, columns))) { piece in
        writeCentred(
          range.lowerBound + piece.lowerBound..<range.lowerBound + piece.upperBound, by: means,
          to: target.base + piece.lowerBound * columns)
      }
    }
  }

  public func centredSums(weights: Matrix, means: [Float], context: ExecutionContext) throws -> Matrix {
    try centredRowSums(weights: weights, means: means, context: context)
  }

  /// The same by rows that are centred first.
  ///
  /// - Cost: 2·rows·columns operations a sum, at the rate of sgemm; eight times the memory of the result at most.
  func centredRowSums(weights: Matrix, means: [Float], context: ExecutionContext) throws -> Matrix {
    precondition(weights.columns == rows && means.count == columns, "a weight a row, a mean a column")
    let (size, inner) = (weights.rows * columns, rows)
    let partLength = max(256, (inner + 7) / 8)
    let parts = max(1, (inner + partLength - 1) / partLength)
    // A piece of rows is centred in the cache and multiplied there.
    let pieceLength = max(16, (1 << 17) / max(1, columns) / 16 * 16)
    var sums = [Float](repeating: 0, count: parts * size)
    try sums.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: inner, size: partLength) { part in
        let own = target.base + part.lowerBound / partLength * size
        let piece = OwnedBuffer<Float>(uninitialized: min(pieceLength, part.count) * columns)
        for start in stride(from: part.lowerBound, to: part.upperBound, by: pieceLength) {
          try context.checkInterruption()
          let range = start..<min(part.upperBound, start + pieceLength)
          writeCentred(range, by: means, to: piece.base)
          weights.storage.withUnsafeBufferPointer { numbers in
            guard let numbers = numbers.baseAddress else { return }
            BLAS.multiply(
              numbers + range.lowerBound, stride: inner, by: piece.base, stride: columns, into: own, stride: columns,
              rows: weights.rows, columns: columns, inner: range.count, beta: 1)
          }
        }
      }
      for part in 1..<max(1, parts) { VectorKernels.axpy(1, base + part * size, into: base, count: size) }
    }
    sums.removeLast((parts - 1) * size)
    return Matrix(rows: weights.rows, columns: columns, storage: sums)
  }
}

extension Matrix: ReadableRows {
  public func withRows<Result>(
    _ range: Range<Int>, _ body: (UnsafePointer<Float>) throws -> Result
  ) rethrows -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows that are not in the matrix")
    return try storage.withUnsafeBufferPointer { numbers in
      guard let base = numbers.baseAddress else { return try withUnsafePointer(to: 0) { try body($0) } }
      return try body(base + range.lowerBound * columns)
    }
  }

  public func writeCentred(_ range: Range<Int>, by means: [Float], to target: UnsafeMutablePointer<Float>) {
    withRows(range) { source in
      for row in 0..<range.count {
        VectorKernels.difference(source + row * columns, means, into: target + row * columns, count: columns)
      }
    }
  }

  public func expanded(context: ExecutionContext) throws -> Matrix { self }

  public func choosing(_ chosen: [Int]) -> any ReadableRows { gathering(chosen) }

  public func isSame(as other: any ReadableRows) -> Bool {
    (other as? Matrix) == self
  }

  public func products(with vectors: Matrix, minus offsets: [Float], context: ExecutionContext) throws -> Matrix {
    precondition(vectors.columns == columns && offsets.count == vectors.rows, "vectors of another length")
    let count = vectors.rows
    let lookUps = LookedUpProducts(with: vectors, minus: offsets)
    return try Matrix(rows: rows, columns: count) { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: rows, size: 256) { piece in
        let own = target.base + piece.lowerBound * count
        withRows(piece) { source in
          let found = lookUps.found(in: source, count: piece.count)
          if found.places.count < piece.count {
            BLAS.multiply(
              source, stride: columns, transposed: false, by: vectors.storage, stride: columns, transposed: true,
              into: own, stride: count, rows: piece.count, columns: count, inner: columns)
            for i in 0..<piece.count * count { own[i] -= offsets[i % count] }
          }
          lookUps.write(found, to: own)
        }
      }
    }
  }
}
