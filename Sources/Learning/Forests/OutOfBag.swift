import Numerics

/// Scores training rows by the trees that did not draw them: an estimate of the score on new rows, for free.
struct OutOfBag {
  private let forest: FittedForest
  /// For each tree a bit for each row that it drew.
  private let drawn: [[UInt64]]

  init(_ forest: FittedForest, _ sampling: TreeSampling) {
    self.forest = forest
    drawn = (0..<forest.trees).map { tree in
      let draws = sampling.draws(of: tree)
      var bits = [UInt64](repeating: 0, count: (draws.count + 63) / 64)
      for (row, count) in draws.enumerated() where count > 0 { bits[row / 64] |= 1 << (row % 64) }
      return bits
    }
  }

  /// The share of rows told rightly, among those that some tree did not draw; nil without any.
  /// - Parameter places: of the classes among those present.
  func accuracy(_ features: Matrix, _ places: [Int], context: ExecutionContext) throws -> Double? {
    let drawn = drawn
    let sums = try forest.summedShares(features, context: context) { row, tree in
      drawn[tree][row / 64] >> (row % 64) & 1 == 0
    }
    var (right, scored) = (0, 0)
    for row in 0..<sums.rows {
      let shares = sums.row(row)
      guard let greatest = shares.max(), greatest > 0 else { continue }
      scored += 1
      if shares.firstIndex(of: greatest).map({ $0 - shares.startIndex }) == places[row] { right += 1 }
    }
    return scored > 0 ? Double(right) / Double(scored) : nil
  }
}
