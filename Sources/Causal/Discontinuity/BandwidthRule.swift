/// What a selected bandwidth is best for (Calonico, Cattaneo & Farrell 2020).
public enum BandwidthRule: String, Sendable, CaseIterable {
  /// One for both sides, least mean squared error of the jump.
  case mserd
  /// One for each side, least mean squared error of that side's limit.
  case msetwo
  /// One for both sides, least mean squared error of the sum of the limits.
  case msesum
  /// `mserd`, shrunk so that the interval's coverage errs least.
  case cerrd
  /// `msetwo`, shrunk in the same way.
  case certwo
  /// `msesum`, shrunk in the same way.
  case cersum

  enum Target { case difference, sides, sum }

  var target: Target {
    switch self {
    case .mserd, .cerrd: .difference
    case .msetwo, .certwo: .sides
    case .msesum, .cersum: .sum
    }
  }

  var isShrunk: Bool {
    switch self {
    case .cerrd, .certwo, .cersum: true
    case .mserd, .msetwo, .msesum: false
    }
  }
}

/// Where the bandwidths come from.
public enum BandwidthChoice: Sendable, Equatable {
  /// By the data.
  case selected(BandwidthRule)
  /// As given: `estimation` (h) for the polynomial itself, `bias` (b) for its bias. Both in units of the running
  /// variable.
  case given(estimation: Sides<Double>, bias: Sides<Double>)

  /// The same h on both sides, and the same for the bias unless another is given.
  public static func given(_ estimation: Double, bias: Double? = nil) -> BandwidthChoice {
    let bias = bias ?? estimation
    return .given(estimation: Sides(below: estimation, above: estimation), bias: Sides(below: bias, above: bias))
  }
}

/// One value for the rows below the cutoff and one for those at or above it.
public struct Sides<Value: Sendable>: Sendable {
  public var below: Value
  public var above: Value

  public init(below: Value, above: Value) {
    self.below = below
    self.above = above
  }

  func map<Other>(_ transform: (Value) throws -> Other) rethrows -> Sides<Other> {
    Sides<Other>(below: try transform(below), above: try transform(above))
  }
}

extension Sides: Equatable where Value: Equatable {}

extension Sides where Value == Double {
  var least: Double { min(below, above) }
  var greatest: Double { max(below, above) }
  var sum: Double { below + above }
}
