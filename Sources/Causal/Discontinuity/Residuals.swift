import Numerics

/// What a row differs by from what its neighbours or a polynomial say of it, for every response.
enum Residuals {
  /// From the mean of at least `neighbours` nearest rows on the same side, rows of equal running variable all together
  /// (Abadie & Imbens 2006): no polynomial has to be right.
  static func nearestNeighbours(_ side: CutoffSide, neighbours: Int) -> DenseMatrix {
    let x = side.running
    let count = x.count
    let groups = TieGroups(x)
    var result = DenseMatrix(rows: count, columns: side.responses.columns)
    for row in 0..<count {
      let range = neighbourhood(of: row, x, groups, atLeast: min(neighbours, count - 1))
      let others = Double(range.count - 1)
      let factor = (others / (others + 1)).squareRoot()
      for column in 0..<side.responses.columns {
        let own = side.responses[row, column]
        let sum = range.reduce(0) { $0 + side.responses[$1, column] } - own
        result[row, column] = factor * (own - sum / others)
      }
    }
    return result
  }

  /// Grows from the row's own group by whole groups, the nearer first, both where they are equally near.
  private static func neighbourhood(
    of row: Int, _ x: [Double], _ groups: TieGroups, atLeast needed: Int
  ) -> Range<Int> {
    let tolerance = Double.ulpOfOne.squareRoot()
    var range = groups.range(of: row)
    while range.count - 1 < needed {
      let lower = range.lowerBound > 0 ? groups.range(of: range.lowerBound - 1).lowerBound : nil
      let upper = range.upperBound < x.count ? groups.range(of: range.upperBound).upperBound : nil
      guard let lower else {
        range = range.lowerBound..<(upper ?? x.count)
        continue
      }
      guard let upper else {
        range = lower..<range.upperBound
        continue
      }
      let left = x[row] - x[range.lowerBound - 1]
      let right = x[range.upperBound] - x[row]
      let slack = max(left, right) * tolerance
      range =
        (left - right > slack ? range.lowerBound : lower)..<(right - left > slack ? range.upperBound : upper)
    }
    return range
  }

  /// From the fitted polynomial.
  static func ofFit(_ fit: LocalPolynomial, _ responses: DenseMatrix) -> DenseMatrix {
    responses - fit.basis.times(fit.coefficients(responses))
  }
}

/// Runs of equal numbers in a sorted list.
private struct TieGroups {
  private let ranges: [Range<Int>]
  private let group: [Int]

  init(_ sorted: [Double]) {
    var ranges: [Range<Int>] = []
    var group: [Int] = []
    var start = 0
    for index in sorted.indices {
      if sorted[index] != sorted[start] {
        ranges.append(start..<index)
        start = index
      }
      group.append(ranges.count)
    }
    ranges.append(start..<sorted.count)
    self.ranges = ranges
    self.group = group
  }

  func range(of row: Int) -> Range<Int> { ranges[group[row]] }
}
