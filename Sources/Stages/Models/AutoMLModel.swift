import AutoML
import Basics
import Learning
import Numerics
import Plans
import Samples

/// What a search found, as plans see it.
struct AutoMLModel: FittedModel {
  let search: FittedAutoML
  /// How configurations were judged: "5-fold cross-validation".
  let validation: String
  /// As the metric is called in a script.
  let metric: String

  var isCutShort: Bool { search.end == .interruption }
  var classNames: [String] { search.classNames }
  var byteCount: Int { search.byteCount }
  /// The winner as stages of a plan.
  var line: String { search.learner.line(of: search.configuration) }

  func predict(_ content: any RowContent, context: ExecutionContext) throws -> Predictions {
    let matrix = try content.require(Matrix.self, for: AutoMLStage.declaration.name)
    return Predictions(codes: try search.predict(matrix, context: context))
  }

  /// The metric's value for a loss: all but the log loss count up.
  func score(of loss: Double) -> Double {
    search.objective == .logLoss ? loss : 1 - loss
  }

  /// What a person should know of the search.
  var notes: [String] {
    let count = search.trials.count { $0.loss != nil }
    let best = search.bestLoss.map { Scalar.number(score(of: $0)).text } ?? "–"
    let judged = "\(metric) \(best) by \(validation) of the training rows, the best of \(grouped(count)) trials"
    return ["found: \(line)", "\(judged): expect less on new rows"] + ending + partial
  }

  private var partial: [String] {
    guard let rows = search.partialRows else { return [] }
    return [
      (isCutShort
        ? "to fit it on all rows would have kept you waiting" : "the budget left no time to fit it on all rows")
        + ": the model is the trial's, learnt from \(grouped(rows)) of them; the line above, run by itself, learns from all"
    ]
  }

  private var ending: [String] {
    switch search.end {
    case .budget: []
    case .exhausted: ["every configuration within reach was tried before the budget was used up"]
    case .interruption: ["the search was stopped; the best until then is kept"]
    }
  }
}
