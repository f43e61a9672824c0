/// Products of a scatter or Gram matrix with vectors, by going over rows as they are, sixteen vectors at a time.
///
/// What a row makes of the vectors is spread over its columns while the row is at hand. Centring is taken from the
/// products: exact as long as the means are not far larger than the deviations.
struct LaneSweep: Sendable {
  /// Parts of the rows, each with a sum of its own, added in their order; fewer of few rows, for sums are long.
  private static let (parts, leastPart) = (8, 256)
  /// Rows that are at hand at a time, and places that are added up at a time.
  private static let (height, stretch) = (8, 512)

  let side: SymmetricProduct.Side
  private let rows: any LaneRows
  private let means: [Float]
  private let columnSums: LanePanelPool
  private let rowSums: LanePanelPool

  /// - Parameter means: what is subtracted from each column.
  init(_ rows: any LaneRows, means: [Float], side: SymmetricProduct.Side) {
    precondition(means.count == rows.columns, "one mean a column")
    self.rows = rows
    self.means = means
    self.side = side
    columnSums = LanePanelPool(places: rows.columns)
    rowSums = LanePanelPool(places: rows.rows)
  }

  var order: Int { side == .columns ? rows.columns : rows.rows }
  /// Numbers of what the rows, or for a Gram matrix their transpose, make of a vector.
  var length: Int { side == .columns ? rows.rows : rows.columns }

  /// The matrix times each row of `block`, and on the way there what the rows, or their transpose, make of it; nil in
  /// place of that where it would take more than twice the memory of the vectors themselves.
  func product(with block: Matrix, _ context: ExecutionContext) throws -> (images: Matrix, halves: Matrix?) {
    var images = Matrix(rows: block.rows, columns: order)
    guard length <= 2 * order else {
      try images.storage.withUnsafeMutableBufferPointer { try multiply(block, images: $0, halves: nil, context) }
      return (images, nil)
    }
    var halves = Matrix(rows: block.rows, columns: length)
    try images.storage.withUnsafeMutableBufferPointer { images in
      try halves.storage.withUnsafeMutableBufferPointer { try multiply(block, images: images, halves: $0, context) }
    }
    return (images, halves)
  }

  private func multiply(
    _ block: Matrix, images: UnsafeMutableBufferPointer<Float>, halves: UnsafeMutableBufferPointer<Float>?,
    _ context: ExecutionContext
  ) throws {
    guard let images = images.baseAddress else { return }
    for first in stride(from: 0, to: block.rows, by: LanePanel.lanes) {
      let group = first..<min(block.rows, first + LanePanel.lanes)
      let whole = Target(images, group, stride: order)
      let half = halves?.baseAddress.map { Target($0, group, stride: length) }
      let panel = LanePanel(block, group)
      if side == .columns {
        try sweep(panel, images: whole, halves: half, context)
      } else {
        try carry(panel, images: whole, halves: half, context)
      }
    }
  }

  /// The transposed centred rows times the rows of a matrix with a number for each row.
  func sums(weights: Matrix, _ context: ExecutionContext) throws -> Matrix {
    try Matrix(rows: weights.rows, columns: rows.columns) { buffer in
      guard let base = buffer.baseAddress else { return }
      for first in stride(from: 0, to: weights.rows, by: LanePanel.lanes) {
        let group = first..<min(weights.rows, first + LanePanel.lanes)
        let shares = LanePanel(weights, group)
        _ = try spread(context, to: Target(base, group, stride: rows.columns)) { rows, range, sums in
          rows.scatter(range, shares, into: sums)
          return shares
        }
      }
    }
  }

  /// Where vectors that are computed side by side are written to, one a row.
  private struct Target: Sendable {
    private let base: DisjointPointer<Float>
    private let stride: Int
    private let lanes: Int

    init(_ base: UnsafeMutablePointer<Float>, _ group: Range<Int>, stride: Int) {
      self.base = DisjointPointer(base + group.lowerBound * stride)
      self.stride = stride
      lanes = group.count
    }

