import Testing

@testable import Numerics

@Suite struct VectorKernelsTests {
  @Test(arguments: [0, 1, 15, 16, 17, 63, 64, 200, 333])
  func equalDirectSums(_ count: Int) {
    let a = wholeNumbers(1, count, seed: 5).storage
    let b = wholeNumbers(1, count, seed: 6).storage
    let products = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    let distance = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    #expect(VectorKernels.dot(a, b, count: count) == products)
    #expect(VectorKernels.dot(a.map(Double.init), b.map(Double.init), count: count) == Double(products))
    #expect(VectorKernels.squaredDistance(a, b, count: count) == distance)
    #expect(VectorKernels.exactSquaredDistance(a, b, count: count) == Double(distance))
    #expect(VectorKernels.squaredNorm(a, count: count) == Double(a.reduce(0) { $0 + $1 * $1 }))
    #expect(VectorKernels.sum(a, count: count) == Double(a.reduce(0, +)))
    var sum = b
    VectorKernels.axpy(2, a, into: &sum, count: count)
    #expect(sum == zip(a, b).map { 2 * $0 + $1 })
    var doubles = b.map(Double.init)
    VectorKernels.axpy(2, a.map(Double.init), into: &doubles, count: count)
    #expect(doubles == sum.map(Double.init))
  }
}

@Suite struct MatrixChecksTests {
  @Test func findsTheFirstOfSeveral() throws {
    var matrix = wholeNumbers(1200, 1001, seed: 7)
    #expect(try matrix.firstNonFinite() == nil)
    matrix[1100, 3] = .infinity
    matrix[900, 1000] = .nan
    for threads in 1...2 {
      let found = try #require(try matrix.firstNonFinite(context: ExecutionContext(threads: threads)))
      #expect(found == (900, 1000))
    }
  }

  @Test func hugeNumbersAreFinite() throws {
    let matrix = Matrix(rows: 10, columns: 100, repeating: .greatestFiniteMagnitude)
    #expect(try matrix.firstNonFinite() == nil)
    #expect(try Matrix(rows: 0, columns: 3).firstNonFinite() == nil)
  }
}
