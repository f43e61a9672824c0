import COpenBLAS

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The triangular factor of a positive definite matrix (LAPACK's `dpotrf`), to solve systems with it.
public struct CholeskyFactor: Sendable {
  public let order: Int
  private let factor: [Double]

  /// - Throws: `NumericsError.decompositionFailed` where the matrix is not positive definite; `Interrupted`.
  /// - Cost: order³/3 operations on one thread.
  public init(_ matrix: SymmetricMatrix, context: ExecutionContext = .plain) throws {
    order = matrix.order
    // A tenth of a second or less needs no thread of its own.
    factor =
      order > 1200 ? try context.abandoning { try Self.factor(of: matrix) } : try Self.factor(of: matrix)
  }

  private static func factor(of matrix: SymmetricMatrix) throws -> [Double] {
    OpenBLASSetup.done
    var factor = matrix.storage
    var size = Int32(matrix.order)
    var status: Int32 = 0
    if matrix.order > 0 { dpotrf_("L", &size, &factor, &size, &status) }
    guard status == 0 else { throw NumericsError.decompositionFailed(routine: "dpotrf", status: Int(status)) }
    return factor
  }

  /// Replaces each of `count` right-hand sides, one after another, by its solution. Cost: 2·order² operations each.
  public func solve(_ sides: inout [Double], count: Int) {
    precondition(sides.count == order * count, "a right-hand side of another length")
    guard order > 0, count > 0 else { return }
    var size = Int32(order)
    var columns = Int32(count)
    var status: Int32 = 0
    dpotrs_("L", &size, &columns, factor, &size, &sides, &size, &status)
  }

  /// The logarithm of the matrix's determinant.
  public var logDeterminant: Double { 2 * (0..<order).reduce(0) { $0 + log(factor[$1 * order + $1]) } }

  /// Turns independent numbers of variance 1 into ones whose covariances are the inverse of the matrix. Cost: order².
  public func correlated(_ numbers: [Double]) -> [Double] {
    precondition(numbers.count == order, "one number for each row")
    var solution = numbers
    for row in (0..<order).reversed() {
      for later in row + 1..<max(order, row + 1) { solution[row] -= factor[row * order + later] * solution[later] }
      solution[row] /= factor[row * order + row]
    }
    return solution
  }
}
