import Learning
import Numerics
import Plans
import Samples

/// `tree`, `tree depth=5 min_leaf=10`
struct TreeStage: ModelStage {
  static let declaration = Declaration(
    "tree", "Decision tree: one question about one column at a time, down to a class.", takes: .features,
    gives: .result, version: 2,
    discussion: """
      The rows are parted by the question that leaves both sides purest, then each side again, until a side holds one \
      class. It can be read and needs no scaling, but a deep tree learns its rows by heart: bound `depth` or raise \
      `min_leaf`, or grow a `forest`. Columns with more than 255 different numbers are cut at quantiles.
      """,
    searchTerms: ["decision", "cart", "rules"],
    reference: "Breiman, Friedman, Olshen & Stone 1984; sklearn.tree.DecisionTreeClassifier",
    examples: [
      Example("faces n=160 subjects=16 intensity=1 | lbp | pca 20 | tree", shows: "macro-F1"),
      Example(
        "faces n=160 subjects=16 intensity=1 | lbp | pca 20 | tree depth=5 min_leaf=3 criterion=entropy",
        shows: "macro-F1"),
    ])

  @Parameter("what splits make small: gini or entropy") var criterion = CriterionChoice.gini
  @Parameter("questions from the root to a leaf at most", in: .from(1), aliases: ["max_depth"]) var depth: Int? = nil
  // swift-format-ignore: AlwaysUseLowerCamelCase
  @Parameter("rows in each leaf at least", in: .from(1), aliases: ["min_samples_leaf"]) var min_leaf = 1
  @Parameter("how much classes count: none, or balanced (rare ones as much as common ones)", aliases: ["class_weight"])
  var weights = WeightChoice.none

  func fit(_ training: Samples, _ context: StageContext) throws -> FeatureModel<FittedForest> {
    let tree = try DecisionTree(
      criterion: criterion.engineCriterion, maxDepth: depth, minLeaf: min_leaf, isBalanced: weights == .balanced)
    return FeatureModel(
      name: "tree",
      fitted: try tree.fit(
        training.content.require(Matrix.self, for: "tree"), training.metadata.labels,
        weights: training.metadata.rowWeights,
        seed: context.seed,
        context: context.execution))
  }
}
