import Testing

@testable import Numerics

@Suite struct RowProductsTests {
  @Test func centredGramIsThatOfTheRowsAlone() throws {
    let matrix = gaussians(40, 60, seed: 30)
    let rows = Array(0..<40).filter { $0 % 5 != 2 }
    let gram = try #require(RowProducts(of: matrix).centredGram(of: rows))
    let part = matrix.gathering(rows)
    let expected = try SymmetricProduct.of(part, side: .rows, means: part.columnMeans().map(Float.init))
    for i in gram.storage.indices { #expect(abs(gram.storage[i] - expected.storage[i]) < 1e-4) }
  }

  /// Nobody learns from a row that is left out: whatever it holds, the products of the others have the same bits.
  @Test func otherRowsDoNotMatter() throws {
    let matrix = gaussians(40, 60, seed: 31)
    var changed = matrix
    for c in 0..<60 { changed[7, c] = 1000 }
    let rows = Array(0..<40).filter { $0 != 7 }
    #expect(try RowProducts(of: matrix).centredGram(of: rows) == RowProducts(of: changed).centredGram(of: rows))
  }

  @Test func meansThatDrownWhatVariesAreNotTakenFromProducts() throws {
    var matrix = gaussians(40, 60, seed: 32)
    for i in matrix.storage.indices { matrix.storage[i] += 1000 }
    #expect(try RowProducts(of: matrix).centredGram(of: Array(0..<40)) == nil)
    matrix[3, 3] = .nan
    #expect(try RowProducts(of: matrix).centredGram(of: Array(0..<40)) == nil)
  }

  /// Rows whose columns vary less and less, so that a few directions hold most.
  private func falling(_ rows: Int, _ columns: Int) -> Matrix {
    var matrix = gaussians(rows, columns, seed: 33)
    for i in matrix.storage.indices { matrix.storage[i] /= 1 + Float(i % columns) / 8 }
    return matrix
  }

  @Test func leadingPairsAreThoseOfTheMatrix() throws {
    let (rows, context) = (Array(0..<430).filter { $0 % 9 != 4 }, ExecutionContext(threads: 2))
    let products = try #require(RowProducts(of: falling(430, 500)).centred(rows))
    let exact = try products.matrix.eigenpairs().prefix(20)
    let basis = KrylovBasis(order: rows.count, blockSize: 4, seed: 3)
    let found = try #require(try products.leading(20, from: basis, context: context))
    for (value, expected) in zip(found.pairs.values, exact.values) { #expect(abs(value / expected - 1) < 1e-9) }
    for i in 0..<20 {
      let cosine = (0..<rows.count).reduce(0.0) {
        $0 + found.pairs.vectors[i * rows.count + $1] * exact.vectors[i * rows.count + $1]
      }
      #expect(abs(abs(cosine) - 1) < 1e-9)
    }
    let images = try products.images(of: found.pairs.vectors, count: 20, context: context)
    for (image, expected) in zip(found.images, images) { #expect(abs(image - expected) < 1e-8 * exact.values[0]) }
    let alone = KrylovBasis(order: rows.count, blockSize: 4, seed: 3)
    let again = try #require(try products.leading(20, from: alone, context: .plain))
    #expect(again.pairs == found.pairs && again.images == found.images)
  }

  /// The same bits whatever a row that is left out holds, were it not even finite.
  @Test(arguments: [Float(1000), .infinity, .nan])
  func leadingPairsDoNotSeeOtherRows(_ other: Float) throws {
    let matrix = falling(400, 450)
    var changed = matrix
    for c in 0..<450 { changed[77, c] = other }
    let rows = Array(0..<400).filter { $0 != 77 }
    let found = try [matrix, changed].map { matrix in
      let products = try #require(RowProducts(of: matrix).centred(rows))
      return try #require(
        try products.leading(10, from: KrylovBasis(order: 399, blockSize: 4, seed: 1), context: .plain))
    }
    #expect(found[0].pairs == found[1].pairs && found[0].images == found[1].images)
  }

  @Test func sumsOfAllRowsAreThoseOfCentredProducts() throws {
    let matrix = falling(40, 60)
    let rows = Array(0..<40).filter { $0 % 5 != 2 }
    let products = try #require(RowProducts(of: matrix).centred(rows))
    var weights = gaussians(3, 32, seed: 34).storage.map(Double.init)
    for v in 0..<3 {
      let mean = weights[v * 32..<(v + 1) * 32].reduce(0, +) / 32
      for i in v * 32..<(v + 1) * 32 { weights[i] -= mean }
    }
    let own = try products.images(of: weights, count: 3, context: .plain)
    let sums = try #require(products.sums(of: matrix, weights: weights, own: own))
    let means = try matrix.gathering(rows).columnMeans()
    func centred(_ row: Int) -> [Double] { zip(matrix.row(row), means).map { Double($0) - $1 } }
    for row in 0..<40 {
      for v in 0..<3 {
        let expected = rows.enumerated().reduce(0.0) { sum, other in
          sum + weights[v * 32 + other.offset]
            * zip(centred(row), centred(other.element)).reduce(0) { $0 + $1.0 * $1.1 }
        }
        #expect(abs(sums[row * 3 + v] - expected) < 1e-5)
      }
    }
    var changed = matrix
    changed[3, 3] += 1
    #expect(products.sums(of: changed, weights: weights, own: own) == nil)
  }

  @Test func stripesMultiplyLikeTheirMatrix() throws {
    let rows = Array(0..<70).filter { $0 % 11 != 4 }
    let products = try #require(RowProducts(of: gaussians(70, 90, seed: 35)).centred(rows))
    let striped = try StripedMatrix(of: products, context: .plain)
    let (matrix, block) = (products.matrix, gaussians(6, rows.count, seed: 36))
    let images = try striped.images(of: block, context: ExecutionContext(threads: 2))
    #expect(try striped.images(of: block, context: .plain) == images)
    for v in 0..<6 {
      for r in rows.indices {
        let expected = rows.indices.reduce(0.0) { $0 + matrix[r, $1] * Double(block[v, $1]) }
        #expect(abs(Double(images[v, r]) - expected) < 1e-3)
      }
    }
  }

  @Test(arguments: [(1, 5), (2, 16), (7, 37), (8, 64)])
  func fewVectorsMultiplyLikeAny(_ count: Int, _ length: Int) {
    let (vectors, others) = (gaussians(4, length, seed: 37), gaussians(count, length, seed: 38))
    var products = Matrix(rows: 4, columns: count)
    products.storage.withUnsafeMutableBufferPointer { target in
      guard let target = target.baseAddress else { return }
      FewVectors.products(
        vectors.storage, with: others.storage, count: count, length: length, into: target, stride: count)
    }
    var rest = vectors
    rest.storage.withUnsafeMutableBufferPointer { rest in
      guard let rest = rest.baseAddress else { return }
      FewVectors.subtract(
        products.storage, of: others.storage, directions: count, from: rest, stride: length, length: length)
    }
    for v in 0..<4 {
      for o in 0..<count {
        let expected = zip(vectors.row(v), others.row(o)).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(products[v, o] - expected) < 1e-4)
      }
      for i in 0..<length {
        let expected = (0..<count).reduce(vectors[v, i]) { $0 - products[v, $1] * others[$1, i] }
        #expect(abs(rest[v, i] - expected) < 1e-3)
      }
    }
  }
}
