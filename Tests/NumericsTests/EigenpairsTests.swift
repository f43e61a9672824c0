import Testing

@testable import Numerics

@Suite struct EigenpairsTests {
  @Test func knownTwoByTwo() throws {
    let pairs = try SymmetricMatrix(order: 2, storage: [2, 1, 1, 2]).eigenpairs()
    #expect(abs(pairs.values[0] - 3) < 1e-14)
    #expect(abs(pairs.values[1] - 1) < 1e-14)
    #expect(abs(abs(pairs.vectors[0]) - 0.5.squareRoot()) < 1e-14)
    #expect(pairs.vectors[0] * pairs.vectors[1] > 0)
  }

  /// Covariance of columns whose deviations fall slowly, without gaps to speak of.
  private func covariance(order: Int) throws -> SymmetricMatrix {
    var data = gaussians(order * 2, order, seed: 10)
    for row in 0..<data.rows {
      for column in 0..<order { data[row, column] *= Float(1 / (1 + 0.1 * Double(column))) }
    }
    return try SymmetricProduct.of(data, side: .columns, means: data.columnMeans().map(Float.init))
  }

  @Test func leadingOnesEqualTheFullDecomposition() throws {
    let matrix = try covariance(order: 500)
    let all = try matrix.eigenpairs()
    let leading = try matrix.leadingEigenpairs(20)
    for i in 0..<20 {
      #expect(abs(leading.values[i] / all.values[i] - 1) < 1e-6)
      let cosine = (0..<500).reduce(0.0) { $0 + leading.vectors[i * 500 + $1] * all.vectors[i * 500 + $1] }
      #expect(abs(cosine) > 0.9999)
    }
    #expect(try matrix.leadingEigenpairs(20, context: ExecutionContext(threads: 2)) == leading)
  }

  @Test func lowRankIsFound() throws {
    let factors = gaussians(5, 400, seed: 11)
    let product = try SymmetricProduct.of(
      factors, side: .columns, means: [Float](repeating: 0, count: 400))
    let leading = try product.leadingEigenpairs(10)
    #expect(leading.values[4] > 100)
    #expect(abs(leading.values.prefix(5).reduce(0, +) / product.trace - 1) < 1e-6)
    for value in leading.values.dropFirst(5) { #expect(abs(value) < 1e-3) }
  }

  @Test func zeroMatrix() throws {
    let zero = SymmetricMatrix(order: 300, storage: [Double](repeating: 0, count: 90_000))
    #expect(try zero.leadingEigenpairs(3).values == [0, 0, 0])
  }
}

@Suite struct OrthonormalTests {
  @Test func dependentRowsAreLeftOut() {
    var rows: [Double] = [3, 0, 0, 6, 0, 0, 1, 2, 0]
    #expect(Orthonormal.orthonormalise(&rows, rows: 3, length: 3) == 2)
    #expect(Array(rows.prefix(6)) == [1, 0, 0, 0, 1, 0])
  }
}
