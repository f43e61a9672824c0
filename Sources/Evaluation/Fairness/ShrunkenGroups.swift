import Numerics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Values of groups drawn towards what their attributes together make one expect, with how sure that is.
///
/// What to expect of a group is a mean and an effect of each value of its attributes (with one attribute, the mean alone);
/// effects are normal with a deviation σ, groups differ from the sum by a normal deviation τ, and what was seen differs by
/// the noise of the group. Neither deviation is known: all values count as far as the data agree with them, with half-normal
/// priors of a quarter of the metric's range (Gelman 2006), so that groups of few people are no longer the best and the
/// worst by luck. This is the idea of Herlihy et al. 2024
/// (structured regression for small intersections), who resample where this goes by variances; the gap between the
/// groups comes from draws of all groups at once, by a fixed seed, and its interval from `GapSimulation`.
struct ShrunkenGroups {
  let values: [Double]
  /// nil where no group's error is known.
  let bounds: [ClosedRange<Double>]?
  /// Between the greatest and the least of the groups compared: the median of where it may lie.
  let gap: Double?
  /// What groups have of their own, and what an attribute's values add, as variances; 1 and 0 where nothing is known.
  let variances: (between: Double, effects: Double)

  private static let draws = 4000

  /// - Parameters:
  ///   - errors: the standard error of each value; nil where it cannot be told.
  ///   - levels: for each group its value of each attribute.
  ///   - range: of the metric.
  ///   - compared: the groups that the gap is between.
  /// - Throws: `Interrupted`.
  init(
    values: [Double], errors: [Double?], levels: [[Int]], range: ClosedRange<Double>, compared: [Int],
    context: ExecutionContext
  ) throws {
    // A group without an error of its own is taken to be as unsure as the least sure.
    let widest = errors.compactMap { $0 }.max() ?? 0
    guard widest > 0, values.count > 1, values.allSatisfy(\.isFinite) else {
      (self.values, bounds, gap, variances) = (values, nil, nil, (1, 0))
      return
    }
    let posterior = try GroupPosterior(
      values: values, errors: errors.map { ($0 ?? 0) > 0 ? $0 ?? widest : widest }, design: Self.design(levels),
      deviation: (range.upperBound - range.lowerBound) / 4, context: context)
    func clamped(_ value: Double) -> Double { min(max(value, range.lowerBound), range.upperBound) }
    self.values = posterior.means.map(clamped)
    var generator = SeededGenerator(seed: 0x5EED)
    var drawn = [[Double]](repeating: [], count: values.count)
    var gaps: [Double] = []
    for draw in 0..<Self.draws {
      if draw % 64 == 0 { try context.checkInterruption() }
      let groups = posterior.draw(&generator).map(clamped)
      for (group, value) in groups.enumerated() { drawn[group].append(value) }
      let chosen = compared.map { groups[$0] }
      if let least = chosen.min(), let greatest = chosen.max(), chosen.count > 1 { gaps.append(greatest - least) }
    }
    bounds = drawn.map { Self.middle($0).bounds }
    gap = gaps.isEmpty ? nil : Self.middle(gaps).value
    variances = posterior.variances
  }

  /// The median, and the middle 95%.
  private static func middle(_ draws: [Double]) -> (value: Double, bounds: ClosedRange<Double>) {
    let sorted = draws.sorted()
    func quantile(_ share: Double) -> Double { sorted[Int((share * Double(sorted.count - 1)).rounded())] }
    return (quantile(0.5), quantile(0.025)...quantile(0.975))
  }

  /// A row each group: 1, and 1 for the value of each attribute. One attribute has nothing to be crossed with, and says no
  /// more than which group it is.
  private static func design(_ levels: [[Int]]) -> [[Double]] {
    let attributes = levels.first?.count ?? 0
    guard attributes > 1 else { return levels.map { _ in [1] } }
    let known = (0..<attributes).map { attribute in Set(levels.map { $0[attribute] }).sorted() }
    return levels.map { group in
      [1] + (0..<attributes).flatMap { attribute in known[attribute].map { group[attribute] == $0 ? 1.0 : 0 } }
    }
  }
}

/// What is known of groups after their values were seen, over a grid of τ and σ.
private struct GroupPosterior {
  private struct Node {
    let deviation: Double
    let effect: Double
    let coefficients: [Double]
    let factor: CholeskyFactor
    let logWeight: Double
  }

  let means: [Double]
  let variances: (between: Double, effects: Double)
  private let values: [Double]
  private let errorVariances: [Double]
  private let design: [[Double]]
  private let nodes: [Node]
  /// Cumulative.
  private let weights: [Double]

