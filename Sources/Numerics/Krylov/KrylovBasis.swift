import Glibc
import Synchronization

/// Directions that a symmetric operator maps onto each other, block after block, by block Lanczos with full
/// reorthogonalisation in single precision (Golub & Van Loan, Matrix Computations, §10.3; Parlett, The Symmetric
/// Eigenvalue Problem, §13).
///
/// Blocks follow from the operator and the seed alone. What is found for some number of directions comes from as many
/// blocks as these need, so it is the same whether or not the basis had grown further for somebody else: 20, 50 and 100
/// components of the same rows share one basis. May be used from several threads; one grows it at a time.
public final class KrylovBasis: Sendable {
  private let state: Mutex<State>
  public let order: Int

  /// - Parameters:
  ///   - order: of the operator.
  ///   - blockSize: directions a step. Small blocks need fewer directions in all, large ones fewer passes.
  ///   - seed: for the starting directions; another seed changes results within their tolerance only.
  public init(order: Int, blockSize: Int, seed: UInt64) {
    self.order = order
    state = Mutex(State(order: order, blockSize: max(1, min(blockSize, order)), seed: seed))
  }

  /// What it takes in memory now.
  public var byteCount: Int { state.withLock { ($0.basis.count + $0.halves.count) * MemoryLayout<Float>.stride } }

  /// The `count` leading eigenvectors of the operator, and a few more that are less exact, as near as single precision
  /// comes.
  ///
  /// Stops when the subspace of the first `count` is within `angle` of the true one, as far as residuals tell, or each
  /// residual within 1e-7 of the largest eigenvalue, where single precision ends.
  ///
  /// - Parameter limit: directions that may be spent.
  /// - Returns: nil where `limit` is reached before that, or where as many eigenvalues as a block has directions are equal.
  /// - Throws: `NumericsError.decompositionFailed`, `Interrupted`.
  /// - Cost: for each of some 5·count directions a product with the operator and 4·order·directions operations;
  ///   4·order bytes a direction.
  public func leading(
    _ count: Int, of operation: some SymmetricOperator, limit: Int, angle: Double = 4e-6,
    context: ExecutionContext = .plain
  ) throws -> RitzVectors? {
    precondition(operation.order == order && count > 0 && count <= order, "an operator of another order")
    return try state.withLock { state in
      var schedule = CheckSchedule(count: count, blockSize: state.blockSize, angle: angle)
      var step = 0
      while true {
        while state.steps.count <= step {
          try context.checkInterruption()
          let isPossible = try state.grow(by: operation, limit: min(limit, order), context)
          guard isPossible else { return nil }
        }
        let size = state.steps[step].size
        guard size <= limit else { return nil }
        guard size >= schedule.nextSize else {
          step += 1
          continue
        }
        let check = try RitzCheck(
          state.projection(of: step), remainders: state.steps[step].remainders, count: count, context)
        if check.angle <= angle || check.isAtPrecision {
          // Of an eigenvalue that occurs oftener than a block is wide, these directions show a block's width.
          guard !check.hasCluster(of: state.blockSize) else { return nil }
          return try state.vectors(check, size: size, context)
        }
        schedule.checked(size: size, angle: check.angle)
        step += 1
      }
    }
  }
}

/// Approximate eigenvectors, the leading one first.
public struct RitzVectors: Sendable {
  /// One a row; nearly orthonormal.
  public let vectors: Matrix
  /// What half of the operator makes of each (`SymmetricOperator.halvedImages`); nil where it does not tell.
  public let halves: Matrix?
  /// Their approximate eigenvalues.
  public let values: [Double]
}

/// At which sizes of the basis to look whether it is large enough: each look costs a small decomposition.
private struct CheckSchedule {
  private(set) var nextSize: Int
  private let blockSize: Int
  private let wanted: Double
  private var last: (size: Int, angle: Double)?

  init(count: Int, blockSize: Int, angle: Double) {
    self.blockSize = blockSize
    wanted = angle
    // A look that comes too early costs more than a block that was not needed.
    nextSize = blockSize <= 4 ? count * 13 / 5 + 8 * blockSize : count * 7 / 2 + 3 * blockSize + 16
  }

  /// Angles shrink about geometrically, step by step, once they are small.
  mutating func checked(size: Int, angle: Double) {
    var gainPerStep = 8.0
    if let last, angle < last.angle {
      let steps = Double(size - last.size) / Double(blockSize)
      gainPerStep = max(1.5, pow(last.angle / angle, 1 / max(1, steps)))
    }
    let steps = log(max(2, angle / wanted)) / log(gainPerStep)
    let most = max(1, size / blockSize / 2)
    nextSize = size + blockSize * min(most, max(1, Int(steps.rounded(.up))))
    last = (size, angle)
  }
}
