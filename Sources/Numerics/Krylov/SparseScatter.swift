/// The scatter or Gram matrix of rows most of whose numbers are zero.
///
/// A product goes over the rows alone, without a transposed copy: a row's product with the vectors is spread over its
/// columns while the row is at hand. Centring is taken from the products: exact as long as the means are not far larger
/// than the deviations.
public struct SparseScatter: ScatterOperator {
  /// Parts of the rows, each with a sum of its own, added in their order; fewer of few rows, for sums are long.
  private static let (parts, leastPart) = (8, 256)

  public let side: SymmetricProduct.Side
  private let rows: any LaneRows
  private let means: [Float]
  private let exactMeans: [Double]

  /// - Parameter means: what is subtracted from each column.
  public init(_ rows: CompactRows, means: [Float], side: SymmetricProduct.Side) {
    self.init(lanes: rows, means: means, side: side)
  }

  /// - Parameter means: what is subtracted from each column.
  public init(_ rows: CompressedRows, means: [Float], side: SymmetricProduct.Side) {
    self.init(lanes: rows, means: means, side: side)
  }

  private init(lanes rows: any LaneRows, means: [Float], side: SymmetricProduct.Side) {
    precondition(means.count == rows.columns, "one mean a column")
    self.rows = rows
    self.means = means
    self.side = side
    exactMeans = means.map(Double.init)
  }

  public var order: Int { side == .columns ? rows.columns : rows.rows }
  public var byteCount: Int { rows.byteCount }

  /// - Cost: about five cycles for each number that is not zero and sixteen vectors.
  public func images(of block: Matrix, context: ExecutionContext) throws -> Matrix {
    var result = Matrix(rows: block.rows, columns: order)
    for first in stride(from: 0, to: block.rows, by: LanePanel.lanes) {
      let group = first..<min(block.rows, first + LanePanel.lanes)
      let panel = LanePanel(block, group)
      let images = side == .columns ? try swept(panel, context) : try multiplied(carriedBack(panel, context), context)
      for (lane, vector) in group.enumerated() {
        for place in 0..<order { result.storage[vector * order + place] = images[place][lane] }
      }
    }
    return result
  }

  /// What the means make of a panel with a place for each column.
  private func offset(of panel: LanePanel) -> SIMD16<Float> {
    var sums = (SIMD8<Double>.zero, SIMD8<Double>.zero)
    for column in 0..<rows.columns {
      let (numbers, mean) = (panel[column], SIMD8(repeating: exactMeans[column]))
      sums.0.addProduct(SIMD8<Double>(numbers.lowHalf), mean)
      sums.1.addProduct(SIMD8<Double>(numbers.highHalf), mean)
    }
    return SIMD16(lowHalf: SIMD8<Float>(sums.0), highHalf: SIMD8<Float>(sums.1))
  }

  /// Parts of the rows added up into places for the columns: what `body` makes of a row is spread over the row's columns,
  /// and over the means.
  private func spread(
    _ context: ExecutionContext, _ body: @escaping @Sendable (Int) -> SIMD16<Float>
  ) throws -> LanePanel {
    let length = max(Self.leastPart, (rows.rows + Self.parts - 1) / Self.parts)
    let parts = (rows.rows + length - 1) / length
    let sums = (0..<max(1, parts)).map { _ in (panel: LanePanel(places: rows.columns), shares: LanePanel(places: 1)) }
    try context.forEachPiece(of: rows.rows, size: length) { piece in
      let own = sums[piece.lowerBound / length]
      var total = SIMD16<Float>.zero
      for row in piece {
        if row % 4096 == 0 { try context.checkInterruption() }
        let share = body(row)
        total += share
        rows.scatter(row, share, into: own.panel)
      }
      own.shares[0] = total
    }
    let result = sums[0].panel
    var total = sums[0].shares[0]
    for part in sums.dropFirst() {
      for column in 0..<rows.columns { result[column] += part.panel[column] }
      total += part.shares[0]
    }
    for column in 0..<rows.columns { result[column].addProduct(SIMD16(repeating: -means[column]), total) }
    return result
  }

