import Evaluation
import Numerics
import Plans
import Samples

/// What evaluates a plan that names no evaluator: the data set's own split where it has one, otherwise a stratified
/// quarter held out, with every subject on one side. Not in the catalogue: nobody writes it.
struct DefaultEvaluator: EvaluatorStage {
  static let declaration = Declaration(
    "default", "The data set's own split, or a stratified quarter held out.", takes: .result, gives: .result,
    examples: [])

  func splits(of metadata: RowMetadata, wrapping inner: (any EvaluatorStage)?, _ context: StageContext) throws
    -> SplitPlan
  {
    let rows = try metadata.evaluationRows()
    if metadata.hasParts {
      return try PartSplit().splits(of: rows, seed: context.seed).plan("the data set's own train and test parts")
    }
    if let side = metadata.parts?.first {
      context.note("the data set's own split has only \(side.rawValue) rows; a quarter of all rows is the test instead")
    }
    return try Holdout().splits(of: rows, seed: context.seed)
      .plan("25% held out, \(SplitBy?.none.description(for: metadata))")
  }
}
