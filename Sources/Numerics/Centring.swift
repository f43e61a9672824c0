extension Matrix {
  /// The mean of each column, added up in double precision. Cost: one pass, on all threads.
  public func columnMeans(context: ExecutionContext = .plain) throws -> [Double] {
    guard rows > 0 else { return [Double](repeating: 0, count: columns) }
    return try columnSums(context: context) { sums, row, count in
      for c in 0..<count { sums[c] += Double(row[c]) }
    }.map { $0 / Double(rows) }
  }

  /// The variance of each column around `means`, divided by `rows - correction`.
  public func columnVariances(
    around means: [Double], correction: Int = 0, context: ExecutionContext = .plain
  ) throws -> [Double] {
    precondition(means.count == columns, "one mean a column")
    return try columnSums(context: context) { sums, row, count in
      means.withUnsafeBufferPointer { means in
        for c in 0..<count {
          let difference = Double(row[c]) - means[c]
          sums[c] += difference * difference
        }
      }
    }.map { $0 / Double(max(1, rows - correction)) }
  }

  /// All rows minus `means`, one number a column.
  public func centred(by means: [Float], context: ExecutionContext = .plain) throws -> Matrix {
    try centred(by: means, rows: 0..<rows, context: context)
  }

  /// All rows of the given columns, minus `means`, one number for each column of the whole matrix.
  public func centred(
    by means: [Float], columns range: Range<Int>, context: ExecutionContext = .plain
  ) throws -> Matrix {
    precondition(means.count == columns, "one mean a column")
    return try Matrix(rows: rows, columns: range.count) { buffer in
      guard let base = buffer.baseAddress, !range.isEmpty else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: rows, size: max(1, (1 << 18) / range.count)) { piece in
        storage.withUnsafeBufferPointer { source in
          means.withUnsafeBufferPointer { means in
            for row in piece {
              let from = row * columns + range.lowerBound
              let to = target.base + row * range.count
              for c in 0..<range.count { to[c] = source[from + c] - means[range.lowerBound + c] }
            }
          }
        }
      }
    }
  }

  /// Adds up something for each column, over fixed stretches of rows that are then added in order.
  private func columnSums(
    context: ExecutionContext,
    adding add: @escaping @Sendable (UnsafeMutablePointer<Double>, UnsafePointer<Float>, Int) -> Void
  ) throws -> [Double] {
    let columns = columns
    let size = max(1024, (rows + 31) / 32)
    let pieces = max(1, (rows + size - 1) / size)
    var partial = [Double](repeating: 0, count: pieces * columns)
    try partial.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      let storage = storage
      try context.forEachPiece(of: rows, size: size) { piece in
        storage.withUnsafeBufferPointer { source in
          guard let source = source.baseAddress else { return }
          for row in piece { add(target.base + piece.lowerBound / size * columns, source + row * columns, columns) }
        }
      }
    }
    return (0..<columns).map { c in (0..<pieces).reduce(0) { $0 + partial[$1 * columns + c] } }
  }
}
