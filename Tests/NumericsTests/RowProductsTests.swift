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
}
