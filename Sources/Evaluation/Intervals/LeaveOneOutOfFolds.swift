import Numerics

extension LeaveOneOut {
  /// The means over folds of scores without one unit at a time, each unit a kind of its own.
  ///
  /// A mean over small folds varies more than the score of all rows together where it counts classes alike, since each fold
  /// has few rows of a class. A fold is a stratum: a step away from it counts √((n − 1)/n) with its n units, as the
  /// jackknife of stratified samples asks (Jones 1974). A fold that is left without rows takes no part.
  /// Cost: O(rows), and the scores once for each fold that a unit is in.
  /// - Parameter predicted: a class for each row, fold after fold; checked already.
  /// - Throws: `Interrupted`.
  init(
    truth: Labels, predicted: [Int], folded: FoldedUnits, by metrics: [Metric], context: ExecutionContext
  ) throws {
    let (units, scores) = (folded.units, metrics.map(\.score))
    var counts = folded.foldSizes.map { _ in ClassCounts(classes: truth.names.count) }
    for (row, fold) in folded.foldOfRow.enumerated() { counts[fold].add(truth.codes[row], predicted[row], times: 1) }
    let whole = counts.map { counts in scores.map { $0(counts) } }
    let total = scores.indices.map { score in whole.reduce(0.0) { $0 + $1[score] } }
    // With its units a fold has this part of a step away from it.
    let shares = folded.unitsOfFold.map { (1 - 1 / Double(max($0, 1))).squareRoot() }
    var values = scores.map { _ in [Double](repeating: 0, count: units.count) }
    for unit in 0..<units.count {
      if unit % 16 == 0 { try context.checkInterruption() }
      for index in scores.indices { values[index][unit] = total[index] }
      var folds = counts.count
      for run in folded.runs[unit] {
        let (fold, rows) = (run.fold, units.rows[run.range])
        if rows.count == folded.foldSizes[fold] {
          folds -= 1
          for index in scores.indices { values[index][unit] -= whole[fold][index] }
          continue
        }
        counts[fold].add(rows, truth: truth.codes, answers: predicted, times: -1)
        for (index, score) in scores.enumerated() {
          values[index][unit] += shares[fold] * (score(counts[fold]) - whole[fold][index])
        }
        counts[fold].add(rows, truth: truth.codes, answers: predicted, times: 1)
      }
      for index in scores.indices { values[index][unit] /= Double(max(folds, 1)) }
    }
    self.init(
      weights: [Double](repeating: 1, count: units.count), values: values,
      estimates: total.map { $0 / Double(counts.count) }, unitCount: units.count)
  }
}
