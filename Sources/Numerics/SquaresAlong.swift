extension ReadableRows {
  /// For each of some directions the squares of what the rows, centred by `means`, have along it, added up.
  ///
  /// Products are in single precision, their errors of either sign; squares are added in double. Eigenvalues of a scatter
  /// matrix that was formed in single precision are right to 1e-7 of the largest only, these to 1e-7 of themselves. A
  /// direction's sum does not depend on the others.
  /// - Parameter directions: one a row, as many numbers as there are columns.
  /// - Throws: `Interrupted`.
  /// - Cost: 2·rows·columns operations a direction, sixteen directions at a time.
  public func squaresAlong(
    _ directions: Matrix, means: [Float], context: ExecutionContext = .plain
  ) throws -> [Double] {
    precondition(directions.columns == columns && means.count == columns, "vectors of another length")
    let panels = stride(from: 0, to: directions.rows, by: LanePanel.lanes).map {
      LanePanel(directions, $0..<min(directions.rows, $0 + LanePanel.lanes))
    }
    let (lanes, size) = (panels.count * LanePanel.lanes, 64)
    let pieces = (rows + size - 1) / size
    var squares = [Double](repeating: 0, count: pieces * lanes)
    try squares.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: rows, size: size) { piece in
        try context.checkInterruption()
        let centred = OwnedBuffer<Float>(repeating: 0, count: DenseSweep.padded(piece.count) * columns)
        writeCentred(piece, by: means, to: centred.base)
        let own = target.base + piece.lowerBound / size * lanes
        for (place, panel) in panels.enumerated() {
          addSquares(of: centred.base, piece.count, along: panel, to: own + place * LanePanel.lanes)
        }
      }
    }
    return (0..<directions.rows).map { direction in
      (0..<pieces).reduce(0) { $0 + squares[$1 * lanes + direction] }
    }
  }

  private func addSquares(
    of centred: UnsafePointer<Float>, _ count: Int, along panel: LanePanel, to sums: UnsafeMutablePointer<Double>
  ) {
    for first in stride(from: 0, to: count, by: DenseSweep.height) {
      let images = DenseSweep(
        numbers: centred + first * columns, rowStride: columns, columnStride: 1, columns: columns
      ).products(with: panel)
      for image in [images.0, images.1, images.2, images.3, images.4, images.5, images.6, images.7] {
        for lane in 0..<LanePanel.lanes { sums[lane] += Double(image[lane]) * Double(image[lane]) }
      }
    }
  }
}
