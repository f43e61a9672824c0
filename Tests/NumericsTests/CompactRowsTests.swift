import Testing

@testable import Numerics

@Suite struct CompactRowsTests {
  private static let values: [Float] = [0.25, 0.5, 1, -3]

  /// Rows of which one is empty, and a matrix of the same numbers.
  private func made(rows: Int = 300, columns: Int = 70) -> (compact: CompactRows, matrix: Matrix) {
    var generator = SeededGenerator(seed: 31)
    var stretches = [CompactRows.Stretch(), CompactRows.Stretch()]
    var matrix = Matrix(rows: rows, columns: columns)
    for row in 0..<rows {
      var (indices, codes): ([UInt16], [UInt8]) = ([], [])
      for column in 0..<columns where row != 5 && generator.uniform() < 0.15 {
        let code = Int(generator.uniform() * 4)
        indices.append(UInt16(column))
        codes.append(UInt8(code))
        matrix[row, column] = Self.values[code]
      }
      indices.withUnsafeBufferPointer { indices in
        codes.withUnsafeBufferPointer { stretches[row < 100 ? 0 : 1].append(indices: indices, codes: $0) }
      }
    }
    return (CompactRows(columns: columns, values: Self.values, stretches: stretches), matrix)
  }

  @Test func noBitOfANumberIsLost() throws {
    let (compact, matrix) = made()
    #expect(try compact.expanded(context: ExecutionContext(threads: 2)) == matrix)
    #expect(compact.withRows(7..<9) { [$0[0], $0[69], $0[70]] } == [matrix[7, 0], matrix[7, 69], matrix[8, 0]])
    let chosen = [299, 5, 5, 0, 150]
    #expect(try compact.gathering(chosen).expanded() == matrix.gathering(chosen))
    #expect(compact.isWorthwhile && compact.byteCount < matrix.storage.count)
    #expect(
      CompactRows(
        columns: 70, values: Self.values, rowCounts: compact.rowCounts, indices: compact.columnIndices,
        codes: compact.valueCodes) == compact)
  }

  @Test func partsThatDoNotFitAreRefused() {
    func isRefused(_ values: [Float], _ counts: [Int], _ indices: [UInt16], _ codes: [UInt8]) -> Bool {
      CompactRows(columns: 3, values: values, rowCounts: counts, indices: indices, codes: codes) == nil
    }
    #expect(!isRefused([1], [1, 0], [2], [0]))
    #expect(isRefused([1], [1, 0], [3], [0]))
    #expect(isRefused([1], [1, 0], [2], [1]))
    #expect(isRefused([1], [1, 1], [2], [0]))
    #expect(isRefused([1], [-1, 2], [2], [0]))
    #expect(isRefused([.infinity], [1], [2], [0]))
  }

  @Test func everythingReadFromThemEqualsTheMatrix() throws {
    let (compact, matrix) = made()
    let means = try compact.columnMeans()
    #expect(try means == matrix.columnMeans())
    let variances = try compact.columnVariances(around: means)
    for (own, other) in zip(variances, try matrix.columnVariances(around: means)) { #expect(abs(own - other) < 1e-12) }
    let offsets = means.map(Float.init)
    #expect(try compact.centred(by: offsets, rows: 3..<200) == matrix.centred(by: offsets, rows: 3..<200))
    for side in [SymmetricProduct.Side.rows, .columns] {
      #expect(
        try SymmetricProduct.of(compact, side: side, means: offsets)
          == SymmetricProduct.of(matrix, side: side, means: offsets))
    }
  }

  @Test(arguments: [1, 31, 50])
  func productsAndSumsEqualThoseOfTheMatrix(_ count: Int) throws {
    let (compact, matrix) = made()
    let (two, vectors) = (ExecutionContext(threads: 2), gaussians(count, 70, seed: 32))
    let offsets = (0..<count).map { Float($0) / 8 }
    let scores = try compact.products(with: vectors, minus: offsets, context: .plain)
    #expect(try compact.products(with: vectors, minus: offsets, context: two) == scores)
    // No row's products depend on the rows beside it.
    #expect(
      try compact.gathering([17, 5]).products(with: vectors, minus: offsets, context: .plain)
        == scores.gathering([17, 5]))
    let expected = try matrix.products(with: vectors, minus: offsets, context: two)
    for (own, other) in zip(scores.storage, expected.storage) { #expect(abs(own - other) < 1e-4) }
    let (weights, means) = (gaussians(count, 300, seed: 33), try matrix.columnMeans().map(Float.init))
    let sums = try compact.centredSums(weights: weights, means: means, context: .plain)
    #expect(try compact.centredSums(weights: weights, means: means, context: two) == sums)
    #expect(try matrix.centredSums(weights: weights, means: means, context: .plain) == sums)
    for column in 0..<70 {
      let exact = (0..<300).reduce(0.0) {
        $0 + Double(weights[count - 1, $1]) * (Double(matrix[$1, column]) - Double(means[column]))
      }
      #expect(abs(Double(sums[count - 1, column]) - exact) < 1e-4)
    }
  }

  /// Few rows among others are looked up, and no row's products depend on the rows beside it.
  @Test func rowsWithFewNumbersAreMultipliedByTheseAlone() throws {
    let columns = 200
    var matrix = gaussians(300, columns, seed: 34)
    for row in 0..<300 where row % 3 != 0 {
      for column in 0..<columns where (row + column) % 17 != 0 { matrix[row, column] = 0 }
    }
    let (vectors, offsets) = (gaussians(50, columns, seed: 35), (0..<50).map { Float($0) })
    let products = try matrix.products(with: vectors, minus: offsets, context: .plain)
    #expect(try matrix.products(with: vectors, minus: offsets, context: ExecutionContext(threads: 2)) == products)
    for row in 0..<300 {
      for vector in 0..<50 {
        let exact = (0..<columns).reduce(-Double(vector)) {
          $0 + Double(matrix[row, $1]) * Double(vectors[vector, $1])
        }
        #expect(abs(Double(products[row, vector]) - exact) < 1e-4)
      }
    }
    let chosen = [1, 200, 7]
    #expect(
      try matrix.gathering(chosen).products(with: vectors, minus: offsets, context: .plain)
        == products.gathering(chosen))
  }
}
