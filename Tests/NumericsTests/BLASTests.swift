import Glibc
import Testing

@testable import Numerics

/// Matrices of small whole numbers, whose products are exact in any order.
func wholeNumbers(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
  var generator = SeededGenerator(seed: seed)
  return Matrix(rows: rows, columns: columns, storage: (0..<rows * columns).map { _ in Float(generator.below(9)) - 4 })
}

func gaussians(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
  var generator = SeededGenerator(seed: seed)
  return Matrix(
    rows: rows, columns: columns,
    storage: (0..<rows * columns).map { _ in
      Float((-2 * log(1 - generator.uniform())).squareRoot() * cos(2 * .pi * generator.uniform()))
    })
}

func directProduct(_ a: Matrix, _ b: Matrix) -> Matrix {
  var result = Matrix(rows: a.rows, columns: b.columns)
  for i in 0..<a.rows {
    for j in 0..<b.columns {
      result[i, j] = Float((0..<a.columns).reduce(0.0) { $0 + Double(a[i, $1]) * Double(b[$1, j]) })
    }
  }
  return result
}

extension Matrix {
  var transpose: Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for i in 0..<rows { for j in 0..<columns { result[j, i] = self[i, j] } }
    return result
  }
}

@Suite struct ProductTests {
  @Test(arguments: [(1, 1, 1), (3, 200, 5), (150, 7, 3), (65, 64, 130), (2, 3, 300)])
  func equalsDirectSums(_ sizes: (Int, Int, Int)) throws {
    let a = wholeNumbers(sizes.0, sizes.1, seed: 1)
    let b = wholeNumbers(sizes.1, sizes.2, seed: 2)
    let expected = directProduct(a, b)
    #expect(try a.multiplied(by: b) == expected)
    #expect(try a.transpose.multiplied(by: b, transposing: .left) == expected)
    #expect(try a.multiplied(by: b.transpose, transposing: .right) == expected)
  }

  @Test func sameBitsOnOneAndTwoThreads() throws {
    let a = gaussians(700, 90, seed: 3)
    let b = gaussians(90, 310, seed: 4)
    #expect(try a.multiplied(by: b) == a.multiplied(by: b, context: ExecutionContext(threads: 2)))
  }

  @Test func emptyFactorsGiveZeros() throws {
    let none = Matrix(rows: 3, columns: 0)
    #expect(try none.multiplied(by: Matrix(rows: 0, columns: 2)) == Matrix(rows: 3, columns: 2))
  }

  @Test func kernelsAreChosen() {
    #expect(!BLAS.kernels.isEmpty)
  }

  @Test func librariesAreNamed() {
    let text = "OpenBLAS 0.3.21 DYNAMIC_ARCH NO_AFFINITY SkylakeX MAX_THREADS=64"
    #expect(NumericLibraries.version(in: text) == "0.3.21")
    #expect(NumericLibraries.version(in: "") == "")
    let inUse = NumericLibraries.inUse
    #expect(inUse.kernels == BLAS.kernels && inUse.cLibrary.contains("2.") && inUse.openBLAS.contains("."))
  }
}

@Suite struct OpenBLASSetupTests {
  @Test func noThreadsOfItsOwnAreLeft() throws {
    _ = OpenBLASSetup.done
    // Absent where OpenBLAS was built without threads: then there is nothing to end.
    guard let isRunning = dlsym(dlopen(nil, RTLD_LAZY), "blas_server_avail") else { return }
    #expect(isRunning.load(as: Int32.self) == 0)
  }
}
