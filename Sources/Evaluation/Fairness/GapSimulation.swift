import Numerics

/// How groups may lie beside each other, whatever the gap between them: normal, or a sum of effects of their attributes and
/// something of their own.
struct GroupShape {
  /// The variance of what is a group's own, and of an attribute's effects.
  let between: Double
  let effects: Double
  /// Of each group its value of each attribute; empty where there is nothing to be crossed.
  let levels: [[Int]]

  /// Of width 1.
  func drawn(_ groups: Int, _ generator: inout SeededGenerator) -> [Double] {
    let attributes = levels.first?.indices ?? 0..<0
    let shifts = attributes.map { attribute in
      Dictionary(
        uniqueKeysWithValues: Set(levels.map { $0[attribute] }).sorted().map { ($0, generator.standardNormal()) })
    }
    let lying = (0..<groups).map { group in
      let sum = zip(shifts, levels.isEmpty ? [] : levels[group]).reduce(0) { $0 + ($1.0[$1.1] ?? 0) }
      return effects.squareRoot() * sum + between.squareRoot() * generator.standardNormal()
    }
    let width = (lying.max() ?? 0) - (lying.min() ?? 0)
    return width > 0 ? lying.map { $0 / width } : lying
  }
}

/// Which gaps between the furthest of several groups what was seen does not contradict, and how often luck alone brings a
/// gap like it.
///
/// The widest of many pairs is wide by luck too, so no pair's own interval will do. Groups are drawn that lie as groups may
/// (`GroupShape`), set apart by each gap of a grid and given the errors that they have (`GroupNoise`); a gap is accepted
/// where what was seen is among the 95 % that such groups show nearest to it, as `TwoGroupGap` has it. What lies too high is
/// told by the pair that stands out most beside its error, so that a few rows do not hide what many show.
struct GapSimulation {
  /// A statistic of the simulated groups and what was seen of it.
  struct Seen {
    let value: Double
    /// Of each gap of the grid, sorted.
    fileprivate let simulated: [[Double]]
    /// Whether it is asked how far it is from the middle of what is simulated, rather than from the gap itself: groups
    /// drawn together lie nearer to each other than groups do.
    fileprivate let isCentred: Bool
  }

  let raw: Seen
  /// Of the groups drawn together; nil without.
  let drawnTogether: Seen?
  private let values: [Double]
  private let pairs: PairsOfGroups
  /// Of draws without a gap how far their most outstanding pair does, sorted.
  private let outstanding: [Double]
  private let gaps: [Double]
  /// Of each gap, in what part of all draws a pair stands out as much as was seen.
  private let exceeding: [Double]

  private static let steps = 24
  private static let level = 0.95

  /// - Parameters:
  ///   - values, errors: of the groups compared, and their standard errors.
  ///   - noise: of the same groups.
  ///   - together: by which the values become those of groups drawn together, a row for each; nil for none.
  ///   - widest: as far as two values can be apart.
  /// - Throws: `Interrupted`. Cost: draws × 25 × pairs of groups.
  init(
    values: [Double], errors: [Double], noise: GroupNoise, shape: GroupShape, together: [[Double]]?, widest: Double,
    context: ExecutionContext
  ) throws {
    let pairs = PairsOfGroups(errors: errors, correlations: noise.correlations)
    let seen = pairs.outstanding(values)
    let smoothed = together.map { $0.applied(to: values) }
    let (gap, smoothedGap) = (values.spread, smoothed?.spread)
    let farthest = min(widest, max(gap, smoothedGap ?? 0) + 5 * (errors.max() ?? 0))
    gaps = (0...Self.steps).map { farthest * Double($0) / Double(Self.steps) }
    var simulated = [[Double]](repeating: [], count: gaps.count)
    var (simulatedTogether, outstanding) = (simulated, [Double]())
    var exceeding = [Double](repeating: 0, count: gaps.count)
    var generator = SeededGenerator(seed: 0x6A9)
    var moved = values
    for draw in 0..<noise.count {
      if draw % 64 == 0 { try context.checkInterruption() }
      let error = noise.errors(draw)
      let lying = shape.drawn(values.count, &generator)
      let ends = together.map { (error: $0.applied(to: error), lying: $0.applied(to: lying)) }
      for (step, gap) in gaps.enumerated() {
        for group in moved.indices { moved[group] = gap * lying[group] + error[group] }
        simulated[step].append(moved.spread)
        if step == 0 { outstanding.append(pairs.outstanding(moved)) }
        if pairs.standOut(moved, by: seen) { exceeding[step] += 1 / Double(noise.count) }
        guard let ends else { continue }
        for group in moved.indices { moved[group] = gap * ends.lying[group] + ends.error[group] }
        simulatedTogether[step].append(moved.spread)
      }
    }
    (self.pairs, self.values, self.exceeding) = (pairs, values, exceeding)
    self.outstanding = outstanding.sorted()
    raw = Seen(value: gap, simulated: simulated.map { $0.sorted() }, isCentred: false)
    drawnTogether = smoothedGap.map {
      Seen(value: $0, simulated: simulatedTogether.map { $0.sorted() }, isCentred: true)
    }
  }