    func write(_ range: Range<Int>, of panel: LanePanel) {
      panel.write(range, lanes: lanes, to: base.base, stride: stride)
    }
  }

  /// The scatter matrix: rows are multiplied, and spread again at once.
  private func sweep(
    _ panel: LanePanel, images: Target, halves: Target?, _ context: ExecutionContext
  ) throws {
    let offset = offset(of: panel)
    try rowSums.withPanels(1) { products in
      let products = products[0]
      try spread(context, to: images) { rows, range, sums in
        for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.height) {
          let few = start..<min(range.upperBound, start + Self.height)
          rows.gather(few, from: panel, minus: offset, into: products)
          rows.scatter(few, products, into: sums)
        }
        halves?.write(range, of: products)
        return products
      }
    }
  }

  /// The Gram matrix: rows are spread by the vectors' shares, and all of them multiplied by what that gives.
  private func carry(
    _ panel: LanePanel, images: Target, halves: Target?, _ context: ExecutionContext
  ) throws {
    try columnSums.withPanels(1) { sums in
      let sums = sums[0]
      try spread(context, to: halves, keeping: sums) { rows, range, sums in
        rows.scatter(range, panel, into: sums)
        return panel
      }
      let offset = offset(of: sums)
      try rowSums.withPanels(1) { products in
        let (rows, products) = (rows, products[0])
        try context.forEachPiece(of: rows.rows, size: 256) { piece in
          rows.gather(piece, from: sums, minus: offset, into: products)
          images.write(piece, of: products)
        }
      }
    }
  }

  /// What the means make of a panel with a place for each column.
  private func offset(of panel: LanePanel) -> SIMD16<Float> {
    var sums = (SIMD8<Double>.zero, SIMD8<Double>.zero)
    let numbers = UnsafePointer(panel.base.assumingMemoryBound(to: Float.self))
    for column in 0..<rows.columns {
      let (own, mean) = (numbers + column * LanePanel.lanes, SIMD8(repeating: Double(means[column])))
      sums.0.addProduct(SIMD8<Double>(wideningAt: own), mean)
      sums.1.addProduct(SIMD8<Double>(wideningAt: own + 8), mean)
    }
    return SIMD16(lowHalf: SIMD8<Float>(sums.0), highHalf: SIMD8<Float>(sums.1))
  }

  /// Rows spread over their columns and the means, part after part added up and written to `target`, if any.
  /// - Parameters:
  ///   - kept: where the sums are wanted side by side as well.
  ///   - body: adds some rows to sums, and tells their shares.
  private func spread(
    _ context: ExecutionContext, to target: Target?, keeping kept: LanePanel? = nil,
    _ body: @escaping @Sendable (any LaneRows, Range<Int>, LanePanel) -> LanePanel
  ) throws {
    let length = DenseSweep.padded(max(Self.leastPart, (rows.rows + Self.parts - 1) / Self.parts))
    let (rows, means, count) = (rows, means, max(1, (rows.rows + length - 1) / length))
    let totals = LanePanel(places: count)
    try columnSums.withPanels(count) { sums in
      if rows.rows == 0 { sums[0].clear() }
      try context.forEachPiece(of: rows.rows, size: length) { part in
        let place = part.lowerBound / length
        sums[place].clear()
        var total = SIMD16<Float>.zero
        for start in stride(from: part.lowerBound, to: part.upperBound, by: 1024) {
          try context.checkInterruption()
          let range = start..<min(part.upperBound, start + 1024)
          let shares = body(rows, range, sums[place])
          for row in range { total += shares[row] }
        }
        totals[place] = total
      }
      let total = (0..<count).reduce(SIMD16<Float>.zero) { $0 + totals[$1] }
      try context.forEachPiece(of: rows.columns, size: Self.stretch) { piece in
        let result = kept ?? sums[0]
        for column in piece {
          var sum = sums[0][column]
          for part in 1..<max(1, count) { sum += sums[part][column] }
          result[column] = sum.addingProduct(SIMD16(repeating: -means[column]), total)
        }
        target?.write(piece, of: result)
      }
    }
  }
}
