import Learning
import Numerics

/// The configurations of a learner, as points of a unit cube with a side for each option.
public struct SearchSpace: Sendable, Equatable {
  public let dimensions: [SearchDimension]

  public init(_ dimensions: [SearchDimension]) {
    self.dimensions = dimensions
  }

  /// Where a search begins.
  public var start: [Double] { dimensions.map { $0.position(of: $0.start) } }
  /// Where a fit costs least.
  public var cheapest: [Double] { dimensions.map { $0.position(of: $0.cheapest) } }

  public func configuration(at point: [Double]) -> Configuration {
    Configuration(zip(dimensions, point).map { .init($0.name, $0.setting(at: $1)) })
  }

  public func point(of configuration: Configuration) -> [Double] {
    zip(dimensions, configuration.entries).map { $0.position(of: $1.setting) }
  }

  /// The length of a step around `configuration` below which moving makes no difference.
  func leastStep(at configuration: Configuration) -> Double {
    let steps = zip(dimensions, configuration.entries).compactMap { $0.leastStep(at: $1.setting) }
    guard let least = steps.min() else { return 1e-4 }
    return least * Double(dimensions.count).squareRoot()
  }

  /// A point near the cheapest one, as far from it as `box` is wide; options without an order are drawn anew.
  func disturbed(within box: ExploredBox, _ generator: inout SeededGenerator) -> [Double] {
    zip(dimensions, cheapest).enumerated().map { side, pair in
      let (dimension, position) = pair
      if case .choice = dimension.domain { return generator.uniform() }
      let (lower, upper) = box.bounds(side)
      let width = upper > lower ? upper - lower : DirectSearch.stepShare
      let drawn = position + width * generator.standardNormal()
      return min(max(drawn, max(0, lower - DirectSearch.stepShare)), min(1, upper + DirectSearch.stepShare))
    }
  }
}

/// The smallest box that holds all points tried.
struct ExploredBox: Sendable {
  private var lower: [Double]
  private var upper: [Double]

  init(around point: [Double]) {
    lower = point
    upper = point
  }

  mutating func include(_ point: [Double]) {
    for (side, position) in point.enumerated() {
      lower[side] = min(lower[side], position)
      upper[side] = max(upper[side], position)
    }
  }

  func bounds(_ side: Int) -> (lower: Double, upper: Double) { (lower[side], upper[side]) }
}
