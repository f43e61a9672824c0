/// A symmetric matrix times up to eight vectors, eight of its rows at a time.
///
/// A product by BLAS would copy the matrix first, which takes as long as multiplying it by so few vectors.
struct SymmetricSweep {
  /// Vectors, and rows, at a time: as many sums as are needed for none to wait for itself.
  static let height = 8
  /// Terms of a sum in single precision that are added up by themselves.
  private static let stretch = 512
  /// Rows of one piece of work.
  private static let pieceLength = 128

  let matrix: Matrix
  /// Number i of all vectors side by side, zeros where there are fewer than eight.
  private let panel: [Float]
  private let block: Matrix

  /// - Parameter block: at most eight vectors of as many numbers as the matrix has rows.
  init(_ matrix: Matrix, times block: Matrix) {
    precondition(block.rows <= Self.height && block.columns == matrix.columns, "few vectors, as long as a row")
    self.matrix = matrix
    self.block = block
    var panel = [Float](repeating: 0, count: matrix.columns * Self.height)
    for vector in 0..<block.rows {
      for i in 0..<matrix.columns { panel[i * Self.height + vector] = block.storage[vector * matrix.columns + i] }
    }
    self.panel = panel
  }

  /// The images, one a row.
  /// - Throws: `Interrupted`.
  func images(_ context: ExecutionContext) throws -> Matrix {
    let order = matrix.rows
    return try Matrix(rows: block.rows, columns: order) { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: order, size: Self.pieceLength) { piece in
        matrix.storage.withUnsafeBufferPointer { numbers in
          panel.withUnsafeBytes { panel in
            guard let numbers = numbers.baseAddress, let panel = panel.baseAddress else { return }
            for first in stride(from: piece.lowerBound, to: piece.upperBound, by: Self.height) {
              // The last rows are taken again where there are too few: reading beyond the matrix is no way out.
              let start = max(0, min(first, order - Self.height))
              let rows = (0..<Self.height).map { numbers + min(order - 1, start + $0) * order }
              let sums = products(rows, panel)
              for (offset, sum) in sums.enumerated() where start + offset >= first && start + offset < order {
                for vector in 0..<block.rows { target[vector * order + start + offset] = sum[vector] }
              }
            }
          }
        }
      }
    }
  }

  /// Inner products of eight rows with the vectors, row after row.
  @inline(__always)
  private func products(_ rows: [UnsafePointer<Float>], _ panel: UnsafeRawPointer) -> [SIMD8<Float>] {
    let (a, b, c, d) = (rows[0], rows[1], rows[2], rows[3])
    let (e, f, g, h) = (rows[4], rows[5], rows[6], rows[7])
    var totals = [SIMD8<Float>](repeating: .zero, count: Self.height)
    for start in stride(from: 0, to: matrix.columns, by: Self.stretch) {
      var (s0, s1, s2, s3) = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
      var (s4, s5, s6, s7) = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
      for i in start..<min(matrix.columns, start + Self.stretch) {
        let vectors = panel.loadUnaligned(fromByteOffset: i &* 32, as: SIMD8<Float>.self)
        s0.addProduct(SIMD8(repeating: a[i]), vectors)
        s1.addProduct(SIMD8(repeating: b[i]), vectors)
        s2.addProduct(SIMD8(repeating: c[i]), vectors)
        s3.addProduct(SIMD8(repeating: d[i]), vectors)
        s4.addProduct(SIMD8(repeating: e[i]), vectors)
        s5.addProduct(SIMD8(repeating: f[i]), vectors)
        s6.addProduct(SIMD8(repeating: g[i]), vectors)
        s7.addProduct(SIMD8(repeating: h[i]), vectors)
      }
      for (row, sum) in [s0, s1, s2, s3, s4, s5, s6, s7].enumerated() { totals[row] += sum }
    }
    return totals
  }
}
