import Numerics

extension FittedGradientBoosting: ContributingClassifier {
  /// With two classes the second alone, which has the only margin.
  public var outputNames: [String] { (outputs == 1 ? [classCodes[1]] : classCodes).map { classNames[$0] } }
  public var outputMeaning: String { outputs == 1 ? "log odds" : "margin before the softmax" }

  public func columnImportance(_ kind: ColumnImportance) -> [Double]? {
    switch kind {
    case .gain: importance(.gain)
    case .cover: importance(.cover)
    case .weight: importance(.weight)
    }
  }

  /// Of the margins; a missing number (NaN) goes the way its split has learnt.
  /// - Throws: `LearningError.wrongWidth`, `.nonFinite` at infinity, `.damagedModel`; `Interrupted`.
  public func contributions(_ features: Matrix, context: ExecutionContext = .plain) throws -> Contributions {
    try checkApplied(features, context)
    return try shapleyTrees.contributions(features, base: start.map(Double.init), context: context)
  }

  var shapleyTrees: ShapleyTrees {
    ShapleyTrees(
      ensemble: ensemble, covers: covers, outputs: outputs, leafStarts: ensemble.nodes.indices.map { Int32($0) },
      values: ensemble.nodes.map { $0.isLeaf ? $0.threshold : 0 }, span: 1, weight: 1)
  }
}
