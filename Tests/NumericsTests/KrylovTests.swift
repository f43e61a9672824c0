import Glibc
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
    let total = counts.reduce(0, +)
    #expect(try matrix.nonZeroCounts(below: total) == nil)
    #expect(try matrix.nonZeroCounts(below: total + 1, context: ExecutionContext(threads: 2)) == counts)
    let compressed = try CompressedRows(matrix, rowCounts: counts, context: ExecutionContext(threads: 2))
    #expect(compressed.count == counts.reduce(0, +))
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
      SparseScatter(compressed, means: means, side: side),
      try DenseScatter(matrix, means: means, side: side),
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

  @Test(arguments: [SymmetricProduct.Side.rows, .columns])
  func compactRowsMultiplyLikeTheirMatrix(_ side: SymmetricProduct.Side) throws {
    var generator = SeededGenerator(seed: 40)
    var stretch = CompactRows.Stretch()
    for _ in 0..<150 {
      let indices = (0..<90 as Range<UInt16>).filter { _ in generator.uniform() < 0.2 }
      let codes = indices.map { UInt8($0 % 3) }
      indices.withUnsafeBufferPointer { indices in
        codes.withUnsafeBufferPointer { stretch.append(indices: indices, codes: $0) }
      }
    }
    let compact = CompactRows(columns: 90, values: [0.5, 1, 2], stretches: [stretch])
    let matrix = try compact.expanded()
    let means = try matrix.columnMeans().map(Float.init)
    let (own, other) = (
      SparseScatter(compact, means: means, side: side), try DenseScatter(matrix, means: means, side: side)
    )
    let block = gaussians(20, own.order, seed: 41)
    let images = try own.images(of: block, context: .plain)
    #expect(try own.images(of: block, context: ExecutionContext(threads: 2)) == images)
    for (a, b) in zip(images.storage, try other.images(of: block, context: .plain).storage) {
      #expect(abs(a - b) < 1e-3)
    }
    let vectors = block.storage.map(Double.init)
    let exact = try own.exactImages(of: vectors, count: 20, context: ExecutionContext(threads: 2))
    for (a, b) in zip(exact, try other.exactImages(of: vectors, count: 20, context: .plain)) {
      #expect(abs(a - b) < 1e-5)
    }
  }

  /// Rows with offsets, a multiple of eight and not, multiplied as they are and centred first.
  @Test(arguments: [SymmetricProduct.Side.rows, .columns], [(304, 90), (517, 300), (7, 40)])
  func rowsMultipliedAsTheyAreEqualCentredOnes(_ side: SymmetricProduct.Side, _ size: (rows: Int, columns: Int)) throws
  {
    var matrix = gaussians(size.rows, size.columns, seed: 50)
    for i in matrix.storage.indices { matrix.storage[i] += Float(i % size.columns % 5) }
    let means = try matrix.columnMeans().map(Float.init)
    let total = try matrix.columnVariances(around: means.map(Double.init)).reduce(0, +) * Double(size.rows)
    let own = try DenseScatter(matrix, means: means, total: total, side: side)
    let other = try DenseScatter(matrix, means: means, side: side)
    let block = gaussians(19, own.order, seed: 51)
    let (images, halves) = try own.halvedImages(of: block, context: .plain)
    let again = try own.halvedImages(of: block, context: ExecutionContext(threads: 2))
    #expect(again.images == images && again.halves == halves)
    // Some thirty roundings of numbers that are five times the deviations.
    func difference(_ a: [Float], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { max($0, abs(Double($1.0) - $1.1)) } / (b.map(abs).max() ?? 1)
    }
    let expected = try other.images(of: block, context: .plain)
    #expect(difference(images.storage, expected.storage.map(Double.init)) < 4e-6)
    // Kept only where they are no longer than two directions.
    #expect((halves == nil) == (own.length > 2 * own.order))
    let exact = try own.exactImages(of: block.storage.map(Double.init), count: 19, context: .plain)
    if let halves { #expect(difference(halves.storage, exact) < 4e-6) }
  }

  /// Leading pairs finished from what the sweeps have made of directions, beside those finished anew in double precision.
  @Test(arguments: [(600, 400), (400, 600)])
  func pairsFromSweepsEqualThoseFinishedAnew(_ size: (rows: Int, columns: Int)) throws {
    let (wide, narrow) = (gaussians(size.rows, 40, seed: 52), gaussians(40, size.columns, seed: 53))
    var matrix = try wide.multiplied(by: narrow)
    let noise = gaussians(size.rows, size.columns, seed: 54)
    for i in matrix.storage.indices { matrix.storage[i] += noise.storage[i] + 1 }
    let means = try matrix.columnMeans().map(Float.init)
    let total = try matrix.columnVariances(around: means.map(Double.init)).reduce(0, +) * Double(size.rows)
    let side: SymmetricProduct.Side = size.rows < size.columns ? .rows : .columns
    let scatter = try DenseScatter(matrix, means: means, total: total, side: side)
    let basis = KrylovBasis(order: scatter.order, blockSize: 16, seed: 3)
    let quick = try #require(
      try scatter.leading(20, from: basis, limit: 300, squares: 2 * total, context: .plain))
    let exact = try #require(try scatter.leading(20, from: basis, limit: 300, context: .plain))
    for i in 0..<20 { #expect(abs(quick.pairs.values[i] / exact.pairs.values[i] - 1) < 5e-7) }
    for i in 0..<20 {
      let product = (0..<scatter.order).reduce(0.0) {
        $0 + quick.pairs.vectors[i * scatter.order + $1] * exact.pairs.vectors[i * scatter.order + $1]
      }
      #expect(abs(abs(product) - 1) < 1e-9)
    }
    #expect(quick.images.count == exact.images.count)
  }

  /// Twenty equal eigenvalues above others: more than a block is wide, so that its directions cannot tell how many.
  @Test func anEigenvalueThatOccursOftenerThanABlockIsWideIsNotCutShort() throws {
    let order = 400
    var matrix = Matrix(rows: order, columns: order)
    for i in 0..<order { matrix[i, i] = i < 20 ? 9 : Float(5 * exp(-Double(i) / 40)) }
    let basis = KrylovBasis(order: order, blockSize: 8, seed: 1)
    #expect(try basis.leading(10, of: matrix, limit: 200) == nil)
    let exact = SymmetricMatrix(order: order, storage: matrix.storage.map(Double.init))
    let pairs = try exact.leadingEigenpairs(24)
    #expect(pairs.values.prefix(20).allSatisfy { abs($0 - 9) < 1e-6 } && pairs.values[20] < 4)
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
