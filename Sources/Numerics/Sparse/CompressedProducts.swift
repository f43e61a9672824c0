extension CompressedRows {
  /// Numbers of a vector that are worked on at a time: one SIMD register.
  private static let lanes = 16

  /// The product with vectors that stand one a row, less for each vector a number of its own: result (v, r) is row r of
  /// these times vector v, minus `offsets[v]`.
  ///
  /// - Throws: `Interrupted`.
  /// - Cost: about two cycles for each number and sixteen vectors.
  func multiplied(byRowsOf vectors: Matrix, subtracting offsets: [Float], context: ExecutionContext) throws -> Matrix {
    precondition(vectors.columns == columns && offsets.count == vectors.rows, "vectors of another length")
    return try Matrix(rows: vectors.rows, columns: rows) { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      for first in stride(from: 0, to: vectors.rows, by: Self.lanes) {
        let group = first..<min(vectors.rows, first + Self.lanes)
        let panel = Self.panel(vectors, group)
        var offset = SIMD16<Float>.zero
        for vector in group { offset[vector - first] = offsets[vector] }
        let size = max(64, (1 << 16) / max(1, count / max(1, rows)))
        try context.forEachPiece(of: rows, size: size) { [offset] piece in
          multiply(panel, rows: piece, minus: offset, into: target, group)
        }
      }
    }
  }

  /// Some vectors, lane by lane: number i of all of them side by side.
  private static func panel(_ vectors: Matrix, _ group: Range<Int>) -> [Float] {
    var panel = [Float](repeating: 0, count: vectors.columns * lanes)
    for (lane, vector) in group.enumerated() {
      for i in 0..<vectors.columns { panel[i * lanes + lane] = vectors.storage[vector * vectors.columns + i] }
    }
    return panel
  }

  private func multiply(
    _ panel: [Float], rows piece: Range<Int>, minus offset: SIMD16<Float>, into target: DisjointPointer<Float>,
    _ group: Range<Int>
  ) {
    panel.withUnsafeBytes { panel in
      indices.withUnsafeBufferPointer { indices in
        values.withUnsafeBufferPointer { values in
          for row in piece {
            let (start, end) = (starts[row], starts[row + 1])
            var sums = (SIMD16<Float>.zero, SIMD16<Float>.zero, SIMD16<Float>.zero, SIMD16<Float>.zero)
            @inline(__always) func term(_ position: Int, _ sum: inout SIMD16<Float>) {
              let lanes = panel.loadUnaligned(
                fromByteOffset: Int(indices[position]) * 64, as: SIMD16<Float>.self)
              sum.addProduct(SIMD16(repeating: values[position]), lanes)
            }
            var position = start
            while position + 4 <= end {
              term(position, &sums.0)
              term(position + 1, &sums.1)
              term(position + 2, &sums.2)
              term(position + 3, &sums.3)
              position += 4
            }
            while position < end {
              term(position, &sums.0)
              position += 1
            }
            let total = (sums.0 + sums.1) + (sums.2 + sums.3) - offset
            for lane in 0..<group.count { target[(group.lowerBound + lane) * self.rows + row] = total[lane] }
          }
        }
      }
    }
  }

  /// The same with every step in double precision, for `count` vectors one after another.
  func multipliedExactly(
    byRowsOf vectors: [Double], count: Int, subtracting offsets: [Double], context: ExecutionContext
  ) throws -> [Double] {
    precondition(vectors.count == count * columns && offsets.count == count, "vectors of another length")
    var result = [Double](repeating: 0, count: count * rows)
    try result.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      for first in stride(from: 0, to: count, by: Self.lanes) {
        let group = first..<min(count, first + Self.lanes)
        var panel = [Double](repeating: 0, count: columns * Self.lanes)
        for (lane, vector) in group.enumerated() {
          for i in 0..<columns { panel[i * Self.lanes + lane] = vectors[vector * columns + i] }
        }
        try context.forEachPiece(of: rows, size: 256) { [panel] piece in
          multiplyExactly(panel, rows: piece, minus: offsets, into: target, group)
        }
      }
    }
    return result
  }

  private func multiplyExactly(
    _ panel: [Double], rows piece: Range<Int>, minus offsets: [Double], into target: DisjointPointer<Double>,
    _ group: Range<Int>
  ) {
    panel.withUnsafeBytes { panel in
      for row in piece {
        var sums = (SIMD8<Double>.zero, SIMD8<Double>.zero)
        for position in starts[row]..<starts[row + 1] {
          let place = Int(indices[position]) * 128
          let value = SIMD8(repeating: Double(values[position]))
          sums.0.addProduct(value, panel.loadUnaligned(fromByteOffset: place, as: SIMD8<Double>.self))
          sums.1.addProduct(value, panel.loadUnaligned(fromByteOffset: place + 64, as: SIMD8<Double>.self))
        }
        for lane in 0..<group.count {
          let sum = lane < 8 ? sums.0[lane] : sums.1[lane - 8]
          target[(group.lowerBound + lane) * rows + row] = sum - offsets[group.lowerBound + lane]
        }
      }
    }
  }
}
