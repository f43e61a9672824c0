import Evaluation
import Numerics
import Plans
import Samples

/// `loso`
struct LeaveOneSubjectOutStage: EvaluatorStage {
  static let declaration = Declaration(
    "loso", "Leaves one subject out: each person in turn is the test.", takes: .result, gives: .result,
    discussion: """
      The protocol of the micro-expression field: how well is a face recognised that was never seen? Predictions of all \
      subjects are pooled before scores are taken, so that a subject with one clip counts as one clip.
      """,
    searchTerms: ["subject", "leaveonegroupout", "leave"],
    reference: "See, Yap, Li, Hong & Wang 2019: MEGC 2019; sklearn.model_selection.LeaveOneGroupOut",
    examples: [Example("faces n=64 subjects=4 intensity=1 | lbp | svm linear | loso", shows: "one subject out")])

  func splits(of metadata: RowMetadata, wrapping inner: (any EvaluatorStage)?, _ context: StageContext) throws
    -> SplitPlan
  {
    var plan = try LeaveOneSubjectOut().splits(of: metadata.evaluationRows(), seed: context.seed)
      .plan("leaving one subject out, predictions pooled")
    plan.isPooled = true
    return plan
  }
}
