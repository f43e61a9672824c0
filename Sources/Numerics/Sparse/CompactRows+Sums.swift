extension CompactRows {
  /// Sums over numbers that are not zero alone, sixteen at a time, by `LaneSweep`; of means that are far larger than the
  /// deviations the rows are centred first. The same bits as those of a matrix of the same numbers.
  public func centredSums(weights: Matrix, means: [Float], context: ExecutionContext) throws -> Matrix {
    var squares = 0.0
    forEachNumber(in: 0..<rows) { squares += Double($2) * Double($2) }
    return try centredSums(weights: weights, means: means, squares: squares, of: self, context: context)
  }
}

extension Matrix {
  /// Sums sixteen at a time, by `LaneSweep`; of means that are far larger than the deviations the rows are centred first.
  public func centredSums(weights: Matrix, means: [Float], context: ExecutionContext) throws -> Matrix {
    let squares = withRows(0..<rows) { VectorKernels.squaredNorm($0, count: storage.count) }
    return try centredSums(weights: weights, means: means, squares: squares, of: self, context: context)
  }
}

extension ReadableRows {
  /// - Parameter squares: those of all numbers, added up.
  fileprivate func centredSums(
    weights: Matrix, means: [Float], squares: Double, of lanes: any LaneRows, context: ExecutionContext
  ) throws -> Matrix {
    precondition(weights.columns == rows && means.count == columns, "a weight a row, a mean a column")
    // Whether the squares are not mostly those of the means.
    let offset = means.reduce(0.0) { $0 + Double($1) * Double($1) } * Double(rows)
    guard 5 * offset < 4 * squares else {
      return try centredRowSums(weights: weights, means: means, context: context)
    }
    return try LaneSweep(lanes, means: means, side: .rows).sums(weights: weights, context)
  }
}