  init(values: [Double], errors: [Double], design: [[Double]], deviation prior: Double, context: ExecutionContext)
    throws
  {
    self.values = values
    self.design = design
    let variances = errors.map { $0 * $0 }
    errorVariances = variances
    // Denser near 0, where a little changes much.
    func deviations(_ count: Int) -> [(value: Double, logPrior: Double)] {
      (0..<count).map { index in
        let place = (Double(index) + 0.5) / Double(count)
        let ratio = 3 * place * place
        return (ratio * prior, log(place) - ratio * ratio / 2)
      }
    }
    let hasEffects = (design.first?.count ?? 0) > 1
    let effects = hasEffects ? deviations(24) : [(value: prior, logPrior: 0)]
    let nodes = try deviations(hasEffects ? 32 : 48).flatMap { between in
      try effects.map { effect in
        try Self.node(
          values, variances, design, between.value, effect: effect.value, between.logPrior + effect.logPrior, context)
      }
    }
    self.nodes = nodes
    let greatest = nodes.map(\.logWeight).max() ?? 0
    let raw = nodes.map { exp($0.logWeight - greatest) }
    let sum = raw.reduce(0, +)
    var cumulative = 0.0
    weights = raw.map {
      cumulative += $0 / sum
      return cumulative
    }
    func mean(_ of: (Node) -> Double) -> Double { zip(nodes, raw).reduce(0) { $0 + $1.1 / sum * of($1.0) } }
    self.variances = (mean { $0.deviation * $0.deviation }, hasEffects ? mean { $0.effect * $0.effect } : 0)
    means = values.indices.map { group in
      zip(nodes, raw).reduce(0) { mean, pair in
        mean + pair.1 / sum
          * Self.centre(
            values[group], variances[group], design[group], pair.0.coefficients, pair.0.deviation)
      }
    }
  }

  /// - Parameter effect: the deviation of the attributes' effects.
  private static func node(
    _ values: [Double], _ variances: [Double], _ design: [[Double]], _ deviation: Double, effect: Double,
    _ logPrior: Double, _ context: ExecutionContext
  ) throws -> Node {
    let order = design[0].count
    var matrix = [Double](repeating: 0, count: order * order)
    var sides = [Double](repeating: 0, count: order)
    var (logVariances, squares) = (0.0, 0.0)
    for (group, row) in design.enumerated() {
      let variance = variances[group] + deviation * deviation
      logVariances += log(variance)
      squares += values[group] * values[group] / variance
      for i in 0..<order where row[i] != 0 {
        sides[i] += row[i] * values[group] / variance
        for j in 0..<order { matrix[i * order + j] += row[i] * row[j] / variance }
      }
    }
    for i in 1..<max(order, 1) { matrix[i * order + i] += 1 / (effect * effect) }
    let factor = try CholeskyFactor(SymmetricMatrix(order: order, storage: matrix), context: context)
    var coefficients = sides
    factor.solve(&coefficients, count: 1)
    let explained = zip(sides, coefficients).reduce(0) { $0 + $1.0 * $1.1 }
    return Node(
      deviation: deviation, effect: effect, coefficients: coefficients, factor: factor,
      logWeight: logPrior - Double(order - 1) * log(effect)
        - (logVariances + factor.logDeterminant + squares - explained) / 2)
  }

  /// What a group's own value and what is expected of it make together.
  private static func centre(
    _ value: Double, _ variance: Double, _ row: [Double], _ coefficients: [Double], _ deviation: Double
  ) -> Double {
    let expected = zip(row, coefficients).reduce(0) { $0 + $1.0 * $1.1 }
    let between = deviation * deviation
    return expected + between / (between + variance) * (value - expected)
  }

  /// All groups as they may be.
  func draw(_ generator: inout SeededGenerator) -> [Double] {
    let share = generator.uniform()
    let node = nodes[weights.firstIndex { share <= $0 } ?? nodes.count - 1]
    let noise = node.factor.correlated((0..<node.coefficients.count).map { _ in generator.standardNormal() })
    let coefficients = zip(node.coefficients, noise).map(+)
    let between = node.deviation * node.deviation
    return values.indices.map { group in
      let spread = (between * errorVariances[group] / (between + errorVariances[group])).squareRoot()
      return Self.centre(values[group], errorVariances[group], design[group], coefficients, node.deviation)
        + spread * generator.standardNormal()
    }
  }
}
