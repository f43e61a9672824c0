import Numerics

/// Random forests (Breiman 2001) and extremely randomised trees (Geurts et al. 2006).
///
/// Peer: scikit-learn's `RandomForestClassifier` and `ExtraTreesClassifier`: the same bootstrap, columns drawn anew for
/// every split, trees grown until pure, and probabilities averaged over trees. Splits are looked for over at most 255
/// bins a column.
public struct RandomForest: Classifier, Equatable {
  /// How many columns are looked at for each split.
  public enum Candidates: Sendable, Equatable {
    case squareRoot
    case share(Double)

    func count(of columns: Int) -> Int {
      switch self {
      case .squareRoot: max(1, Int(Double(columns).squareRoot()))
      case .share(let share): max(1, Int(Double(columns) * share))
      }
    }
  }

  public let trees: Int
  /// Whether each column looked at is cut at random, as extra trees do.
  public let isExtra: Bool
  public let criterion: SplitCriterion
  /// Questions from the root to a leaf at most; nil for no limit.
  public let maxDepth: Int?
  /// Rows in each leaf at least, repeated rows counted once.
  public let minLeaf: Int
  public let candidates: Candidates
  public let classWeights: TreeClassWeights
  /// Whether each tree learns from as many rows as there are, drawn with repetition.
  public let isBootstrapped: Bool
  /// Whether to score each row by the trees that did not draw it.
  public let scoresOutOfBag: Bool

  /// - Throws: `LearningError.invalidOption`; also where an out-of-bag score is asked for without bootstrap.
  public init(
    trees: Int = 100, extra isExtra: Bool = false, criterion: SplitCriterion = .gini, maxDepth: Int? = nil,
    minLeaf: Int = 1, candidates: Candidates = .squareRoot, classWeights: TreeClassWeights = .none,
    isBootstrapped: Bool? = nil, scoresOutOfBag: Bool = false
  ) throws {
    let isBootstrapped = isBootstrapped ?? !isExtra
    try require((1...1_000_000).contains(trees), "trees", trees, "from 1 to 1000000")
    try require(maxDepth ?? 1 >= 1, "depth", maxDepth ?? 1, "1 or more")
    try require(minLeaf >= 1, "min_leaf", minLeaf, "1 or more")
    if case .share(let share) = candidates {
      try require(share > 0 && share <= 1, "columns", share, "above 0 and at most 1")
    }
    try require(isBootstrapped || !scoresOutOfBag, "oob", "yes", "no where trees learn from all rows")
    self.trees = trees
    self.isExtra = isExtra
    self.criterion = criterion
    self.maxDepth = maxDepth
    self.minLeaf = minLeaf
    self.candidates = candidates
    self.classWeights = classWeights
    self.isBootstrapped = isBootstrapped
    self.scoresOutOfBag = scoresOutOfBag
  }

  /// Learns from n×d rows.
  ///
  /// - Throws: `LearningError.noRows`, `.noColumns`, `.nonFinite`, `.mismatchedCounts`, `.negativeWeight`, `.oneClass`;
  ///   `Interrupted`.
  /// - Cost: trees · n · depth · columns looked at. Memory: n · d bytes, 12 for each node of a tree and 4 for each class
  ///   of a mixed leaf.
  public func fit(
    _ features: Matrix, _ labels: Labels, weights: [Float]? = nil, seed: UInt64 = 0, context: ExecutionContext = .plain
  ) throws -> FittedForest {
    try fit(features, labels, weights: weights, unitOfRow: nil, seed: seed, context: context)
  }

  /// The share of rows that is told rightly by trees that drew none of the same unit: those of a forest in whose bags rows
  /// of one unit are together, which one that draws single rows would find too good where they resemble each other.
  /// - Parameter unitOfRow: of each row, numbered from 0, such as whose face it is.
  /// - Returns: nil where each tree drew every unit, or where a bag would hold one class alone.
  /// - Throws: as `fit`. Cost: that of another forest.
  public func outOfBagAccuracy(
    _ features: Matrix, _ labels: Labels, weights: [Float]? = nil, unitOfRow: [Int], seed: UInt64 = 0,
    context: ExecutionContext = .plain
  ) throws -> Double? {
    try RandomForest(
      trees: trees, extra: isExtra, criterion: criterion, maxDepth: maxDepth, minLeaf: minLeaf, candidates: candidates,
      classWeights: classWeights, isBootstrapped: isBootstrapped, scoresOutOfBag: true
    ).fit(features, labels, weights: weights, unitOfRow: unitOfRow, seed: seed, context: context).outOfBagAccuracy
  }

  private func fit(
    _ features: Matrix, _ labels: Labels, weights: [Float]?, unitOfRow: [Int]?, seed: UInt64,
    context: ExecutionContext
  ) throws -> FittedForest {
    try InputChecks.checkFeatures(features, context: context)
    try InputChecks.checkLabels(labels, rows: features.rows)
    try InputChecks.checkWeights(weights, rows: features.rows)
    let classes = try PresentClasses(labels, weights: weights)
    try InputChecks.checkVaried(features)
    let sampling = TreeSampling(
      rows: features.rows, classes: classes, weights: weights, classWeights: classWeights,
      isBootstrapped: isBootstrapped, unitOfRow: unitOfRow, seed: seed)
    let grown = try grow(features, classes, sampling, context)
    var fitted = FittedForest(
      classNames: labels.names, classCodes: classes.codes, width: features.columns, trees: grown)
    if scoresOutOfBag {
      fitted.outOfBagAccuracy = try OutOfBag(fitted, sampling).accuracy(features, classes.places, context: context)
    }
    return fitted
  }

  private func grow(
    _ features: Matrix, _ classes: PresentClasses, _ sampling: TreeSampling, _ context: ExecutionContext
  ) throws -> [GrownTree] {
    let binned = try BinnedColumns(features, width: 1, context: context)
    let options = ClassificationTreeOptions(
      criterion: criterion, maxDepth: maxDepth, minLeaf: minLeaf, candidates: candidates.count(of: features.columns),
      isRandom: isExtra)
    let results = CollectedTrees(count: trees)
    try context.forEachPiece(of: trees, size: 1) { piece in
      let tree = piece.lowerBound
      var grower = ClassificationTreeGrower(
        options, binned: binned, codes: classes.places, classes: classes.count, weights: sampling.weights(of: tree),
        generator: sampling.generator(of: tree))
      results.put(try grower.grow(context), at: tree)
      context.report(fraction: Double(results.done) / Double(trees))
    }
    return results.all
  }
}
