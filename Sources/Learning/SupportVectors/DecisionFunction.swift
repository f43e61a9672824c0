import Numerics

extension FittedSupportVectorMachine {
  /// Test rows of one block.
  private static var blockHeight: Int { 256 }

  /// The decision of each pair for each row, n×pairs: positive for the pair's first class. Its size is the distance to
  /// the boundary in units of the margin.
  /// - Throws: `LearningError.wrongWidth`, `.nonFinite`, `.overflow`, `.damagedModel`; `Interrupted`.
  public func decisionFunction(_ features: Matrix, context: ExecutionContext) throws -> Matrix {
    try ModelChecks.require(isSound)
    guard features.columns == columns else {
      throw LearningError.wrongWidth(expected: columns, found: features.columns)
    }
    if let place = try features.firstNonFinite(context: context) {
      throw LearningError.nonFinite(row: place.row, column: place.column)
    }
    let pairs = pairs
    let source = try KernelSource(function, supportVectors, origin: origin, context: context)
    let support = GatheredRows(source, (0..<Int32(supportVectorCount)).map { $0 }[...])
    var result = Matrix(rows: features.rows, columns: pairs.count)
    guard features.rows > 0 else { return result }
    try result.storage.withUnsafeMutableBufferPointer { storage in
      guard let base = storage.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: features.rows, size: Self.blockHeight) { piece in
        let block = features.gathering(Array(piece))
        let sums = try sums(block, support, pairs, context: context.singleThreaded)
        for (offset, sum) in sums.enumerated() { target[piece.lowerBound * pairs.count + offset] = Float(sum) }
      }
    }
    return result
  }

  /// Decisions of a block of rows, added in double precision over blocks of support vectors.
  private func sums(
    _ rows: Matrix, _ support: GatheredRows, _ pairs: [ClassPair], context: ExecutionContext
  ) throws -> [Double] {
    let test = try KernelSource(function, rows, origin: origin, context: context)
    let left = GatheredRows(test, (0..<Int32(rows.rows)).map { $0 }[...])
    var sums = [Double]()
    for _ in 0..<rows.rows { sums += intercepts }
    let values = OwnedBuffer<Float>(uninitialized: rows.rows * KernelBlock.width)
    let targets = (0..<rows.rows).map { values.base + $0 * KernelBlock.width }
    var start = 0
    for place in classes.indices {
      let end = start + supportCounts[place]
      for first in stride(from: start, to: end, by: KernelBlock.width) {
        let chunk = first..<min(first + KernelBlock.width, end)
        try KernelBlock.fill(
          function, left.operand, support.operand(chunk), columns: 0..<chunk.count, inner: columns, into: targets,
          context: context)
        add(values.base, chunk, of: place, rows: rows.rows, pairs, to: &sums)
      }
      start = end
    }
    return sums
  }

  /// Adds what the support vectors of `chunk`, all of one class, give to the decisions of the pairs that it is in.
  private func add(
    _ values: UnsafePointer<Float>, _ chunk: Range<Int>, of place: Int, rows: Int, _ pairs: [ClassPair],
    to sums: inout [Double]
  ) {
    let others = classes.count - 1
    let products = OwnedBuffer<Float>(uninitialized: rows * others)
    coefficients.withUnsafeBufferPointer { coefficients in
      guard let base = coefficients.baseAddress else { return }
      BLAS.multiply(
        values, stride: KernelBlock.width, transposed: false, by: base + chunk.lowerBound,
        stride: supportVectorCount, transposed: true, into: products.base, stride: others, rows: rows,
        columns: others, inner: chunk.count)
    }
    for (index, pair) in pairs.enumerated() where pair.first == place || pair.second == place {
      let column = pair.first == place ? pair.second - 1 : pair.first
      for row in 0..<rows { sums[row * pairs.count + index] += Double(products[row * others + column]) }
    }
  }
}
