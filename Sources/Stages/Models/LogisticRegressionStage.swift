import Learning
import Numerics
import Plans
import Samples

/// `logreg`, `logreg C=0.1 weights=balanced`
struct LogisticRegressionStage: ModelStage, GroupingStage {
  enum PenaltyName: String, WordParameter {
    case l2, l1, elasticnet, none
    static let placeholder = PenaltyName.l2
  }

  static let declaration = Declaration(
    "logreg", "Logistic regression: a weight for every column and class, turned into probabilities.",
    takes: .features, gives: .result,
    discussion: """
      Each class has a weight for every column; the weighted sums, through the softmax, are the classes' probabilities. \
      The penalty keeps weights small: `l2` all of them, `l1` makes many exactly 0. C is how much the training rows \
      count against the penalty. Fast, and its weights can be read; a good first model. `groups=group` lets every group of \
      people count as much as every other in the loss, however many rows it has, and `worst=5` those more that are told \
      worst; only training rows need the attribute.
      """,
    searchTerms: ["logistic", "regression", "linear", "softmax", "maxent"],
    reference: "sklearn.linear_model.LogisticRegression",
    examples: [
      Example("faces n=160 subjects=16 intensity=1 | lbp | pca 20 | logreg", shows: "macro-F1"),
      Example("faces n=160 subjects=16 intensity=1 | lbp | pca 20 | logreg C=0.1 weights=balanced", shows: "macro-F1"),
      Example(
        "faces n=160 subjects=16 intensity=1 bias=0.9 | lbp | pca 10 | logreg groups=group worst=3 | audit by=group",
        shows: "gap"),
    ])

  // swift-format-ignore: AlwaysUseLowerCamelCase
  @Parameter("how much the rows count against the penalty", in: .between(1e-20, 1e20), aliases: ["c"]) var C = 1.0
  @Parameter("what large weights cost: l2, l1, elasticnet or none", positional: true) var penalty = PenaltyName.l2
  // swift-format-ignore: AlwaysUseLowerCamelCase
  @Parameter("share of l1 in elasticnet", in: .between(0, 1)) var l1_ratio = 0.5
  @Parameter("how much classes count: none, or balanced (rare ones as much as common ones)", aliases: ["class_weight"])
  var weights = WeightChoice.none
  @Parameter(GroupBalance.namesHelp) var groups: [AttributeName] = []
  @Parameter(MissingGroups.help) var missing = MissingGroups.stop
  @Parameter(GroupBalance.roundsHelp, in: .between(0, 100)) var worst = 0
  @Parameter("gradient at which the search ends", in: .greaterThan(0), aliases: ["tol"]) var tolerance = 0.0001
  @Parameter("most steps of the search", in: .between(1, 1_000_000), aliases: ["max_iter"]) var iterations = 1000

  var weightsClasses: Bool { weights == .balanced }

  func fit(_ training: Samples, _ context: StageContext) throws -> FeatureModel<FittedLogisticRegression> {
    let regression = try LogisticRegression(
      c: C, penalty: enginePenalty, classWeights: weights == .balanced ? .balanced : .none, tolerance: tolerance,
      maxIterations: iterations)
    return try GroupBalance(names: groups.map(\.name), rounds: worst, missing: missing).fit(training, context) { rows in
      let fitted = try regression.fit(
        rows.content.require(Matrix.self, for: "logreg"), rows.metadata.labels, weights: rows.metadata.rowWeights,
        seed: context.seed, context: context.execution)
      for note in fitted.notes { context.note(note) }
      return FeatureModel(name: "logreg", fitted: fitted)
    }
  }

  func groupNotes(on splits: [RowSplit], of metadata: RowMetadata) -> [String] {
    metadata.groupNotes(on: splits, by: groups.map(\.name), missing)
  }

  private var enginePenalty: LogisticRegression.Penalty {
    switch penalty {
    case .l2: .l2
    case .l1: .l1
    case .elasticnet: .elasticNet(l1Ratio: l1_ratio)
    case .none: .none
    }
  }
}
