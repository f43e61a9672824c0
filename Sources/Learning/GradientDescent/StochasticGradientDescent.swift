import Numerics

/// Linear models by stochastic gradient descent, one class against the rest (peer: scikit-learn's `SGDClassifier` with
/// its schedule `optimal`).
///
/// Minimises mean loss + α · penalty by a step after every row, in an order drawn anew for each pass. It ends when five
/// passes in a row have not lowered the objective, as met along the pass, by more than the tolerance.
public struct StochasticGradientDescent: Classifier, Equatable {
  public enum Penalty: Sendable, Equatable, Codable {
    case l2, l1
    /// `l1Ratio`·‖w‖₁ + (1 − `l1Ratio`)·½‖w‖².
    case elasticNet(l1Ratio: Double)

    var l1Share: Double {
      switch self {
      case .l2: 0
      case .l1: 1
      case .elasticNet(let ratio): ratio
      }
    }
  }

  public let loss: MarginLoss
  public let penalty: Penalty
  /// How much the penalty counts against the loss.
  public let alpha: Double
  public let classWeights: ClassWeighting
  public let tolerance: Double
  public let maxPasses: Int

  /// - Throws: `LearningError.invalidOption`.
  public init(
    loss: MarginLoss = .hinge, penalty: Penalty = .l2, alpha: Double = 1e-4, classWeights: ClassWeighting = .none,
    tolerance: Double = 1e-3, maxPasses: Int = 1000
  ) throws {
    func require(_ holds: Bool, _ name: String, _ value: Any, _ allowed: String) throws {
      guard holds else { throw LearningError.invalidOption(name: name, value: "\(value)", allowed: allowed) }
    }
    try require(alpha > 0 && alpha.isFinite, "alpha", alpha, "above 0")
    try require(tolerance >= 0 && tolerance.isFinite, "tolerance", tolerance, "0 or more")
    try require(maxPasses >= 1, "passes", maxPasses, "1 or more")
    try require((0...1).contains(penalty.l1Share), "l1_ratio", penalty.l1Share, "from 0 to 1")
    self.loss = loss
    self.penalty = penalty
    self.alpha = alpha
    self.classWeights = classWeights
    self.tolerance = tolerance
    self.maxPasses = maxPasses
  }

  /// Learns each class by itself, from a seed of its own.
  /// - Throws: `LearningError`, `.overflow` where steps grow beyond all bounds; `Interrupted`.
  /// - Cost: 4·n·d operations a pass and class.
  public func fit(
    _ features: Matrix, _ labels: Labels, weights: [Float]? = nil, seed: UInt64,
    context: ExecutionContext = .plain
  ) throws -> FittedLinearModel {
    let classes = try TrainingChecks.classes(features, labels, weights, context: context)
    let rowWeights = classWeights.rowWeights(classes, weights, rows: features.rows)
    let targets = classes.count == 2 ? [1] : Array(0..<classes.count)
    var descents = [LinearDescent?](repeating: nil, count: targets.count)
    try descents.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let found = DisjointPointer(base)
      try context.forEachPiece(of: targets.count, size: 1) { piece in
        for target in piece {
          var descent = LinearDescent(self, width: features.columns, seed: .derived(from: seed, target))
          let truth = classes.places.map { $0 == targets[target] ? 1.0 : -1 }
          try descent.run(features, truth: truth, weights: rowWeights, context: context)
          found[target] = descent
        }
      }
    }
    let finished = descents.compactMap { $0 }
    guard finished.allSatisfy({ $0.weights.allSatisfy(\.isFinite) && $0.intercept.isFinite }) else {
      throw LearningError.overflow
    }
    return FittedLinearModel(
      classNames: labels.names, classCodes: classes.codes, width: features.columns, loss: loss,
      coefficients: finished.flatMap(\.weights), intercepts: finished.map(\.intercept),
      passes: finished.map(\.passes), isConverged: finished.allSatisfy(\.isConverged))
  }
}
