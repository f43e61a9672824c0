import Numerics

extension GroupAudit {
  /// The two groups that are furthest apart.
  public struct Gap: Sendable, Equatable, Codable {
    public let best: String
    public let worst: String
    /// How much better the best is, never below 0.
    public let value: Double
    /// Holds the greatest true gap in 95 of 100 tests, whichever groups it is between; nil where no pair can be judged.
    /// By `TwoGroupGap` or `GapSimulation`. Where several attributes are looked at, its lower end is corrected for all
    /// pairs of all of them instead, and its upper end is the greatest of all.
    public let bounds: ClosedRange<Double>?
    /// That there is no gap between any two, all pairs taken together; nil where none can be judged.
    public let probability: Double?
    /// Of a probability by simulation, the least that so many draws can tell: one that is no greater may be any that is
    /// smaller. nil where it is not by simulation.
    public let leastProbability: Double?
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

    /// Whether `probability` is only known to be smaller than it is given.
    public var isProbabilityBound: Bool {
      guard let probability, let leastProbability else { return false }
      return probability <= leastProbability
    }
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

  /// The gap of one attribute of several, corrected for the pairs of all: Holm's correction, and the bounds that it leaves.
  /// nil without pairs.
  /// - Parameter corrected: the differences as part of a family.
  func gap(
    of groups: [(name: String, value: Double)], corrected: [ScoreDifference], _ metric: Metric
  ) -> GroupAudit.Gap? {
    let low = corrected.compactMap { $0.bounds.map { max(0, max($0.lowerBound, -$0.upperBound)) } }.max()
    let farthest = differences.compactMap { $0.bounds.map { max(abs($0.lowerBound), abs($0.upperBound)) } }.max() ?? 0
    let high = min(farthest, metric.range.upperBound - metric.range.lowerBound)
    let tests = corrected.map { difference in
      PairTest(
        probability: difference.probability, strength: -(difference.probability ?? 1),
        smallestDetectable: difference.smallestDetectable())
    }
    return gap(of: groups, tests, bounds: low.map { $0...max($0, high) })
  }

  /// The gap of one attribute, or of several that are crossed. nil without pairs.
  /// - Parameters:
  ///   - judged: the groups that the simulation is of, in its order.
  ///   - simulation: nil where fewer than two groups can be judged.
  func gap(
    of groups: [(name: String, value: Double)], judged: [Int], _ simulation: GapSimulation?
  ) -> GroupAudit.Gap? {
    guard let simulation, differences.count > 1 else {
      let alone = differences.first.map { TwoGroupGap(evidence: $0.evidence, level: 1 - ScoreDifference.significance) }
      return gap(
        of: groups,
        differences.map {
          PairTest(
            probability: $0.probability, strength: -($0.probability ?? 1), smallestDetectable: $0.smallestDetectable())
        }, bounds: differences.count == 1 ? alone?.bounds : nil)
    }
    let places = Dictionary(uniqueKeysWithValues: zip(judged, judged.indices))
    let tests = pairs.map { pair -> PairTest in
      guard let worse = places[pair.worse], let better = places[pair.better] else {
        return PairTest(probability: nil, strength: -.infinity, smallestDetectable: nil)
      }
      return PairTest(
        probability: simulation.probability(worse, better), strength: simulation.outstanding(worse, better),
        smallestDetectable: simulation.smallestDetectable(worse, better))
    }
    return gap(
      of: groups, tests, bounds: simulation.bounds(of: simulation.raw), leastProbability: simulation.leastProbability)
  }

  private struct PairTest {
    /// All pairs taken together.
    let probability: Double?
    /// The surer the greater.
    let strength: Double
    let smallestDetectable: Double?

    var isTold: Bool { (probability ?? 1) < ScoreDifference.significance }
  }

  private func gap(
    of groups: [(name: String, value: Double)], _ tests: [PairTest], bounds: ClosedRange<Double>?,
    leastProbability: Double? = nil
  ) -> GroupAudit.Gap? {
    guard let widest = differences.indices.max(by: { abs(differences[$0].value) < abs(differences[$1].value) }) else {
      return nil
    }
    let judged = tests.indices.filter { tests[$0].probability != nil }
    let surest = judged.max { tests[$0].strength < tests[$1].strength }
    let (best, worst) = (groups[pairs[widest].better], groups[pairs[widest].worse])
    let value = abs(differences[widest].value)
    let other = surest.flatMap { !tests[widest].isTold && tests[$0].isTold ? pairs[$0] : nil }
    return GroupAudit.Gap(
      best: best.name, worst: worst.name, value: value,
      // The widest pair may be one that cannot be judged.
      bounds: bounds.map { min($0.lowerBound, value)...max($0.upperBound, value) },
      probability: surest.flatMap { tests[$0].probability }, leastProbability: leastProbability,
      isWidestTold: tests[widest].isTold,
      surest: other.map { [groups[$0.better].name, groups[$0.worse].name] },
      smallestDetectable: tests[widest].smallestDetectable
        ?? judged.compactMap { tests[$0].smallestDetectable }.max(),
      ratio: smallestRatio([best.value, worst.value]), comparisons: differences.count)
  }
}
