import Numerics

extension GroupAudit {
  /// The two groups that are furthest apart.
  public struct Gap: Sendable, Equatable, Codable {
    public let best: String
    public let worst: String
    /// How much better the best is, never below 0.
    public let value: Double
    /// Holds the greatest true gap; nil where no pair can be judged. Its lower end is corrected for all pairs, because
    /// any of them may be the one that stands out; its upper end need not be, because the pair that is truly furthest
    /// apart is one and the same whatever the data look like.
    public let bounds: ClosedRange<Double>?
    /// That there is no gap between any two, after Holm's correction over all pairs; nil where none can be judged.
    public let probability: Double?
    /// Whether these two by themselves can be told apart, all pairs taken together.
    public let isWidestTold: Bool
    /// The pair that is told apart most surely, where some are, but not the widest: better, then worse.
    public let surest: [String]?
    /// The least true gap between these two that would be found in four of five tests like this.
    public let smallestDetectable: Double?
    /// The lower of the two values above the higher; nil where that makes no sense.
    public let ratio: Double?
    /// How many pairs were looked at.
    public let comparisons: Int

    /// Whether any two groups can be told apart.
    public var isDistinguishable: Bool { (probability ?? 1) < ScoreDifference.significance }
  }
}

/// Every two groups that have rows enough, the worse of them first, with how far they are apart.
struct GroupPairs {
  let pairs: [(worse: Int, better: Int)]
  /// Each taken by itself, correction still to come.
  let differences: [ScoreDifference]

  /// - Parameter large: the groups with rows enough.
  init(_ spreads: GroupSpreads, _ metric: Metric, large: [Int], context: ExecutionContext) throws {
    var pairs: [(worse: Int, better: Int)] = []
    var differences: [ScoreDifference] = []
    for (position, first) in large.enumerated() {
      try context.checkInterruption()
      for second in large[(position + 1)...] {
        let isFirstBetter = metric.isBetter(spreads.values[first], than: spreads.values[second])
        let pair = isFirstBetter ? (worse: second, better: first) : (worse: first, better: second)
        pairs.append(pair)
        differences.append(spreads.difference(from: pair.worse, to: pair.better))
      }
    }
    self.pairs = pairs
    self.differences = differences
  }

  /// nil without pairs.
  /// - Parameter corrected: the differences as part of a family.
  func gap(
    of groups: [(name: String, value: Double)], corrected: [ScoreDifference], _ metric: Metric
  ) -> GroupAudit.Gap? {
    guard let widest = corrected.indices.max(by: { abs(corrected[$0].value) < abs(corrected[$1].value) }) else {
      return nil
    }
    let judged = corrected.indices.filter { corrected[$0].probability != nil }
    let surest = judged.min { (corrected[$0].probability ?? 1) < (corrected[$1].probability ?? 1) }
    let low = corrected.compactMap { $0.bounds.map { max(0, max($0.lowerBound, -$0.upperBound)) } }.max()
    let farthest = differences.compactMap { $0.bounds.map { max(abs($0.lowerBound), abs($0.upperBound)) } }.max() ?? 0
    let high = min(farthest, metric.range.upperBound - metric.range.lowerBound)
    let (best, worst) = (groups[pairs[widest].better], groups[pairs[widest].worse])
    let isWidestTold = corrected[widest].isDistinguishable
    let other = surest.flatMap { !isWidestTold && corrected[$0].isDistinguishable ? pairs[$0] : nil }
    return GroupAudit.Gap(
      best: best.name, worst: worst.name, value: abs(corrected[widest].value),
      bounds: low.map { $0...max($0, high) }, probability: surest.flatMap { corrected[$0].probability },
      isWidestTold: isWidestTold, surest: other.map { [groups[$0.better].name, groups[$0.worse].name] },
      smallestDetectable: corrected[widest].smallestDetectable()
        ?? judged.compactMap { corrected[$0].smallestDetectable() }.max(),
      ratio: smallestRatio([best.value, worst.value]), comparisons: corrected.count)
  }
}
