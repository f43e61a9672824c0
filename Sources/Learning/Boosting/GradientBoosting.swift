import Numerics

/// Gradient-boosted trees (Friedman 2001) by second derivatives, over histograms of at most 255 bins a column.
///
/// Peer: XGBoost with `tree_method=hist`: the same loss and derivatives, starting margins, split gain and leaf values, and
/// a learned direction for missing numbers. Columns are cut at other quantiles, so single splits differ.
public struct GradientBoosting: Classifier, Equatable {
  public static let takesMissingValues = true
  /// How much each class counts.
  public enum ClassWeights: String, Sendable, Codable, CaseIterable {
    case none
    /// n ÷ (classes · rows of the class): all classes count the same.
    case balanced
  }

  /// Ends boosting when rows that were held out are told no better for a while.
  public struct EarlyStopping: Sendable, Equatable, Codable {
    /// Rounds without a lower loss after which to stop.
    public let rounds: Int
    /// Share of each class's rows that is held out.
    public let share: Double

    /// - Throws: `LearningError.invalidOption`.
    public init(rounds: Int, share: Double = 0.1) throws {
      try require(rounds >= 1, "early", rounds, "1 or more")
      try require(share > 0 && share < 1, "early share", share, "between 0 and 1")
      self.rounds = rounds
      self.share = share
    }
  }

  /// Rounds: each adds a tree for every class, or one where there are two.
  public let trees: Int
  /// What each tree's values are multiplied by.
  public let rate: Double
  /// Questions from the root to a leaf, at most.
  public let depth: Int
  /// What the square of a leaf's value costs.
  public let lambda: Double
  /// What a leaf's absolute value costs.
  public let alpha: Double
  /// The least gain of a split, counted as XGBoost does, without the factor ½.
  public let gamma: Double
  /// The least sum of second derivatives on each side of a split.
  public let minChildWeight: Double
  /// Share of the rows that each round learns from, and of the columns that it looks at.
  public let rowShare, columnShare: Double
  public let loss: BoostingLoss
  public let classWeights: ClassWeights
  public let earlyStopping: EarlyStopping?

  /// - Throws: `LearningError.invalidOption`.
  public init(
    trees: Int = 100, rate: Double = 0.3, depth: Int = 6, lambda: Double = 1, alpha: Double = 0, gamma: Double = 0,
    minChildWeight: Double = 1, rowShare: Double = 1, columnShare: Double = 1, loss: BoostingLoss = .logLoss,
    classWeights: ClassWeights = .none, earlyStopping: EarlyStopping? = nil
  ) throws {
    func isCost(_ value: Double) -> Bool { value >= 0 && value.isFinite }
    try require((1...1_000_000).contains(trees), "trees", trees, "from 1 to 1000000")
    try require(rate > 0 && rate <= 1, "rate", rate, "above 0 and at most 1")
    try require((1...16).contains(depth), "depth", depth, "from 1 to 16")
    try require(isCost(lambda), "lambda", lambda, "0 or more")
    try require(isCost(alpha), "alpha", alpha, "0 or more")
    try require(isCost(gamma), "gamma", gamma, "0 or more")
    try require(isCost(minChildWeight), "min_child_weight", minChildWeight, "0 or more")
    try require(rowShare > 0 && rowShare <= 1, "rows", rowShare, "above 0 and at most 1")
    try require(columnShare > 0 && columnShare <= 1, "columns", columnShare, "above 0 and at most 1")
    if case .focal(let focus) = loss {
      try require(focus >= 0 && focus <= 10, "focal", focus, "from 0 to 10")
    }
    self.trees = trees
    self.rate = rate
    self.depth = depth
    self.lambda = lambda
    self.alpha = alpha
    self.gamma = gamma
    self.minChildWeight = minChildWeight
    self.rowShare = rowShare
    self.columnShare = columnShare
    self.loss = loss
    self.classWeights = classWeights
    self.earlyStopping = earlyStopping
  }

  var formula: LeafFormula { LeafFormula(lambda: lambda, alpha: alpha, minChildWeight: minChildWeight) }

  /// Learns from n×d rows; NaN stands for a missing number.
  ///
  /// - Parameter seed: only for shares of rows and columns and for the rows that early stopping holds out.
  /// - Throws: `LearningError.noRows`, `.noColumns`, `.nonFinite` at infinity, `.mismatchedCounts`, `.negativeWeight`,
  ///   `.oneClass`; `Interrupted`.
  /// - Cost: trees · outputs · depth · n · d / 2 additions at most, and for each node 256 · d comparisons of gains.
  ///   Memory: n · d bytes, 36 · n · outputs, and 2 kB · d for each node at work that has 512 rows or more.
  public func fit(
    _ features: Matrix, _ labels: Labels, weights: [Float]? = nil, seed: UInt64 = 0, context: ExecutionContext = .plain
  ) throws -> FittedGradientBoosting {
    try fit(
      features, labels, weights: weights, prepared: prepare(features, context: context), seed: seed, context: context)
  }

  /// Columns cut into bins, which are the same whatever the options; none where rows are held out by chance.
  public struct Preparation: Sendable {
    let binned: BinnedColumns?
    /// What it takes in memory, about.
    public let byteCount: Int
  }

  /// - Throws: `LearningError.noRows`, `.noColumns`, `.nonFinite` at infinity; `Interrupted`.
  /// - Cost: n · d · log n comparisons; n · d bytes.
  public func prepare(_ features: Matrix, context: ExecutionContext = .plain) throws -> Preparation {
    guard features.rows > 0 else { throw LearningError.noRows }
    guard features.columns > 0 else { throw LearningError.noColumns }
    try InputChecks.checkNoInfinity(features, context: context)
    guard earlyStopping == nil else { return Preparation(binned: nil, byteCount: 0) }
    return Preparation(
      binned: try BinnedColumns(features, width: BinnedColumns.blockWidth, context: context),
      byteCount: features.storage.count)
  }

  /// The same, bit for bit, with what was prepared of these rows by boosting that held out as little.
  public func fit(
    _ features: Matrix, _ labels: Labels, weights: [Float]? = nil, prepared: Preparation, seed: UInt64 = 0,
    context: ExecutionContext = .plain
  ) throws -> FittedGradientBoosting {
    try InputChecks.checkLabels(labels, rows: features.rows)
    try InputChecks.checkWeights(weights, rows: features.rows)
    let classes = try PresentClasses(labels, weights: weights)
    try InputChecks.checkVaried(features)
    let counted = classes.rowWeights(weights, classWeights == .balanced ? .balanced : .none)
    let parts = BoostingParts(
      features, classes: classes.places, weights: counted, heldOutShare: earlyStopping?.share, seed: seed)
    let run = try BoostingRun(
      self, parts, binned: prepared.binned, outputs: classes.count == 2 ? 1 : classes.count, seed: seed, context)
    return try run.fitted(classNames: labels.names, classCodes: classes.codes)
  }
}

func require(_ holds: Bool, _ name: String, _ value: some CustomStringConvertible, _ allowed: String) throws {
  guard holds else { throw LearningError.invalidOption(name: name, value: "\(value)", allowed: allowed) }
}
