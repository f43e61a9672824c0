import Numerics

/// How values of groups are drawn together before their gap is taken: each towards what its attributes make one expect, by
/// one matrix, so that what chance makes of the gap between them can be simulated by the same. Where groups seem to differ
/// by nothing, the matrix still leaves them something of their own.
struct GroupsTogether {
  /// A row for each group, over the values of all.
  let rows: [[Double]]

  /// What is added to the variances that were found, as a part of the groups' mean error variance.
  private static let share = 0.25

  /// - Parameters:
  ///   - levels: of each group its value of each attribute; empty where there is nothing to be crossed.
  ///   - variances: of what is a group's own, and of an attribute's effects, as found.
  /// - Throws: `Interrupted`. Cost: groups³.
  init(
    errors: [Double], levels: [[Int]], variances found: (between: Double, effects: Double), context: ExecutionContext
  ) throws {
    let count = errors.count
    let variances = errors.map { $0 * $0 }
    let least = Self.share * variances.reduce(0, +) / Double(max(1, count))
    var prior = [Double](repeating: 0, count: count * count)
    for first in 0..<count {
      for second in 0..<count {
        let shared = levels.isEmpty ? 0 : zip(levels[first], levels[second]).count { $0 == $1 }
        prior[first * count + second] =
          (found.effects + least) * Double(shared) + (first == second ? found.between + least : 0)
      }
    }
    var whole = prior
    for group in 0..<count { whole[group * count + group] += variances[group] }
    let factor = try CholeskyFactor(SymmetricMatrix(order: count, storage: whole), context: context)
    var ones = [Double](repeating: 1, count: count)
    factor.solve(&ones, count: 1)
    let sum = ones.reduce(0, +)
    var drawn = prior
    factor.solve(&drawn, count: count)
    // Both matrices are symmetric, so that a solved column is a row of their product the other way round.
    rows = (0..<count).map { group in
      let row = drawn[group * count..<(group + 1) * count]
      let rest = 1 - row.reduce(0, +)
      return zip(row, ones).map { $0 + rest * $1 / sum }
    }
  }
}
