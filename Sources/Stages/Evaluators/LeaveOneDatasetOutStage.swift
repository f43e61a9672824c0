import Evaluation
import Numerics
import Plans
import Samples

/// `lodo`
struct LeaveOneDatasetOutStage: EvaluatorStage {
  static let declaration = Declaration(
    "lodo", "Leaves one data set out: each in turn is the test, the others train.", takes: .result, gives: .result,
    discussion: """
      Does what is learnt from some collections hold on one that was never seen? Each data set counts as a fold, so the \
      score is the mean over data sets, however large each is, and its deviation tells how much they differ. To look at \
      one of them, use `test_on`.
      """,
    searchTerms: ["dataset", "source", "domain", "generalisation", "generalization", "cross", "leaveonedatasetout"],
    reference: "leave-one-dataset-out; sklearn.model_selection.LeaveOneGroupOut over sources",
    examples: [
      Example(
        "load [\"kmirfan\", \"kori\"] | resize 48 | lbp grid=4 | pca 20 | logreg | lodo", shows: "one data set out")
    ])

  func splits(of metadata: RowMetadata, wrapping inner: (any EvaluatorStage)?, _ context: StageContext) throws
    -> SplitPlan
  {
    try LeaveOneSourceOut().splits(of: metadata.evaluationRows(), seed: context.seed).plan("leaving one data set out")
  }
}
