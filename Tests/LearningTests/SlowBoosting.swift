import Numerics

@testable import Learning

/// Gradient boosting as its formulas say, in double precision, with every split tried by adding up all rows.
struct SlowBoosting {
  private let options: GradientBoosting

  init(_ options: GradientBoosting) {
    self.options = options
  }

  /// Of the training rows; two classes have one output.
  func margins(_ features: Matrix, _ labels: Labels) -> [[Double]] {
    let cuts = (0..<features.columns).map { column in
      let numbers = (0..<features.rows).map { features[$0, column] }.filter { !$0.isNaN }.sorted()
      return numbers.withUnsafeBufferPointer { ColumnCuts(sorted: $0, most: BinnedColumns.mostBins).cuts }
    }
    let shares = labels.counts.map { logarithm(Double($0)) }
    let mean = shares.reduce(0, +) / Double(shares.count)
    let start = shares.count == 2 ? [shares[1] - shares[0]] : shares.map { $0 - mean }
    var margins = [[Double]](repeating: start, count: features.rows)
    for _ in 0..<options.trees {
      let before = margins
      for output in start.indices {
        let derivatives = zip(before, labels.codes).map { self.derivatives($0, code: $1, output: output) }
        let root = Array(0..<features.rows)
        grow(root, features, cuts, derivatives, depth: 0) { row, value in margins[row][output] += value }
      }
    }
    return margins
  }

  private func derivatives(_ margins: [Double], code: Int, output: Int) -> (g: Double, h: Double) {
    if margins.count == 1 {
      let p = 1 / (1 + exponential(-margins[0]))
      return (p - Double(code), p * (1 - p))
    }
    let p = exponential(margins[output]) / margins.reduce(0) { $0 + exponential($1) }
    return (p - (code == output ? 1 : 0), 2 * p * (1 - p))
  }

  private func score(_ rows: [Int], _ derivatives: [(g: Double, h: Double)]) -> (
    score: Double, value: Double, h: Double
  ) {
    let g = rows.reduce(0) { $0 + derivatives[$1].g }
    let h = rows.reduce(0) { $0 + derivatives[$1].h }
    let shrunk = abs(g) <= options.alpha ? 0 : g - options.alpha * (g > 0 ? 1 : -1)
    return (shrunk * shrunk / (h + options.lambda), -options.rate * shrunk / (h + options.lambda), h)
  }

  private func grow(
    _ rows: [Int], _ features: Matrix, _ cuts: [[Float]], _ derivatives: [(g: Double, h: Double)], depth: Int,
    _ add: (Int, Double) -> Void
  ) {
    let own = score(rows, derivatives)
    var best: (gain: Double, left: [Int], right: [Int]) = (max(options.gamma, 1e-6), [], [])
    for column in cuts.indices where depth < options.depth {
      let missing = rows.filter { features[$0, column].isNaN }
      for sendsLeft in missing.isEmpty ? [false] : [false, true] {
        for cut in cuts[column] + [.infinity] {
          let left = rows.filter { features[$0, column].isNaN ? sendsLeft : features[$0, column] < cut }
          let right = rows.filter { features[$0, column].isNaN ? !sendsLeft : features[$0, column] >= cut }
          guard !left.isEmpty, !right.isEmpty else { continue }
          let (l, r) = (score(left, derivatives), score(right, derivatives))
          guard l.h >= options.minChildWeight, r.h >= options.minChildWeight else { continue }
          // More than rounding, so that of equal splits the first stays.
          let gain = l.score + r.score - own.score
          if gain > best.gain * (1 + 1e-6) { best = (gain, left, right) }
        }
      }
    }
    guard !best.left.isEmpty else {
      for row in rows { add(row, own.value) }
      return
    }
    grow(best.left, features, cuts, derivatives, depth: depth + 1, add)
    grow(best.right, features, cuts, derivatives, depth: depth + 1, add)
  }
}
