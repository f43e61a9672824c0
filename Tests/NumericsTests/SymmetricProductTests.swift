import Testing

@testable import Numerics

@Suite struct SymmetricProductTests {
  @Test(arguments: [(40, 7), (7, 40), (1300, 530), (3, 1700), (1, 4)])
  func equalsDirectSums(_ sizes: (Int, Int)) throws {
    let matrix = wholeNumbers(sizes.0, sizes.1, seed: 8)
    let means = (0..<sizes.1).map { Float($0 % 3) }
    let centred = try matrix.centred(by: means)
    for side in [SymmetricProduct.Side.rows, .columns] {
      let product = try SymmetricProduct.of(matrix, side: side, means: means)
      let expected =
        side == .rows
        ? try centred.multiplied(by: centred, transposing: .right)
        : try centred.multiplied(by: centred, transposing: .left)
      #expect(product.order == expected.rows)
      #expect(product.storage == expected.storage.map(Double.init))
      let parallel = try SymmetricProduct.of(
        matrix, side: side, means: means, context: ExecutionContext(threads: 2))
      #expect(parallel == product)
    }
  }

  @Test func sameBitsOnOneAndTwoThreads() throws {
    let matrix = gaussians(3000, 60, seed: 9)
    let means = try matrix.columnMeans().map(Float.init)
    let two = ExecutionContext(threads: 2)
    #expect(try matrix.columnMeans(context: two) == matrix.columnMeans())
    let product = try SymmetricProduct.of(matrix, side: .columns, means: means)
    #expect(try SymmetricProduct.of(matrix, side: .columns, means: means, context: two) == product)
  }
}

@Suite struct CentringTests {
  @Test func meansAndVariances() throws {
    let matrix = Matrix(rows: 4, columns: 2, storage: [1, 5, 2, 5, 3, 5, 6, 5])
    #expect(try matrix.columnMeans() == [3, 5])
    #expect(try matrix.columnVariances(around: [3, 5]) == [3.5, 0])
    #expect(try matrix.columnVariances(around: [3, 5], correction: 2) == [7, 0])
    #expect(try matrix.centred(by: [3, 5], rows: 1..<3).storage == [-1, 0, 0, 0])
    #expect(try matrix.centred(by: [3, 5], columns: 0..<1).storage == [-2, -1, 0, 3])
  }
}
