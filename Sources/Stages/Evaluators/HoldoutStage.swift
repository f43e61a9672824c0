import Evaluation
import Numerics
import Plans
import Samples

/// `holdout 25%`
struct HoldoutStage: EvaluatorStage, RepeatableEvaluator {
  static let declaration = Declaration(
    "holdout", "Holds a share of the rows out for the test.", takes: .result, gives: .result,
    discussion: """
      The test rows are drawn so that every class has the same share on both sides and, where subjects are known, so \
      that nobody's face is on both. One split is quick, and its score depends on luck: `repeat 10` shows how much.
      """,
    searchTerms: ["split", "train_test_split", "validation"],
    reference: "sklearn.model_selection.train_test_split, StratifiedGroupKFold",
    examples: [
      Example("faces n=80 subjects=16 intensity=1 | lbp | svm linear | holdout 25%", shows: "25% held out")
    ])

  @Parameter("the share to test on", in: .between(0.0001, 0.9999), positional: true, aliases: ["test_size"])
  var share = Share(0.25)
  @Parameter(SplitBy.help) var by: SplitBy? = nil

  func splits(of metadata: RowMetadata, wrapping inner: (any EvaluatorStage)?, _ context: StageContext) throws
    -> SplitPlan
  {
    try splits(of: metadata, repetitions: 1, context)
  }

  func splits(of metadata: RowMetadata, repetitions: Int, _ context: StageContext) throws -> SplitPlan {
    try Holdout(share: share.value, repetitions: repetitions, by: by.unit(for: metadata))
      .splits(of: metadata.evaluationRows(), seed: context.seed)
      .plan("\(share.canonicalText) held out, \(by.description(for: metadata))")
  }
}
