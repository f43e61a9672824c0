/// The jump at a cutoff by least squares among the rows within a window that somebody chose, all counted alike, with
/// HC1 errors: what many studies report. Its interval knows nothing of the curvature that a wide window hides;
/// `RegressionDiscontinuity` is the better answer, and stands beside it for that reason.
public struct FixedWindowRegression: Sendable, Equatable {
  public var cutoff: Double
  /// Half the window's width: rows with |running − cutoff| ≤ bandwidth count. Infinite for all rows.
  public var bandwidth: Double
  /// Of the polynomial on each side.
  public var order: Int
  /// Whether each side has slopes of its own.
  public var hasOwnSlopes: Bool
  public var level: Double

  public init(
    cutoff: Double = 0, bandwidth: Double = .infinity, order: Int = 1, hasOwnSlopes: Bool = true, level: Double = 0.95
  ) {
    self.cutoff = cutoff
    self.bandwidth = bandwidth
    self.order = order
    self.hasOwnSlopes = hasOwnSlopes
    self.level = level
  }

  /// Fits intercept, `jump`, powers of the distance, their products with being above, and the covariates.
  /// - Throws: `CausalError`.
  public func fit(_ data: DiscontinuityData) throws -> LeastSquares {
    guard bandwidth > 0 else { throw CausalError.badOption("h", value: bandwidth, needed: "above 0") }
    let (sides, _) = try data.split(at: cutoff)
    let within = [sides.below, sides.above].map { side in
      side.running.indices.filter { abs(side.running[$0] - cutoff) <= bandwidth }.map { (side, $0) }
    }
    for (name, rows) in zip(["below", "above"], within) where rows.count <= order {
      throw CausalError.tooFewPlaces(side: name, found: rows.count, needed: order + 1)
    }
    let rows = within.flatMap { $0 }
    let distances = rows.map { $0.0.running[$0.1] - cutoff }
    let above = distances.map { $0 >= 0 ? 1.0 : 0 }
    var terms: [LeastSquares.Term] = [
      .init("intercept", rows.map { _ in 1 }), .init("jump", above),
    ]
    var power = distances
    for exponent in 1...max(1, order) where order > 0 {
      let name = exponent == 1 ? "distance" : "distance^\(exponent)"
      terms.append(.init(name, power))
      if hasOwnSlopes { terms.append(.init("\(name) above", zip(power, above).map { $0 * $1 })) }
      power = zip(power, distances).map { $0 * $1 }
    }
    let first = data.treatment == nil ? 1 : 2
    for index in data.covariates.indices {
      terms.append(.init("covariate \(index + 1)", rows.map { $0.0.responses[$0.1, first + index] }))
    }
    return try LeastSquares(terms, outcome: rows.map { $0.0.responses[$0.1, 0] }, level: level)
  }
}
