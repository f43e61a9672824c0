import Glibc
import Learning
import Numerics

/// FLOW2, a randomised direct search (Wu, Wang and Huang 2021; peer: FLAML): walks through a unit cube with nothing but
/// losses, and so cheaply that what it costs per step can be bounded by what the start cost.
///
/// From the best point so far it tries a random direction, then the opposite one, and moves on any improvement. After
/// 2^min(d, 9) misses in a row the step shrinks, again after each two more; an improvement lets it grow back. The factor
/// is √(trials until the last improvement ÷ trials so far), as in the paper. Options without an order need long steps to
/// change at all, so their step does not shrink.
struct DirectSearch: Sendable {
  /// The first step, as a share of √d, the diagonal of the cube.
  static let stepShare = 0.1
  /// From the middle of one of two choices to the middle of the other.
  private static let choiceStep = 0.5

  let space: SearchSpace
  /// The best point so far.
  private(set) var incumbent: [Double]
  /// The loss there; nil until the start has been reported.
  private(set) var loss: Double?
  private(set) var step: Double
  private(set) var hasConverged = false
  private var generator: SeededGenerator
  private var proposal: [Double]
  /// The direction just tried, whose opposite comes next.
  private var tried: [Double]?
  private var misses = 0
  private var reports = 0
  private var lastImprovement = 1
  /// By how much the step last shrank.
  private var shrinkage: Double?
  private var unchanged = 0

  init(space: SearchSpace, start: [Double], generator: SeededGenerator) {
    self.space = space
    self.generator = generator
    incumbent = start
    proposal = start
    step = Self.stepShare * Double(start.count).squareRoot()
    let least = space.leastStep(at: space.configuration(at: start))
    if least > step { step = min(2 * least, longestStep) }
  }

  private var longestStep: Double { Double(incumbent.count).squareRoot() }
  private var patience: Int { 1 << min(incumbent.count, 9) }

  /// The point to try next; `report` must follow.
  mutating func propose() -> [Double] {
    guard loss != nil else { return incumbent }
    let direction: [Double]
    if let opposite = tried {
      direction = opposite.map { -$0 }
      tried = nil
    } else {
      direction = generator.direction(sides: incumbent.count)
      tried = direction
    }
    proposal = moved(along: direction)
    widenWhereNothingChanges()
    return proposal
  }

  /// What the point proposed last was found to lose; infinity where it could not be evaluated.
  /// - Returns: whether the search moved there.
  @discardableResult
  mutating func report(_ found: Double) -> Bool {
    reports += 1
    if let loss, !(found < loss) {
      misses += 1
      if misses == patience { shrink() }
      return false
    }
    if let shrinkage { step = min(step / shrinkage, longestStep) }
    incumbent = proposal
    loss = found
    misses = 0
    tried = nil
    unchanged = 0
    lastImprovement = reports
    return true
  }

  /// The best point was evaluated again, on more rows.
  mutating func reassess(_ found: Double) {
    loss = min(found, loss ?? found)
    misses = 0
    tried = nil
  }

  private func moved(along direction: [Double]) -> [Double] {
    zip(zip(incumbent, direction), space.dimensions).map { side, dimension in
      let (position, share) = side
      guard case .choice = dimension.domain else { return min(max(position + step * share, 0), 1) }
      let moved = position + max(step, Self.choiceStep) * share
      return moved - moved.rounded(.down)
    }
  }

  /// At the start a step may be too short to reach another whole number in any direction.
  private mutating func widenWhereNothingChanges() {
    guard shrinkage == nil, space.configuration(at: proposal) == space.configuration(at: incumbent) else {
      unchanged = 0
      return
    }
    unchanged += 1
    if unchanged % 2 == 0 { step = min(step + Self.stepShare, longestStep) }
  }

  private mutating func shrink() {
    misses -= 2
    guard step >= space.leastStep(at: space.configuration(at: incumbent)) else {
      hasConverged = true
      return
    }
    let factor = (Double(lastImprovement) / Double(reports + 1)).squareRoot()
    step *= factor
    shrinkage = factor
  }
}

extension SeededGenerator {
  /// A unit vector, every direction alike.
  mutating func direction(sides: Int) -> [Double] {
    var vector = [Double](repeating: 0, count: sides)
    var length = 0.0
    repeat {
      for side in vector.indices { vector[side] = standardNormal() }
      length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    } while sides > 0 && length == 0
    return vector.map { $0 / length }
  }

  /// From the normal distribution with mean 0 and deviation 1 (Box and Muller 1958).
  mutating func standardNormal() -> Double {
    // 1 − u is above 0, so that its logarithm is finite.
    (-2 * log(1 - uniform())).squareRoot() * cos(2 * Double.pi * uniform())
  }
}
