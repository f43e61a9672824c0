import Evaluation
import Numerics
import Plans
import Samples

/// `cv 5`
struct CrossValidationStage: EvaluatorStage, RepeatableEvaluator {
  static let declaration = Declaration(
    "cv", "Cross-validation: every row is tested once, by a model that has not seen it.", takes: .result,
    gives: .result,
    discussion: """
      The rows are dealt into folds of like class proportions; each fold in turn is the test, and the stages learn from \
      the others. Every stage that learns is fitted again inside each fold, so nothing of a test row reaches training. \
      Where subjects are known, each is dealt as a whole, because two frames of one face are nearly the same picture; \
      `by=row` deals single rows.
      """,
    searchTerms: ["crossvalidation", "kfold", "cross_val_score", "stratifiedkfold"],
    reference: "sklearn.model_selection.StratifiedKFold, StratifiedGroupKFold",
    examples: [
      Example("faces n=80 subjects=16 intensity=1 | lbp | svm linear | cv 4", shows: "4-fold cross-validation")
    ])

  @Parameter("how many folds", in: .from(2), positional: true, aliases: ["k", "n_splits", "cv"]) var folds = 5
  @Parameter(SplitBy.help, aliases: ["groups", "group"]) var by: SplitBy? = nil

  func splits(of metadata: RowMetadata, wrapping inner: (any EvaluatorStage)?, _ context: StageContext) throws
    -> SplitPlan
  {
    try splits(of: metadata, repetitions: 1, context)
  }

  func splits(of metadata: RowMetadata, repetitions: Int, _ context: StageContext) throws -> SplitPlan {
    try KFold(folds: folds, repetitions: repetitions, by: by.unit(for: metadata))
      .splits(of: metadata.evaluationRows(), seed: context.seed)
      .plan("\(folds)-fold cross-validation, \(by.description(for: metadata))")
  }
}
