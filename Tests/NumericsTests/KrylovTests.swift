import Testing

@testable import Numerics

@Suite struct KrylovTests {
  /// Gaussians, nine of ten replaced by zero.
  private func thinned(_ rows: Int, _ columns: Int) -> Matrix {
    var matrix = gaussians(rows, columns, seed: 20)
    for i in matrix.storage.indices where i * 7 % 10 != 0 { matrix.storage[i] = 0 }
    return matrix
  }

  @Test func compressionKeepsAllButZeros() throws {
    let matrix = thinned(70, 33)
    let counts = try matrix.nonZeroCounts()
    #expect(counts.reduce(0, +) == matrix.storage.count { $0 != 0 })
    let compressed = try CompressedRows(matrix, rowCounts: counts, context: ExecutionContext(threads: 2))
    let back = try compressed.transposed().transposed()
    #expect(back.starts == compressed.starts)
    #expect(back.indices == compressed.indices)
    #expect(back.values == compressed.values)
    for row in 0..<70 {
      for position in compressed.starts[row]..<compressed.starts[row + 1] {
        #expect(matrix[row, Int(compressed.indices[position])] == compressed.values[position])
      }
    }
  }

  @Test(arguments: [SymmetricProduct.Side.rows, .columns])
  func scattersMultiplyLikeTheirMatrix(_ side: SymmetricProduct.Side) throws {
    let matrix = thinned(150, 90)
    let means = try matrix.columnMeans().map(Float.init)
    let product = try SymmetricProduct.of(matrix, side: side, means: means)
    let compressed = try CompressedRows(matrix, rowCounts: matrix.nonZeroCounts())
    let scatters: [any ScatterOperator] = [
      try SparseScatter(compressed, means: means, side: side), DenseScatter(matrix, means: means, side: side),
    ]
    let block = gaussians(20, product.order, seed: 21)
    for scatter in scatters {
      let images = try scatter.images(of: block, context: .plain)
      #expect(try scatter.images(of: block, context: ExecutionContext(threads: 2)) == images)
      let exact = try scatter.exactImages(of: block.storage.map(Double.init), count: 20, context: .plain)
      let length = exact.count / 20
      for vector in 0..<20 {
        for c in 0..<product.order {
          let expected = (0..<product.order).reduce(0.0) { $0 + product[c, $1] * Double(block[vector, $1]) }
          #expect(abs(Double(images[vector, c]) - expected) < 1e-3)
        }
        let square = (0..<length).reduce(0.0) { $0 + exact[vector * length + $1] * exact[vector * length + $1] }
        let expected = (0..<product.order).reduce(0.0) { sum, r in
          sum + Double(block[vector, r])
            * (0..<product.order).reduce(0.0) { $0 + product[r, $1] * Double(block[vector, $1]) }
        }
        #expect(abs(square / expected - 1) < 1e-5)
      }
    }
  }

  @Test func limitEndsTheSearch() throws {
    let matrix = gaussians(300, 300, seed: 22)
    let product = try matrix.multiplied(by: matrix, transposing: .right)
    let basis = KrylovBasis(order: 300, blockSize: 8, seed: 1)
    #expect(try basis.leading(30, of: product, limit: 60) == nil)
    #expect(try basis.leading(30, of: product, limit: 300) != nil)
  }

  @Test func factorGivesTheRowsBack() throws {
    let rows = gaussians(6, 40, seed: 23).storage.map(Double.init)
    var directions = rows
    let factor = try #require(Orthonormal.factorise(&directions, rows: 6, length: 40))
    for row in 0..<6 {
      for c in 0..<40 {
        let back = (0..<6).reduce(0.0) { $0 + factor.lower[row * 6 + $1] * directions[$1 * 40 + c] }
        #expect(abs(back - rows[row * 40 + c]) < 1e-12)
      }
    }
    var dependent = rows
    for c in 0..<40 { dependent[5 * 40 + c] = rows[c] + rows[40 + c] }
    #expect(Orthonormal.factorise(&dependent, rows: 6, length: 40) == nil)
  }
}
