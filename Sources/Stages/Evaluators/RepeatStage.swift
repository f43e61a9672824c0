import Evaluation
import Numerics
import Plans
import Samples

/// An evaluator that draws its splits by chance, and can draw them again.
protocol RepeatableEvaluator: EvaluatorStage {
  func splits(of metadata: RowMetadata, repetitions: Int, _ context: StageContext) throws -> SplitPlan
}

/// `cv 5 | repeat 10`
struct RepeatStage: EvaluatorStage {
  static let wrapsAnother = true
  static let declaration = Declaration(
    "repeat", "Draws the splits again and again, to show how much a score owes to chance.", takes: .result,
    gives: .result,
    discussion: """
      After `cv 5`, `repeat 10` makes ten different deals of five folds; by itself it repeats a holdout of a quarter. Where \
      people are known, each holdout tests those first whom the ones before it tested least, so that all count about alike: \
      ten of few people would else test the same two or three, who share the classes out best.
      """,
    searchTerms: ["repetitions", "repeatedkfold", "montecarlo"],
    reference: "sklearn.model_selection.RepeatedStratifiedKFold",
    examples: [
      Example("faces n=80 subjects=16 intensity=1 | lbp | svm linear | repeat 3", shows: "3 times")
    ])

  @Parameter("how often", in: .between(1, 10_000), positional: true, aliases: ["n_repeats"]) var times = 10

  func splits(of metadata: RowMetadata, wrapping inner: (any EvaluatorStage)?, _ context: StageContext) throws
    -> SplitPlan
  {
    guard let inner = inner ?? HoldoutStage() as (any EvaluatorStage)?,
      let repeatable = inner as? any RepeatableEvaluator
    else {
      throw StageError.notRepeatable(evaluator: inner.map { type(of: $0).declaration.name } ?? "")
    }
    var plan = try repeatable.splits(of: metadata, repetitions: times, context)
    plan.description = "\(times) times \(plan.description)"
    return plan
  }
}
