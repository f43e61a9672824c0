import Numerics

/// Rows with their classes, counted 0, 1, … among those present, and weights.
struct WeightedRows: Sendable {
  let features: Matrix
  let classes: [Int32]
  let weights: [Float]

  func gathering(_ rows: [Int]) -> WeightedRows {
    WeightedRows(
      features: features.gathering(rows), classes: rows.map { classes[$0] }, weights: rows.map { weights[$0] })
  }

  private init(features: Matrix, classes: [Int32], weights: [Float]) {
    self.features = features
    self.classes = classes
    self.weights = weights
  }

  init(_ features: Matrix, classes: [Int], weights: [Float]?) {
    self.init(
      features: features, classes: classes.map(Int32.init),
      weights: weights ?? [Float](repeating: 1, count: features.rows))
  }
}

/// The rows to learn from and, for early stopping, those held out: a share of each class, at least one row left over.
struct BoostingParts: Sendable {
  let training: WeightedRows
  let heldOut: WeightedRows?

  init(_ features: Matrix, classes: [Int], weights: [Float]?, heldOutShare: Double?, seed: UInt64) {
    let all = WeightedRows(features, classes: classes, weights: weights)
    var generator = SeededGenerator.derived(from: seed, 1)
    var isHeldOut = [Bool](repeating: false, count: classes.count)
    for code in 0...(classes.max() ?? 0) {
      let rows = classes.indices.filter { classes[$0] == code }
      let count = min(rows.count - 1, Int((Double(rows.count) * (heldOutShare ?? 0)).rounded()))
      guard count > 0 else { continue }
      for row in generator.shuffled(rows).prefix(count) { isHeldOut[row] = true }
    }
    guard isHeldOut.contains(true) else {
      (training, heldOut) = (all, nil)
      return
    }
    training = all.gathering(isHeldOut.indices.filter { !isHeldOut[$0] })
    heldOut = all.gathering(isHeldOut.indices.filter { isHeldOut[$0] })
  }
}
