import Glibc

/// Means of the outcome in bins of equal width on each side, as many as let the means vary as the rows do (mimicking
/// variance; Calonico, Cattaneo & Titiunik 2015). Peer: rdplot with `binselect="esmv"`.
public struct BinnedMeans: Sendable, Equatable {
  public struct Bin: Sendable, Equatable {
    public let low: Double
    public let high: Double
    public let rows: Int
    public let meanRunning: Double
    public let meanOutcome: Double
    /// Of the mean; nil for a single row.
    public let standardError: Double?
  }

  /// The bins with rows in them, from left to right.
  public let bins: Sides<[Bin]>
  /// How many there are, empty ones included.
  public let counts: Sides<Int>

  /// - Parameter counts: bins on each side; nil lets the data say.
  /// - Throws: `CausalError` as `RegressionDiscontinuity.estimate` does for rows and cutoff.
  public init(_ data: DiscontinuityData, cutoff: Double, counts given: Sides<Int>? = nil) throws {
    let (sides, _) = try DiscontinuityData(running: data.running, outcome: data.outcome).split(at: cutoff)
    let total = sides.below.count + sides.above.count
    let edges = Sides(
      below: (low: sides.below.running.first ?? cutoff, high: cutoff),
      above: (low: cutoff, high: sides.above.running.last ?? cutoff))
    let isMassed = sides.below.isMassed || sides.above.isMassed
    let counts =
      given
      ?? Sides(
        below: Self.mimickingCount(
          sides.below, width: edges.below.high - edges.below.low, total: total, isMassed: isMassed),
        above: Self.mimickingCount(
          sides.above, width: edges.above.high - edges.above.low, total: total, isMassed: isMassed))
    for count in [counts.below, counts.above] where count < 1 {
      throw CausalError.badOption("bins", value: Double(count), needed: "1 or more")
    }
    self.counts = counts
    bins = Sides(
      below: Self.bins(sides.below, from: edges.below.low, to: edges.below.high, count: counts.below),
      above: Self.bins(sides.above, from: edges.above.low, to: edges.above.high, count: counts.above))
  }

  /// ⌈ outcome variance / integrated variance of a mean · n / ln² n ⌉, the latter from gaps between neighbours, or,
  /// where many rows share a place, from a polynomial of order 4.
  private static func mimickingCount(_ side: CutoffSide, width: Double, total: Int, isMassed: Bool) -> Int {
    let y = (0..<side.count).map { side.responses[$0, 0] }
    let spread = standardDeviation(y)
    guard spread > 0, width > 0, side.count > 1 else { return 1 }
    let gaps = zip(side.running, side.running.dropFirst()).map { $1 - $0 }
    let polynomial = isMassed ? conditionalVariances(side, y) : nil
    var sum = 0.0
    for index in gaps.indices {
      let step = y[index + 1] - y[index]
      sum += gaps[index] * (polynomial?[index] ?? 0.5 * step * step)
    }
    let n = Double(total)
    let count = (spread * spread / (sum / width) * n / (log(n) * log(n))).rounded(.up)
    return count.isFinite ? max(1, min(Int(count), 100_000)) : 1
  }

  /// E[y²] − E[y]² by polynomials of order 4, midway between neighbours; the plain variance where it comes out
  /// negative.
  private static func conditionalVariances(_ side: CutoffSide, _ y: [Double]) -> [Double]? {
    let centre = (side.running[0] + side.running[side.count - 1]) / 2
    let half = max((side.running[side.count - 1] - side.running[0]) / 2, .leastNormalMagnitude)
    let places = side.running.map { ($0 - centre) / half }
    let basis = LocalPolynomial.basis(places, cutoff: 0, order: 4)
    guard let inverse = try? basis.crossProduct(basis).positiveInverse() else { return nil }
    let responses = DenseMatrix(rows: y.count, columns: 2, storage: y.flatMap { [$0, $0 * $0] })
    let middles = zip(places, places.dropFirst()).map { ($0 + $1) / 2 }
    let fitted = LocalPolynomial.basis(middles, cutoff: 0, order: 4).times(
      inverse.times(basis.crossProduct(responses)))
    let plain = standardDeviation(y) * standardDeviation(y)
    return middles.indices.map { row in
      let variance = fitted[row, 1] - fitted[row, 0] * fitted[row, 0]
      return variance < 0 ? plain : variance
    }
  }

  private static func bins(_ side: CutoffSide, from low: Double, to high: Double, count: Int) -> [Bin] {
    let width = (high - low) / Double(count)
    func edge(_ index: Int) -> Double { index == count ? high : low + Double(index) * width }
    var rows: [Int: [Int]] = [:]
    for row in 0..<side.count {
      let x = side.running[row]
      var bin = min(count - 1, max(0, Int((x - low) / max(width, .leastNormalMagnitude))))
      while bin > 0, x < edge(bin) { bin -= 1 }
      while bin < count - 1, x >= edge(bin + 1) { bin += 1 }
      rows[bin, default: []].append(row)
    }
    return rows.sorted { $0.key < $1.key }.map { bin, rows in
      let outcomes = rows.map { side.responses[$0, 0] }
      let n = Double(rows.count)
      return Bin(
        low: edge(bin), high: edge(bin + 1), rows: rows.count,
        meanRunning: rows.reduce(0) { $0 + side.running[$1] } / n, meanOutcome: outcomes.reduce(0, +) / n,
        standardError: rows.count > 1 ? standardDeviation(outcomes) / n.squareRoot() : nil)
    }
  }
}
