/// A symmetric matrix in single precision, stripe after stripe of 32 columns, so that a product with a few vectors reads it
/// once, from front to back.
///
/// A product by BLAS would copy the matrix first, which takes as long as multiplying it by so few vectors.
struct StripedMatrix: SymmetricOperator, @unchecked Sendable {
  /// Columns of a stripe: two registers.
  static let width = 32
  /// Vectors at a time.
  static let height = 4
  /// Terms of a sum in single precision that are added up by themselves.
  private static let stretch = 512
  /// Stripes of one piece of work.
  private static let pieceLength = 4

  let order: Int
  private let numbers: OwnedBuffer<Float>

  /// - Throws: `Interrupted`.
  init(of products: CentredProducts, context: ExecutionContext) throws {
    order = products.order
    let (order, stripes) = (order, (order + Self.width - 1) / Self.width)
    numbers = OwnedBuffer(uninitialized: stripes * order * Self.width)
    let target = DisjointPointer(numbers.base)
    try context.forEachPiece(of: order, size: 64) { rows in
      for stripe in 0..<stripes {
        let columns = stripe * Self.width..<min(order, (stripe + 1) * Self.width)
        for row in rows {
          let own = target.base + (stripe * order + row) * Self.width
          products.write(row: row, columns: columns, to: own)
          for column in columns.count..<Self.width { own[column] = 0 }
        }
      }
    }
  }

  func images(of block: Matrix, context: ExecutionContext) throws -> Matrix {
    let order = order
    let stripes = (order + Self.width - 1) / Self.width
    return try Matrix(rows: block.rows, columns: order) { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      for first in stride(from: 0, to: block.rows, by: Self.height) {
        let vectors = first..<min(block.rows, first + Self.height)
        let panel = Self.sideBySide(block, vectors)
        try context.forEachPiece(of: stripes, size: Self.pieceLength) { piece in
          for stripe in piece { multiply(stripe, panel, into: target.base, vectors) }
        }
      }
    }
  }

  /// Number i of all vectors side by side, zeros where there are fewer than four.
  private static func sideBySide(_ block: Matrix, _ vectors: Range<Int>) -> [Float] {
    var panel = [Float](repeating: 0, count: block.columns * height)
    block.storage.withUnsafeBufferPointer { numbers in
      for (lane, vector) in vectors.enumerated() {
        for i in 0..<block.columns { panel[i * height + lane] = numbers[vector * block.columns + i] }
      }
    }
    return panel
  }

  private func multiply(
    _ stripe: Int, _ panel: [Float], into target: UnsafeMutablePointer<Float>, _ vectors: Range<Int>
  ) {
    typealias Lanes = SIMD16<Float>
    var totals = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
    panel.withUnsafeBufferPointer { panel in
      guard let panel = panel.baseAddress else { return }
      let numbers = numbers.base + stripe * order * Self.width
      for start in stride(from: 0, to: order, by: Self.stretch) {
        var (a0, a1, a2, a3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
        var (b0, b1, b2, b3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
        for i in start..<min(order, start + Self.stretch) {
          let row = numbers + i &* Self.width
          let (left, right) = (VectorKernels.load16(row), VectorKernels.load16(row + 16))
          let own = panel + i &* Self.height
          let (v0, v1) = (Lanes(repeating: own[0]), Lanes(repeating: own[1]))
          let (v2, v3) = (Lanes(repeating: own[2]), Lanes(repeating: own[3]))
          a0.addProduct(left, v0)
          b0.addProduct(right, v0)
          a1.addProduct(left, v1)
          b1.addProduct(right, v1)
          a2.addProduct(left, v2)
          b2.addProduct(right, v2)
          a3.addProduct(left, v3)
          b3.addProduct(right, v3)
        }
        totals = (
          totals.0 + a0, totals.1 + b0, totals.2 + a1, totals.3 + b1, totals.4 + a2, totals.5 + b2, totals.6 + a3,
          totals.7 + b3
        )
      }
    }
    let first = stripe * Self.width
    let lanes = [totals.0, totals.1, totals.2, totals.3, totals.4, totals.5, totals.6, totals.7]
    for (lane, vector) in vectors.enumerated() {
      let own = target + vector * order + first
      for column in 0..<min(Self.width, order - first) {
        own[column] = lanes[2 * lane + column / 16][column % 16]
      }
    }
  }
}
