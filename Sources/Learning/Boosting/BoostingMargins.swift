import Numerics

/// The margins of rows, output after output: what the trees so far add up to.
///
/// Threads write to places that do not overlap.
final class BoostingMargins: @unchecked Sendable {
  let rows: Int
  /// From one output to the next; a multiple of sixteen.
  let stride: Int
  let outputs: Int
  private let numbers: OwnedBuffer<Float>

  init(rows: Int, start: [Float]) {
    self.rows = rows
    outputs = start.count
    stride = (rows + 15) / 16 * 16
    numbers = OwnedBuffer(uninitialized: stride * start.count)
    for (output, value) in start.enumerated() { self.output(output).update(repeating: value, count: stride) }
  }

  func output(_ output: Int) -> UnsafeMutablePointer<Float> {
    numbers.base + output * stride
  }

  /// Adds what each tree, one for each output, says of each row.
  func add(_ trees: [BoostedTree], _ features: Matrix, context: ExecutionContext) throws {
    var ensemble = TreeEnsemble()
    for tree in trees { ensemble.append(tree.nodes) }
    let nodes = ensemble.nodes
    try ensemble.forEachLeaf(features, context: context) { rows, tree, leaves in
      let target = self.output(tree)
      for (i, row) in rows.enumerated() { target[row] += nodes[leaves[i]].threshold }
    }
  }

  /// Mean log loss by weight, Σ wᵢ·(−log pᵢ) ÷ Σ wᵢ.
  func logLoss(classes: [Int32], weights: [Float]) -> Double {
    var (loss, mass) = (0.0, 0.0)
    for row in 0..<rows where weights[row] > 0 {
      loss += Double(weights[row]) * self.loss(row, Int(classes[row]))
      mass += Double(weights[row])
    }
    return mass > 0 ? loss / mass : 0
  }

  private func loss(_ row: Int, _ code: Int) -> Double {
    if outputs == 1 {
      let margin = Double(output(0)[row]) * (code == 1 ? -1 : 1)
      return max(margin, 0) + logarithm(1 + exponential(-abs(margin)))
    }
    let margins = (0..<outputs).map { Double(output($0)[row]) }
    let greatest = margins.max() ?? 0
    return greatest + logarithm(margins.reduce(0) { $0 + exponential($1 - greatest) }) - margins[code]
  }
}