  /// The scatter matrix times vectors.
  private func swept(_ panel: LanePanel, _ context: ExecutionContext) throws -> LanePanel {
    let offset = offset(of: panel)
    return try spread(context) { row in rows.gather(row, from: panel) - offset }
  }

  /// The transposed centred rows times vectors with a number for each row.
  private func carriedBack(_ panel: LanePanel, _ context: ExecutionContext) throws -> LanePanel {
    try spread(context) { panel[$0] }
  }

  /// The transposed centred rows times the rows of a matrix with a number for each row.
  func sums(weights: Matrix, context: ExecutionContext) throws -> Matrix {
    var result = Matrix(rows: weights.rows, columns: rows.columns)
    for first in stride(from: 0, to: weights.rows, by: LanePanel.lanes) {
      let group = first..<min(weights.rows, first + LanePanel.lanes)
      let sums = try carriedBack(LanePanel(weights, group), context)
      for (lane, vector) in group.enumerated() {
        for column in 0..<rows.columns { result.storage[vector * rows.columns + column] = sums[column][lane] }
      }
    }
    return result
  }

  /// The centred rows times vectors with a number for each column.
  private func multiplied(_ panel: LanePanel, _ context: ExecutionContext) throws -> LanePanel {
    let (offset, result) = (offset(of: panel), LanePanel(places: rows.rows))
    try context.forEachPiece(of: rows.rows, size: 256) { piece in
      for row in piece { result[row] = rows.gather(row, from: panel) - offset }
    }
    return result
  }

  public func exactImages(of vectors: [Double], count: Int, context: ExecutionContext) throws -> [Double] {
    precondition(vectors.count == count * order, "vectors of another length")
    let length = side == .columns ? rows.rows : rows.columns
    var result = [Double](repeating: 0, count: count * length)
    try result.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: count, size: 8) { group in
        // Number i of all vectors of the group side by side.
        var panel = [SIMD8<Double>](repeating: .zero, count: order)
        for (lane, vector) in group.enumerated() {
          for i in 0..<order { panel[i][lane] = vectors[vector * order + i] }
        }
        let images = side == .columns ? try exactProducts(panel, context) : try exactSums(panel, context)
        for (lane, vector) in group.enumerated() {
          for i in 0..<length { target[vector * length + i] = images[i][lane] }
        }
      }
    }
    return result
  }

  /// The centred rows times eight vectors.
  private func exactProducts(_ panel: [SIMD8<Double>], _ context: ExecutionContext) throws -> [SIMD8<Double>] {
    var offset = SIMD8<Double>.zero
    for (numbers, mean) in zip(panel, exactMeans) { offset.addProduct(numbers, SIMD8(repeating: mean)) }
    return try panel.withUnsafeBufferPointer { panel in
      guard let panel = panel.baseAddress else { return [] }
      return try (0..<rows.rows).map { row in
        if row % 4096 == 0 { try context.checkInterruption() }
        return rows.exactGather(row, from: panel) - offset
      }
    }
  }

  /// The transposed centred rows times eight vectors.
  private func exactSums(_ panel: [SIMD8<Double>], _ context: ExecutionContext) throws -> [SIMD8<Double>] {
    var sums = [SIMD8<Double>](repeating: .zero, count: rows.columns)
    try sums.withUnsafeMutableBufferPointer { sums in
      guard let sums = sums.baseAddress else { return }
      for row in 0..<rows.rows {
        if row % 4096 == 0 { try context.checkInterruption() }
        rows.exactScatter(row, panel[row], into: sums)
      }
    }
    let total = panel.reduce(SIMD8<Double>.zero, +)
    for column in sums.indices { sums[column].addProduct(SIMD8(repeating: -exactMeans[column]), total) }
    return sums
  }
}