  /// That groups without a gap show a pair that stands out as much as this one does.
  func probability(_ first: Int, _ second: Int) -> Double { probability(of: pairs.outstanding(values, first, second)) }

  /// No probability is smaller, since what was seen counts as one draw more.
  var leastProbability: Double { 1 / Double(outstanding.count + 1) }

  /// The same of the pair that stands out most.
  var probability: Double { probability(of: pairs.outstanding(values)) }

  /// How far a pair stands out, to be compared with others.
  func outstanding(_ first: Int, _ second: Int) -> Double { pairs.outstanding(values, first, second) }

  private func probability(of statistic: Double) -> Double {
    let below = outstanding.partitioned { $0 >= statistic - 1e-12 }
    return Double(outstanding.count - below + 1) / Double(outstanding.count + 1)
  }

  /// The least true gap between two groups that four of five tests would find.
  func smallestDetectable(_ first: Int, _ second: Int) -> Double {
    let cutoff = outstanding[min(outstanding.count - 1, Int(Self.level * Double(outstanding.count)))]
    let error = pairs.error(first, second)
    return max(0, cutoff + error * (PairsOfGroups.discount + normalQuantile(0.8)))
  }

  /// The gaps that what was seen does not contradict.
  func bounds(of seen: Seen) -> ClosedRange<Double> {
    var (low, high): (Double?, Double) = (nil, 0)
    var before = (low: 0.0, high: 0.0)
    for (step, gap) in gaps.enumerated() {
      let (lowest, tail) = seen.lowest(step, gap, level: Self.level)
      // What is left of 5 % may lie too high: without a gap all of it, for nothing is below 0.
      let slack = (low: exceeding[step] - (1 - Self.level - (step == 0 ? 0 : tail)), high: seen.value - lowest)
      func crossing(_ now: Double, _ last: Double) -> Double {
        step == 0 ? gap : gaps[step - 1] + (gap - gaps[step - 1]) * last / (last - now)
      }
      if low == nil, slack.low >= 0 { low = crossing(slack.low, before.low) }
      if slack.high >= 0 { high = gap } else if before.high >= 0, step > 0 { high = crossing(slack.high, before.high) }
      before = slack
    }
    let least = min(low ?? seen.value, high)
    return least...high
  }
}

