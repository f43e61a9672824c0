import Numerics

/// Boosted trees after learning.
public struct FittedGradientBoosting: FittedClassifier, Equatable {
  /// What a column's importance counts.
  public enum Importance: String, Sendable, CaseIterable {
    /// What its splits took off the loss, on average.
    case gain
    /// The second derivatives, that is about the rows, that its splits parted, on average.
    case cover
    /// How many splits look at it.
    case weight
  }

  public let classNames: [String]
  /// The codes of the classes that had rows; two of them share one output.
  public let classCodes: [Int]
  /// Columns.
  public let width: Int
  /// Each output's margin before any tree.
  public let start: [Float]
  /// Mean log loss of the rows held out for early stopping, after the rounds that were kept.
  public let heldOutLoss: Double?
  /// Round after round, a tree for each output.
  let ensemble: TreeEnsemble
  /// For each node what its split added to the score, and its Σ of second derivatives.
  let gains, covers: [Float]

  public var byteCount: Int { ensemble.byteCount + gains.byteCount + covers.byteCount + start.byteCount }
  public var outputs: Int { start.count }
  /// Rounds that were kept.
  public var rounds: Int { ensemble.treeCount / max(1, outputs) }

  init(
    classNames: [String], classCodes: [Int], width: Int, start: [Float], trees: [BoostedTree], heldOutLoss: Double?
  ) {
    self.classNames = classNames
    self.classCodes = classCodes
    self.width = width
    self.start = start
    self.heldOutLoss = heldOutLoss
    var ensemble = TreeEnsemble()
    for tree in trees { ensemble.append(tree.nodes) }
    self.ensemble = ensemble
    gains = trees.flatMap(\.gains)
    covers = trees.flatMap(\.covers)
  }

  /// The most likely class of each row; NaN stands for a missing number.
  /// - Throws: `LearningError.wrongWidth`, `.nonFinite` at infinity, `.damagedModel`; `Interrupted`.
  /// - Cost: n·trees·depth steps.
  public func predict(_ features: Matrix, context: ExecutionContext = .plain) throws -> [Int] {
    let margins = try margins(features, context: context)
    return (0..<features.rows).map { row in
      if outputs == 1 { return classCodes[margins[row, 0] > 0 ? 1 : 0] }
      var best = 0
      for output in 1..<outputs where margins[row, output] > margins[row, best] { best = output }
      return classCodes[best]
    }
  }

  /// n×classes; 0 for a class that had no rows to learn from. Errors and cost as of `predict`.
  public func probabilities(_ features: Matrix, context: ExecutionContext = .plain) throws -> Matrix? {
    let margins = try margins(features, context: context)
    var result = Matrix(rows: features.rows, columns: classNames.count)
    for row in 0..<features.rows {
      for (code, share) in zip(classCodes, shares(margins.row(row))) { result[row, code] = share }
    }
    return result
  }

  /// n×outputs: the sums of the trees, whose logistic function or softmax is the probability. With two classes the
  /// margin is that of the second. Errors and cost as of `predict`.
  public func margins(_ features: Matrix, context: ExecutionContext = .plain) throws -> Matrix {
    try checkApplied(features, context)
    let (outputs, nodes, start) = (outputs, ensemble.nodes, start)
    return try Matrix(rows: features.rows, columns: outputs) { buffer in
      guard let base = buffer.baseAddress else { return }
      for i in 0..<features.rows * outputs { base[i] = start[i % outputs] }
      let target = DisjointPointer(base)
      try ensemble.forEachLeaf(features, context: context) { rows, tree, leaves in
        let output = tree % outputs
        for (i, row) in rows.enumerated() { target[row * outputs + output] += nodes[leaves[i]].threshold }
      }
    }
  }

  func checkApplied(_ features: Matrix, _ context: ExecutionContext) throws {
    guard isSound else { throw LearningError.damagedModel }
    guard features.columns == width else {
      throw LearningError.wrongWidth(expected: width, found: features.columns)
    }
    try InputChecks.checkNoInfinity(features, context: context)
  }

  /// For each column; 0 for one that no split looks at.
  public func importance(_ kind: Importance) -> [Double] {
    var sums = [Double](repeating: 0, count: width)
    var counts = sums
    for (place, node) in ensemble.nodes.enumerated() where !node.isLeaf {
      counts[node.column] += 1
      sums[node.column] += Double(kind == .gain ? gains[place] : covers[place])
    }
    if kind == .weight { return counts }
    return zip(sums, counts).map { $1 > 0 ? $0 / $1 : 0 }
  }

  private func shares(_ margins: ArraySlice<Float>) -> [Float] {
    if outputs == 1, let margin = margins.first {
      let second = 1 / (1 + exponential(-Double(margin)))
      return [Float(1 - second), Float(second)]
    }
    let greatest = Double(margins.max() ?? 0)
    let powers = margins.map { exponential(Double($0) - greatest) }
    let sum = powers.reduce(0, +)
    return powers.map { Float($0 / sum) }
  }

  private var isSound: Bool {
    ModelChecks.areClasses(classCodes, of: classNames) && outputs == (classCodes.count == 2 ? 1 : classCodes.count)
      && ensemble.treeCount % outputs == 0
      && gains.count == ensemble.nodes.count && covers.count == gains.count
      && ensemble.isSound(columns: width, payloads: 0)
  }
}
