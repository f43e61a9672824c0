extension Matrix {
  /// Which factor of a product is taken transposed.
  public enum Transposition: Sendable {
    case none, left, right
  }

  /// op(self) · op(other), shared over the threads by stretches of the result; the same bits on any number of them.
  ///
  /// - Precondition: the inner sizes agree.
  /// - Throws: `Interrupted`.
  public func multiplied(
    by other: Matrix, transposing: Transposition = .none, context: ExecutionContext = .plain
  ) throws -> Matrix {
    let shape = ProductShape(self, other, transposing)
    var result = Matrix(rows: shape.rows, columns: shape.columns) { $0.update(repeating: 0) }
    guard shape.rows > 0, shape.columns > 0, shape.inner > 0 else { return result }
    try result.storage.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      // A wide, low result is cut by columns, any other by rows.
      if shape.columns > 2 * shape.rows {
        try context.forEachPiece(of: shape.columns, size: shape.piece(of: shape.columns)) { columns in
          shape.multiply(self, other, into: target, rows: 0..<shape.rows, columns: columns)
        }
      } else {
        try context.forEachPiece(of: shape.rows, size: shape.piece(of: shape.rows)) { rows in
          shape.multiply(self, other, into: target, rows: rows, columns: 0..<shape.columns)
        }
      }
    }
    return result
  }
}

/// The sizes of a product, and one rectangle of it.
private struct ProductShape: Sendable {
  let rows: Int
  let columns: Int
  let inner: Int
  let transposing: Matrix.Transposition

  init(_ left: Matrix, _ right: Matrix, _ transposing: Matrix.Transposition) {
    self.transposing = transposing
    rows = transposing == .left ? left.columns : left.rows
    inner = transposing == .left ? left.rows : left.columns
    columns = transposing == .right ? right.rows : right.columns
    precondition(inner == (transposing == .right ? right.columns : right.rows), "factors that do not fit")
  }

  /// Around 64 MFLOP a piece, at least 64 and at most 1024 rows or columns.
  func piece(of count: Int) -> Int {
    let flopsEach = 2 * (rows * columns / count) * inner
    let wanted = max(1, 64_000_000 / max(1, flopsEach))
    return min(1024, max(64, (wanted + 63) / 64 * 64))
  }

  func multiply(
    _ left: Matrix, _ right: Matrix, into target: DisjointPointer<Float>, rows: Range<Int>, columns: Range<Int>
  ) {
    left.storage.withUnsafeBufferPointer { a in
      right.storage.withUnsafeBufferPointer { b in
        guard let a = a.baseAddress, let b = b.baseAddress else { return }
        let isLeft = transposing == .left
        let isRight = transposing == .right
        BLAS.multiply(
          a + (isLeft ? rows.lowerBound : rows.lowerBound * left.columns), stride: left.columns, transposed: isLeft,
          by: b + (isRight ? columns.lowerBound * right.columns : columns.lowerBound), stride: right.columns,
          transposed: isRight,
          into: target.base + rows.lowerBound * self.columns + columns.lowerBound, stride: self.columns,
          rows: rows.count, columns: columns.count, inner: inner)
      }
    }
  }
}