extension GapSimulation {
  /// Of the groups of an audit: as they are, and drawn together, which are two where attributes are crossed; nil where fewer
  /// than two can be judged, or nothing varies.
  ///
  /// Of groups as they are nothing is assumed but that they lie as normal values do; those that are drawn together by their
  /// attributes lie as attributes make them.
  /// - Parameters:
  ///   - judged: groups that can be compared.
  ///   - levels: of each group its value of each attribute; empty where they are not crossed.
  static func simulations(
    _ spreads: GroupSpreads, judged: [Int], levels: [[Int]], _ variances: (between: Double, effects: Double),
    _ metric: Metric, context: ExecutionContext
  ) throws -> (raw: GapSimulation, together: GapSimulation)? {
    guard judged.count > 1, let all = spreads.moderatedErrors else { return nil }
    let errors = judged.map { all[$0] }
    guard errors.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    let own = levels.isEmpty ? [] : judged.map { levels[$0] }
    // Enough draws for a quantile to be off by 0.4 % at most, fewer where groups are many.
    let draws = min(4000, max(1000, 2_000_000 / (judged.count * judged.count)))
    let noise = try GroupNoise(
      errors: errors, freedom: spreads.freedom, directions: spreads.directions.map { all in judged.map { all[$0] } },
      count: draws, seed: 0x5EED, context: context)
    func simulated(_ shape: GroupShape, isTogether: Bool) throws -> GapSimulation {
      try GapSimulation(
        values: judged.map { spreads.values[$0] }, errors: errors, noise: noise, shape: shape,
        together: isTogether
          ? GroupsTogether(errors: errors, levels: own, variances: variances, context: context).rows : nil,
        widest: metric.range.upperBound - metric.range.lowerBound, context: context)
    }
    let raw = try simulated(GroupShape(between: 1, effects: 0, levels: []), isTogether: own.isEmpty)
    guard !own.isEmpty else { return (raw, raw) }
    let shape = GroupShape(between: variances.between, effects: variances.effects, levels: own)
    return (raw, try simulated(shape, isTogether: true))
  }
}

extension GapSimulation.Seen {
  /// The least value that is not too low for groups with this gap, and how often they show a lower one.
  fileprivate func lowest(_ step: Int, _ gap: Double, level: Double) -> (value: Double, tail: Double) {
    let sorted = simulated[step]
    let middle = isCentred ? sorted[sorted.count / 2] : gap
    // The nearest 95 %: the farther end goes until they are left.
    var (first, last) = (0, sorted.count - 1)
    for _ in 0..<Int((1 - level) * Double(sorted.count)) where first < last {
      if middle - sorted[first] > sorted[last] - middle { first += 1 } else { last -= 1 }
    }
    let lowest = middle - max(middle - sorted[first], sorted[last] - middle)
    return (lowest, Double(sorted.partitioned { $0 >= lowest }) / Double(sorted.count))
  }
}

/// How far every two groups stand out: by their difference less twice its error, about where its interval ends, so that few
/// rows do not hide what many show.
struct PairsOfGroups {
  static let discount = 2.0
  private let errors: [Double]
  private let groups: Int

  init(errors: [Double], correlations: [Double]) {
    groups = errors.count
    let groups = groups
    self.errors = (0..<groups * groups).map { place in
      let (a, b) = (errors[place / groups], errors[place % groups])
      return max(0, a * a + b * b - 2 * correlations[place] * a * b).squareRoot()
    }
  }

  func error(_ first: Int, _ second: Int) -> Double { errors[first * groups + second] }

  func outstanding(_ values: [Double], _ first: Int, _ second: Int) -> Double {
    abs(values[first] - values[second]) - Self.discount * error(first, second)
  }

  /// The most of any pair.
  func outstanding(_ values: [Double]) -> Double {
    var greatest = -Double.infinity
    for first in 0..<groups {
      for second in 0..<first { greatest = max(greatest, outstanding(values, first, second)) }
    }
    return greatest
  }

  /// Whether any pair stands out so far.
  func standOut(_ values: [Double], by statistic: Double) -> Bool {
    for first in 0..<groups {
      for second in 0..<first where outstanding(values, first, second) >= statistic - 1e-12 { return true }
    }
    return false
  }
}

extension [Double] {
  /// The greatest less the least.
  fileprivate var spread: Double {
    var (least, greatest) = (Double.infinity, -Double.infinity)
    for value in self {
      least = Swift.min(least, value)
      greatest = Swift.max(greatest, value)
    }
    return isEmpty ? 0 : greatest - least
  }

  /// Of a sorted array, the first place from where on all are so.
  fileprivate func partitioned(_ isLate: (Double) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isLate(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension [[Double]] {
  /// A matrix times a vector.
  fileprivate func applied(to values: [Double]) -> [Double] {
    map { row in zip(row, values).reduce(0) { $0 + $1.0 * $1.1 } }
  }
}
