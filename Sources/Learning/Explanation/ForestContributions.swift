import Numerics

extension FittedForest: ContributingClassifier {
  public var outputNames: [String] { classCodes.map { classNames[$0] } }
  public var outputMeaning: String { "probability" }

  public func columnImportance(_ kind: ColumnImportance) -> [Double]? { kind == .gain ? importance : nil }

  /// Of the probabilities of the classes that had rows.
  /// - Throws: `LearningError.wrongWidth`, `.nonFinite`, `.damagedModel`; `Interrupted`.
  public func contributions(_ features: Matrix, context: ExecutionContext = .plain) throws -> Contributions {
    try checkApplied(features, context)
    let base = [Double](repeating: 0, count: classCodes.count)
    return try shapleyTrees.contributions(features, base: base, context: context)
  }

  var shapleyTrees: ShapleyTrees {
    let classes = classCodes.count
    // One row for each class that a pure leaf may say, then the shares of mixed leaves: the order of the payloads.
    var values = [Float](repeating: 0, count: classes * classes)
    for place in 0..<classes { values[place * classes + place] = 1 }
    values += shares
    return ShapleyTrees(
      ensemble: ensemble, covers: covers, outputs: classes,
      leafStarts: ensemble.nodes.map { $0.isLeaf ? Int32(Int($0.columnBits) * classes) : 0 }, values: values,
      span: classes, weight: 1 / Double(trees))
  }
}
