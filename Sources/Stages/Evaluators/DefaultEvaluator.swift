import Evaluation
import Numerics
import Plans

/// What evaluates a plan that names no evaluator: the data set's own split where it has one, otherwise a stratified
/// quarter held out, with every subject on one side. Not in the catalogue: nobody writes it.
struct DefaultEvaluator: EvaluatorStage {
  static let declaration = Declaration(
    "default", "The data set's own split, or a stratified quarter held out.", takes: .result, gives: .result,
    examples: [])

  func splits(of roster: Roster, wrapping inner: (any EvaluatorStage)?, _ work: StageWork) throws -> SplitPlan {
    let rows = try roster.evaluationRows()
    if roster.hasParts {
      return try PartSplit().splits(of: rows, seed: work.seed).plan("the data set's own train and test parts")
    }
    if let side = roster.parts?.first {
      work.remark("the data set's own split has only \(side.rawValue) rows; a quarter of all rows is the test instead")
    }
    return try Holdout().splits(of: rows, seed: work.seed)
      .plan("25% held out, \(SplitBy?.none.description(for: roster))")
  }
}
