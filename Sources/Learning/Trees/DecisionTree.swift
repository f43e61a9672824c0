import Numerics

/// How much each class counts, besides the weights of its rows.
public enum TreeClassWeights: String, Sendable, Codable, CaseIterable {
  case none
  /// n ÷ (classes · rows of the class): all classes count the same.
  case balanced
  /// The same from the rows that each tree has drawn; for forests.
  case balancedPerTree
}

/// A single classification tree (Breiman et al. 1984; peer: scikit-learn's `DecisionTreeClassifier`).
///
/// Looks for splits over at most 255 bins a column. Columns with no more distinct numbers than that are split exactly as
/// by sorting; others at quantiles.
public struct DecisionTree: Classifier, Equatable {
  public let criterion: SplitCriterion
  /// Questions from the root to a leaf at most; nil for no limit.
  public let maxDepth: Int?
  /// Rows in each leaf at least.
  public let minLeaf: Int
  public let isBalanced: Bool

  /// - Throws: `LearningError.invalidOption`.
  public init(
    criterion: SplitCriterion = .gini, maxDepth: Int? = nil, minLeaf: Int = 1, isBalanced: Bool = false
  ) throws {
    try require(maxDepth ?? 1 >= 1, "depth", maxDepth ?? 1, "1 or more")
    try require(minLeaf >= 1, "min_leaf", minLeaf, "1 or more")
    self.criterion = criterion
    self.maxDepth = maxDepth
    self.minLeaf = minLeaf
    self.isBalanced = isBalanced
  }

  /// A forest of one tree, grown from all rows.
  ///
  /// - Throws: `LearningError.noRows`, `.noColumns`, `.nonFinite`, `.mismatchedCounts`, `.negativeWeight`, `.oneClass`;
  ///   `Interrupted`.
  /// - Cost: n · d · depth, on one thread.
  public func fit(
    _ features: Matrix, _ labels: Labels, weights: [Float]? = nil, seed: UInt64 = 0, context: ExecutionContext = .plain
  ) throws -> FittedForest {
    let forest = try RandomForest(
      trees: 1, criterion: criterion, maxDepth: maxDepth, minLeaf: minLeaf, candidates: .share(1),
      classWeights: isBalanced ? .balanced : .none, isBootstrapped: false)
    return try forest.fit(features, labels, weights: weights, seed: seed, context: context)
  }
}
