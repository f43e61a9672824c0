import Learning
import Plans
import Samples

/// `sgd`, `sgd log alpha=0.001`
struct GradientDescentStage: ModelStage {
  enum LossName: String, WordParameter {
    case hinge, log
    // swift-format-ignore: AlwaysUseLowerCamelCase
    case modified_huber
    static let placeholder = LossName.hinge

    var engineLoss: MarginLoss {
      switch self {
      case .hinge: .hinge
      case .log: .log
      case .modified_huber: .modifiedHuber
      }
    }
  }

  enum DescentPenalty: String, WordParameter {
    case l2, l1, elasticnet
    static let placeholder = DescentPenalty.l2
  }

  static let declaration = Declaration(
    "sgd", "Linear models by stochastic gradient descent: a small step after every row.", takes: .features,
    gives: .result,
    discussion: """
      Instead of solving for the best weights, sgd walks towards them, row by row, which pays where rows are very \
      many. `hinge` gives a linear support vector machine, `log` logistic regression, `modified_huber` something \
      between that bears outliers. Each class is learnt against the rest. Put `scale` before it: steps of one size \
      suit columns of one size. The order of rows is drawn from the seed; `logreg` finds the exact optimum and is the \
      better choice while it is fast enough.
      """,
    searchTerms: ["stochastic", "gradient", "linear", "online", "perceptron"],
    reference: "Bottou 2010; sklearn.linear_model.SGDClassifier",
    examples: [
      Example("faces n=160 subjects=16 intensity=1 | lbp | pca 20 | scale | sgd", shows: "macro-F1"),
      Example(
        "faces n=160 subjects=16 intensity=1 | lbp | pca 20 | scale | sgd log alpha=0.001 weights=balanced",
        shows: "macro-F1"),
    ])

  @Parameter("what a wrong score costs", positional: true) var loss = LossName.hinge
  @Parameter("how much the penalty counts", in: .between(1e-20, 1e20)) var alpha = 0.0001
  @Parameter("what large weights cost: l2, l1 or elasticnet") var penalty = DescentPenalty.l2
  // swift-format-ignore: AlwaysUseLowerCamelCase
  @Parameter("share of l1 in elasticnet", in: .between(0, 1)) var l1_ratio = 0.15
  @Parameter("how much classes count: none, or balanced (rare ones as much as common ones)", aliases: ["class_weight"])
  var weights = WeightChoice.none
  @Parameter("progress of the mean loss below which a pass counts as idle", in: .from(0), aliases: ["tol"])
  var tolerance = 0.001
  @Parameter("most passes over the rows", in: .between(1, 1_000_000), aliases: ["max_iter"]) var passes = 1000

  var weightsClasses: Bool { weights == .balanced }
  var givesProbabilities: Bool { loss != .hinge }

  func fit(_ training: Samples, _ context: StageContext) throws -> FeatureModel<FittedLinearModel> {
    let model = try StochasticGradientDescent(
      loss: loss.engineLoss, penalty: enginePenalty, alpha: alpha, classWeights: weights.engineWeighting,
      tolerance: tolerance, maxPasses: passes)
    let fitted = try model.fitted(to: training, name: "sgd", context)
    if !fitted.fitted.isConverged { context.note("sgd stopped after \(passes) passes, before it had converged") }
    return fitted
  }

  private var enginePenalty: StochasticGradientDescent.Penalty {
    switch penalty {
    case .l2: .l2
    case .l1: .l1
    case .elasticnet: .elasticNet(l1Ratio: l1_ratio)
    }
  }
}
