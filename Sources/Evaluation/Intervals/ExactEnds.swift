#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Metric {
  /// Whether a value is the least or the greatest that the metric can have.
  func isAtEnd(_ value: Double) -> Bool {
    value <= range.lowerBound + 1e-12 || value >= range.upperBound - 1e-12
  }

  /// An interval where a score is at an end of its range, and units therefore do not vary.
  ///
  /// Units that all did one thing do another with a chance of at most 1 − (α/2)^(1/k), exactly (Clopper & Pearson 1934).
  /// The other end is the value that is furthest off when answers turn at that rate, in one class (with as many units as
  /// it can have had) or in all. Trials are whole subjects where they are known: rows of one face are one trial.
  func exactEnd(of confusion: ConfusionMatrix, units: Int, level: Double) -> ClosedRange<Double> {
    let value = value(confusion)
    let isBest = isHigherBetter == (value >= range.upperBound - 1e-12)
    // In the middle of the range, as the kappa of a model that knows one class, both ways are open.
    let directions = isAtEnd(value) ? [isBest] : [true, false]
    let totals = confusion.truthTotals
    func rate(_ trials: Int) -> Double { 1 - pow((1 - level) / 2, 1 / Double(max(trials, 1))) }
    let present = totals.indices.filter { totals[$0] > 0 }
    let turned = directions.flatMap { isBest in
      [confusion.turning(present, at: rate(min(units, confusion.total)), towardsWrong: isBest)]
        + present.map { confusion.turning([$0], at: rate(min(units, totals[$0])), towardsWrong: isBest) }
    }
    let values = turned.map(self.value) + [value]
    return (values.min() ?? value)...(values.max() ?? value)
  }
}

extension ConfusionMatrix {
  /// The counts, on a finer scale, where a share of the right answers of some classes goes wrong (to the commonest other
  /// class), or a share of the wrong ones right.
  fileprivate func turning(_ rows: [Int], at rate: Double, towardsWrong: Bool) -> ConfusionMatrix {
    let scale = 1 << 30
    var counts = counts.map { $0 * scale }
    let totals = truthTotals
    for row in rows {
      let other = names.indices.filter { $0 != row }.max { totals[$0] < totals[$1] }
      guard let other else { continue }
      let right = row * classes + row
      if towardsWrong {
        let moved = Int((Double(counts[right]) * rate).rounded())
        counts[right] -= moved
        counts[row * classes + other] += moved
      } else {
        for column in names.indices where column != row {
          let moved = Int((Double(counts[row * classes + column]) * rate).rounded())
          counts[row * classes + column] -= moved
          counts[right] += moved
        }
      }
    }
    return ConfusionMatrix(unchecked: names, counts)
  }
}
