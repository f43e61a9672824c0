extension CompactRows {
  /// Sums over numbers that are not zero alone, sixteen at a time; see `SparseScatter` for what becomes of means that are
  /// far larger than the deviations: then, and of rows with few zeros, the rows are centred first.
  public func centredSums(weights: Matrix, means: [Float], context: ExecutionContext) throws -> Matrix {
    precondition(weights.columns == rows && means.count == columns, "a weight a row, a mean a column")
    guard Self.costOfLookUp * count < rows * columns, isVaried(around: means) else {
      return try centredRowSums(weights: weights, means: means, context: context)
    }
    return try SparseScatter(self, means: means, side: .rows).sums(weights: weights, context: context)
  }

  /// A look-up in rows that are read without a transposed copy takes as long as so many multiplications in a row.
  private static let costOfLookUp = 2

  /// Whether the squares of the numbers are not mostly those of the means.
  private func isVaried(around means: [Float]) -> Bool {
    let offset = means.reduce(0.0) { $0 + Double($1) * Double($1) } * Double(rows)
    var squares = 0.0
    forEachNumber(in: 0..<rows) { squares += Double($2) * Double($2) }
    return 5 * offset < 4 * squares
  }
}
