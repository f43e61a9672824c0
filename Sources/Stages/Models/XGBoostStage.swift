import Learning
import Numerics
import Plans
import Samples

/// `xgboost`, `xgboost trees=300 rate=0.1 depth=4`
struct XGBoostStage: PrecomputingModelStage, GroupingStage {
  static let declaration = Declaration(
    "xgboost", "Gradient boosting: many small trees, each correcting those before it.", takes: .features,
    gives: .result,
    discussion: """
      Round by round a small tree is added for every class. It is grown on what the trees so far get wrong: the slope \
      and the curvature of the loss at each row. `rate` says how far each tree may go; a lower rate needs more trees and \
      often generalises better. `depth`, `lambda`, `gamma` and `min_child_weight` keep single trees simple. `early=10` \
      holds a tenth of the training rows out and stops when ten rounds have not told them better. Columns need no \
      scaling, and missing numbers go the way that lowers the loss. With many columns and few rows, `pca` before it \
      makes it faster and often better. `groups=group` and `worst=5` count groups of people in the loss as those of \
      `logreg` do.
      """,
    searchTerms: ["gradient", "boosting", "gbm", "gbdt", "lightgbm", "trees", "ensemble"],
    reference:
      "Friedman 2001; Chen & Guestrin 2016; Lin et al. 2017 (focal); xgboost.XGBClassifier(tree_method=\"hist\")",
    examples: [
      Example("faces n=160 subjects=16 intensity=1 | lbp | pca 20 | xgboost trees=30", shows: "macro-F1"),
      Example(
        "faces n=160 subjects=16 intensity=1 | lbp | pca 20 | xgboost trees=100 rate=0.1 depth=4 early=10 weights=balanced",
        shows: "macro-F1"),
    ])
  @Parameter("rounds; each adds one tree for every class", in: .between(1, 1_000_000), aliases: ["n_estimators"])
  var trees = 100
  @Parameter("how far each tree may go", in: .between(0.0001, 1), aliases: ["learning_rate", "eta"]) var rate = 0.3
  @Parameter("questions from the root of a tree to a leaf, at most", in: .between(1, 16), aliases: ["max_depth"])
  var depth = 6
  @Parameter("what large leaf values cost, squared", in: .from(0), aliases: ["reg_lambda", "l2"]) var lambda = 1.0
  @Parameter("what large leaf values cost, absolute", in: .from(0), aliases: ["reg_alpha", "l1"]) var alpha = 0.0
  @Parameter("the least gain of a split", in: .from(0), aliases: ["min_split_loss"]) var gamma = 0.0
  // swift-format-ignore: AlwaysUseLowerCamelCase
  @Parameter("the least curvature, about the rows, on each side of a split", in: .from(0)) var min_child_weight = 1.0
  @Parameter("share of the rows that each round learns from", in: .between(0.0001, 1), aliases: ["subsample"])
  var rows = Share(1)
  @Parameter("share of the columns that each round looks at", in: .between(0.0001, 1), aliases: ["colsample_bytree"])
  var columns = Share(1)
  @Parameter("how much classes count: none, or balanced (rare ones as much as common ones)", aliases: ["class_weight"])
  var weights = WeightChoice.none
  @Parameter(GroupBalance.namesHelp) var groups: [AttributeName] = []
  @Parameter(MissingGroups.help) var missing = MissingGroups.stop
  @Parameter(GroupBalance.roundsHelp, in: .between(0, 100)) var worst = 0
  @Parameter("focal loss with this focus: rows that are told rightly already count less", in: .between(0, 10))
  var focal: Double? = nil
  @Parameter(
    "stop when so many rounds have not told held-out rows better", in: .from(1), aliases: ["early_stopping_rounds"])
  var early: Int? = nil

  var takesMissingValues: Bool { GradientBoosting.takesMissingValues }

  typealias Fitted = FeatureModel<FittedGradientBoosting>

  static let preparationName = "binned columns"
  var preparationArguments: String { early == nil ? "" : "early" }

  func groupNotes(on splits: [RowSplit], of metadata: RowMetadata) -> [String] {
    metadata.groupNotes(on: splits, by: groups.map(\.name), missing)
  }

  private func boosting() throws -> GradientBoosting {
    try GradientBoosting(
      trees: trees, rate: rate, depth: depth, lambda: lambda, alpha: alpha, gamma: gamma,
      minChildWeight: min_child_weight, rowShare: rows.value, columnShare: columns.value,
      loss: focal.map { .focal(gamma: $0) } ?? .logLoss, classWeights: weights == .balanced ? .balanced : .none,
      earlyStopping: early.map { try GradientBoosting.EarlyStopping(rounds: $0) })
  }

  func prepare(_ training: Samples, _ context: StageContext) throws -> GradientBoosting.Preparation {
    try boosting().prepare(training.content.require(Matrix.self, for: "xgboost"), context: context.execution)
  }

  func byteCount(of preparation: GradientBoosting.Preparation) -> Int { preparation.byteCount }

  func fit(
    _ training: Samples, prepared: GradientBoosting.Preparation, _ context: StageContext
  ) throws -> FeatureModel<FittedGradientBoosting> {
    let boosting = try boosting()
    return try GroupBalance(names: groups.map(\.name), rounds: worst, missing: missing).fit(training, context) { rows in
      try fitted(boosting, rows, prepared, context)
    }
  }

  private func fitted(
    _ boosting: GradientBoosting, _ training: Samples, _ prepared: GradientBoosting.Preparation, _ context: StageContext
  ) throws -> FeatureModel<FittedGradientBoosting> {
    let fitted = try boosting.fit(
      training.content.require(Matrix.self, for: "xgboost"), training.metadata.labels,
      weights: training.metadata.rowWeights, prepared: prepared, seed: context.seed, context: context.execution)
    if early != nil {
      context.note(
        fitted.heldOutLoss == nil
          ? "too few rows to hold any out; all \(trees) rounds were run"
          : "early stopping kept \(fitted.rounds) of at most \(trees) rounds")
    }
    return FeatureModel(name: "xgboost", fitted: fitted)
  }
}
