import Numerics
import Synchronization

/// The way to principal components by products of counts: of compact rows that hold shares of counts, where forming their
/// scatter matrix so takes fewer operations than multiplying the rows by each direction. Shared by fits as `RowSpectrum` is.
final class CountedSpectrum: Sendable {
  private enum State: Sendable {
    case unknown
    case noCounts
    case counts(CountScatter, KrylovBasis)
  }

  private let rows: CompactRows
  private let seed: UInt64
  /// Operations of a product of the rows with one vector and back, as `RowSpectrum` would take it.
  private let productCost: Int
  private let state = Mutex(State.unknown)
  private var order: Int { rows.columns }

  /// Up to this order all eigenpairs are found sooner than a few.
  private static let smallOrder = 256

  /// - Parameter productCost: nil where it would take all numbers.
  /// - Returns: nil where the rows are not such, or where products of rows serve rather than of columns.
  init?(_ features: any ReadableRows, side: SymmetricProduct.Side, productCost: Int?, seed: UInt64) {
    guard side == .columns, features.columns > Self.smallOrder, let rows = features as? CompactRows else { return nil }
    self.rows = rows
    self.seed = seed
    self.productCost = productCost ?? 4 * rows.rows * rows.columns
  }

  /// A pass over a matrix that has been formed is bound by memory: it takes twice as long as its operations.
  private func isQuicker(_ count: Int, directions: Int) -> Bool {
    let formed = rows.rows * order * order
    let cost = formed / CountScatter.productsAtOnce + 4 * order * order * directions
    return 8 * count <= order && cost < min(formed, productCost * directions)
  }

  /// About what it takes in memory; nil where it is not the way.
  func byteCount(for count: Int, directions: Int) -> Int? {
    isQuicker(count, directions: directions) ? (order + directions) * order * MemoryLayout<Float>.stride : nil
  }

  /// The `count` leading eigenvalues and their vectors of length 1; nil where another way is quicker, or must be gone.
  /// - Throws: `NumericsError.decompositionFailed`, `Interrupted`.
  func leading(
    _ count: Int, directions: Int, _ context: ExecutionContext
  ) throws -> (values: [Double], components: [Double])? {
    guard isQuicker(count, directions: directions), let (scatter, basis) = try counted(context) else { return nil }
    return try scatter.leading(count, from: basis, limit: order / 2, context: context).map { ($0.values, $0.vectors) }
  }

  private func counted(_ context: ExecutionContext) throws -> (CountScatter, KrylovBasis)? {
    try state.withLock { state in
      if case .unknown = state {
        state = .noCounts
        if let counts = CountedRows(rows) {
          state = .unknown
          // Small blocks need fewer directions in all.
          state = .counts(
            try CountScatter(counts, context: context), KrylovBasis(order: order, blockSize: 8, seed: seed))
        }
      }
      guard case .counts(let scatter, let basis) = state else { return nil }
      return (scatter, basis)
    }
  }
}
