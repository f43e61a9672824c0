import Learning
import Numerics
import Plans

/// `base | trials`
struct TrialsStage: ReaderStage {
  static let declaration = Declaration(
    "trials", "Shows what a search tried: a row for each trial.", takes: [.result, .fittedModel], gives: .table,
    discussion: """
      Each row is a configuration, written as the stages it stands for, with its loss on the rows held back. What looked \
      better than the best until then was judged again on other folds; where it stayed better, its mean loss is \
      confirmed, and the new best. The cost is in seconds, or in 10⁹ operations for a search of so many trials. A trial that failed \
      or was cut off has no loss, and a note says why. With several folds it is the search of the first.
      """,
    searchTerms: ["automl", "log", "history", "search", "configurations"],
    examples: [
      Example(
        "faces n=160 subjects=16 intensity=1 | lbp | pca 10 | automl trials=10 learners=[logreg, svm] | trials",
        shows: "confirmed")
    ])

  static let columns = ["trial", "plan", "loss", "confirmed", "best", "rows", "cost", "learner", "note"]

  func columns(from columns: [String]) -> [String]? { Self.columns }

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let pipeline = try fittedPipeline(of: input, context)
    guard case .model(let model as AutoMLModel) = pipeline.steps.last?.learnt else { throw SearchError.notSearched }
    let rows = model.search.trials.enumerated().map { index, trial in
      Table.Row([
        .number(Double(index + 1)), .text(trial.line), Self.cell(trial.loss), Self.cell(trial.confirmedLoss),
        Self.cell(trial.bestLoss), .number(Double(trial.rows)), .number(trial.cost), .text(trial.learner),
        .text(trial.problem ?? ""),
      ])
    }
    // Over its number, which is what a picture of a search is drawn against.
    return Table(
      columns: Self.columns, rows: rows, synthetic: pipeline.origin.synthetic, choices: [Self.columns[0]])
  }

  private static func cell(_ number: Double?) -> Scalar {
    number.map { .number($0) } ?? .missing
  }
}

/// What can be wrong with asking for a search.
enum SearchError: ExplainableError {
  case notSearched

  static let samples: [Self] = [.notSearched]

  var entry: ErrorEntry {
    ErrorEntry(
      "E0320", "this model was named, not found by a search, so there are no trials",
      remedy: "make it with `automl`: `… | automl 60s`",
      explanation: "Only a search tries several configurations; `trials` shows them.")
  }
}
