import Numerics

/// Logistic regression: multinomial for three classes or more, binomial for two (peer: scikit-learn's
/// `LogisticRegression`).
///
/// Minimises C · Σ wᵢ·lossᵢ + penalty, where the intercepts are free of the penalty. The search is L-BFGS from a
/// preconditioner that knows the covariance of the columns, so that columns need not be scaled for its sake (though
/// scaling changes what the penalty means).
public struct LogisticRegression: Classifier, Equatable {
  /// What large coefficients cost.
  public enum Penalty: Sendable, Equatable, Codable {
    case none
    /// ½‖w‖².
    case l2
    /// ‖w‖₁: many coefficients become exactly 0.
    case l1
    /// `l1Ratio`·‖w‖₁ + (1 − `l1Ratio`)·½‖w‖².
    case elasticNet(l1Ratio: Double)

    /// The shares of ‖w‖₁ and ½‖w‖².
    var shares: (l1: Double, l2: Double) {
      switch self {
      case .none: (0, 0)
      case .l2: (0, 1)
      case .l1: (1, 0)
      case .elasticNet(let ratio): (ratio, 1 - ratio)
      }
    }
  }

  /// How much the rows of each class count.
  public enum ClassWeights: String, Sendable, Codable, CaseIterable {
    case none
    /// n ÷ (classes · rows of the class): all classes count the same.
    case balanced
  }

  /// How much the loss counts against the penalty: the smaller, the stronger the penalty.
  public let c: Double
  public let penalty: Penalty
  public let classWeights: ClassWeights
  /// The largest element of the gradient of the objective ÷ (C · Σ wᵢ), taken in units of each column's deviation, at
  /// which the search ends. On scaled columns that is scikit-learn's measure.
  public let tolerance: Double
  public let maxIterations: Int

  /// - Throws: `LearningError.invalidOption` unless C and tolerance are above 0, iterations at least 1 and the ratio
  ///   from 0 to 1.
  public init(
    c: Double = 1, penalty: Penalty = .l2, classWeights: ClassWeights = .none, tolerance: Double = 1e-4,
    maxIterations: Int = 1000
  ) throws {
    func require(_ holds: Bool, _ name: String, _ value: Any, _ allowed: String) throws {
      guard holds else { throw LearningError.invalidOption(name: name, value: "\(value)", allowed: allowed) }
    }
    try require(c > 0 && c.isFinite, "C", c, "above 0")
    try require(tolerance > 0 && tolerance.isFinite, "tolerance", tolerance, "above 0")
    try require(maxIterations >= 1, "iterations", maxIterations, "1 or more")
    if case .elasticNet(let ratio) = penalty {
      try require((0...1).contains(ratio), "l1_ratio", ratio, "from 0 to 1")
    }
    self.c = c
    self.penalty = penalty
    self.classWeights = classWeights
    self.tolerance = tolerance
    self.maxIterations = maxIterations
  }

  /// n·d·outputs up to which a search is finished in double precision: a few milliseconds an iteration.
  private static let mostExactWork = 1 << 19

  /// Learns from n×d rows.
  ///
  /// With the L1 penalty alone and an even number of classes, coefficients may not be unique: those of a column may be
  /// shifted together as long as half of them stay at or above 0 and half at or below.
  ///
  /// - Throws: `LearningError.noRows`, `.noColumns`, `.nonFinite`, `.mismatchedCounts`, `.negativeWeight`, `.oneClass`,
  ///   `.overflow`; `Interrupted`. That the iterations ran out is a note of the fitted model, not an error.
  /// - Cost: 4·n·d·classes operations an iteration; for d ≤ 4,096 and n ≥ 2d also once min(n, 4d + 4,096)·d² + d³/3.
  public func fit(
    _ features: Matrix, _ labels: Labels, weights: [Float]? = nil, seed: UInt64 = 0,
    context: ExecutionContext = .plain
  ) throws -> FittedLogisticRegression {
    try InputChecks.checkFeatures(features, context: context)
    try InputChecks.checkLabels(labels, rows: features.rows)
    try InputChecks.checkWeights(weights, rows: features.rows)
    let classes = try PresentClasses(labels, weights: weights)
    try InputChecks.checkVaried(features)
    let objective = try LogisticObjective(
      features, classes, rowWeights: classes.rowWeights(weights, classWeights), c: c, penalty: penalty.shares,
      context: context)
    let minimum = try minimise(objective, context)
    return objective.fitted(minimum, labels.names)
  }

  private func minimise(
    _ objective: LogisticObjective, _ context: ExecutionContext
  ) throws -> LimitedMemoryBFGS.Minimum {
    let l1 = objective.l1Weights
    let preconditioner = try LogisticPreconditioner(objective, diagonal: l1 != nil, context: context)
    var search = LimitedMemoryBFGS(tolerance: tolerance, maxIterations: maxIterations)
    func run(
      from start: [Double], _ evaluate: ([Double]) throws -> (value: Double, gradient: [Double])
    ) throws -> LimitedMemoryBFGS.Minimum {
      try search.minimise(
        from: start, scales: preconditioner.gradientScales, l1: l1, precondition: { preconditioner.apply(to: &$0) },
        evaluate: evaluate)
    }
    let found = try run(from: [Double](repeating: 0, count: objective.parameterCount)) {
      try objective.evaluate($0, context)
    }
    // With an L1 term steps along the axes alone are many and small, and rounding hides them before coefficients are
    // right to three digits.
    guard l1 != nil, found.end == .rounding, objective.workload <= Self.mostExactWork else { return found }
    search.rounding = 1e-15
    search.maxIterations -= found.iterations
    return try run(from: found.parameters) { try objective.evaluateExactly($0, context) }.after(found.iterations)
  }
}
