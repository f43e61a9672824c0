import Numerics
import Synchronization

/// Means and components as learnt; or what they follow from, where rows had scores by products that they share and nobody
/// has asked for components yet.
final class LearntDirections: Sendable, Equatable {
  /// The mean of each column, and components one after another, each with a loading for every column.
  struct Known: Sendable, Equatable {
    let means: [Float]
    let loadings: [Float]
  }

  /// Eigenvectors of the Gram matrix of rows that share their products, divided so that products with them are scores.
  private struct Pending: Sendable {
    let products: CentredProducts
    /// A number for each training row, eigenvector after eigenvector.
    let weights: [Double]
    /// The same way round.
    let trainingScores: [Double]
    let values: [Double]
    let seed: UInt64
  }

  let width: Int
  private let pending: Pending?
  private let worked: Mutex<Known?>

  init(means: [Float], loadings: [Float]) {
    width = means.count
    pending = nil
    worked = Mutex(Known(means: means, loadings: loadings))
  }

  /// The sign of each component is such that the training row whose score is largest has it above 0: loadings, by which it
  /// is chosen elsewhere, are not known.
  init(_ shared: RowSpectrum.Shared, width: Int, seed: UInt64) {
    self.width = width
    let (pairs, order) = (shared.pairs, shared.pairs.order)
    var (weights, scores) = (pairs.vectors, shared.images)
    for (i, value) in pairs.values.enumerated() {
      let own = i * order..<(i + 1) * order
      var largest = 0.0
      // The first of several that are equally large decides.
      for place in own where abs(scores[place]) > abs(largest) { largest = scores[place] }
      let factor = (largest < 0 ? -1 : 1) / value.squareRoot()
      for place in own {
        weights[place] *= factor
        scores[place] *= factor
      }
    }
    pending = Pending(
      products: shared.products, weights: weights, trainingScores: scores, values: pairs.values, seed: seed)
    worked = Mutex(nil)
  }

  var knowsProducts: Bool { pending != nil }

  /// Without what is shared with others.
  var byteCount: Int {
    let known = worked.withLock { $0.map { $0.means.byteCount + $0.loadings.byteCount } ?? 0 }
    return known + (pending.map { $0.products.byteCount + 2 * $0.weights.byteCount } ?? 0)
  }

  /// Cost: for components that nobody has asked for yet, two passes over the training rows and 2·n·d·k operations.
  var known: Known {
    worked.withLock { known in
      if let known { return known }
      let new = pending.map(Self.components) ?? Known(means: [], loadings: [])
      known = new
      return new
    }
  }

  /// Whether there are as many loadings as `count` components have.
  func isTable(of count: Int) -> Bool {
    guard pending == nil else { return true }
    return ModelChecks.isTable(known.loadings.count, rows: count, columns: width)
  }

  /// Scores of rows that shared their products with the training rows, row after row; nil for other rows.
  func scores(of features: any ReadableRows) -> [Float]? {
    guard let pending else { return nil }
    return pending.products.sums(of: features, weights: pending.weights, own: pending.trainingScores)?.map(Float.init)
  }

  private static func components(of pending: Pending) -> Known {
    let rows = pending.products.rows
    let weights = Matrix(
      rows: pending.values.count, columns: pending.products.order, storage: pending.weights.map(Float.init))
    do {
      let means = try rows.columnMeans(context: .plain).map(Float.init)
      let sums = try rows.centredSums(weights: weights, means: means, context: .plain)
      let components = ComponentDirections(
        sums.storage.map(Double.init), values: pending.values, width: rows.columns, isUnitLength: false,
        seed: pending.seed, areSigned: true)
      return Known(means: means, loadings: components.loadings)
    } catch {
      // Nobody interrupts a context that is plain, and nothing else ends these; without loadings a model is damaged.
      return Known(means: [], loadings: [])
    }
  }

  static func == (first: LearntDirections, second: LearntDirections) -> Bool { first.known == second.known }
}
