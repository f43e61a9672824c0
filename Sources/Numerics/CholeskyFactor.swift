import COpenBLAS

/// The triangular factor of a positive definite matrix (LAPACK's `dpotrf`), to solve systems with it.
public struct CholeskyFactor: Sendable {
  public let order: Int
  private let factor: [Double]

  /// - Throws: `NumericsError.decompositionFailed` where the matrix is not positive definite.
  /// - Cost: order³/3 operations on the calling thread.
  public init(_ matrix: SymmetricMatrix) throws {
    OpenBLASSetup.done
    order = matrix.order
    var factor = matrix.storage
    var size = Int32(order)
    var status: Int32 = 0
    if order > 0 { dpotrf_("L", &size, &factor, &size, &status) }
    guard status == 0 else { throw NumericsError.decompositionFailed(routine: "dpotrf", status: Int(status)) }
    self.factor = factor
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
}
