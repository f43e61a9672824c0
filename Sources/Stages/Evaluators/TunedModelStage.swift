import Basics
import Evaluation
import Numerics
import Plans
import Samples

/// What `tune` makes of the alternatives before it: a model that chooses among them by its training rows.
///
/// It is a model, so it is handed training rows and nothing else; there is no way to write a choice that has seen a test
/// row. Not in the catalogue: `tune` makes it.
struct TunedModelStage: ModelStage, ComposedStage {
  /// One alternative: the stages that learn, and the model at their end.
  struct Candidate: Sendable {
    let steps: [PlanStep]

    var text: String { steps.map(\.text).joined(separator: " | ") }
  }

  static let declaration = Declaration(
    TuneStage.declaration.name, TuneStage.declaration.summary, takes: .rows, gives: .result, examples: [])

  let candidates: [Candidate]
  let inner: Int
  let metric: String

  var alternatives: [[PlanStep]] { candidates.map(\.steps) }

  func choosing(among alternatives: [[PlanStep]]) -> TunedModelStage {
    TunedModelStage(candidates: alternatives.map { Candidate(steps: $0) }, inner: inner, metric: metric)
  }

  /// An alternative that does not take them fails, and another may be chosen.
  var takesMissingValues: Bool { true }

  init() {
    self.init(candidates: [], inner: 3, metric: Metric.macroF1.name)
  }

  init(candidates: [Candidate], inner: Int, metric: String) {
    self.candidates = candidates
    self.inner = inner
    self.metric = metric
  }

  var canonicalArguments: String { arguments { $0.canonicalText } }

  func keyArguments(in environment: RunEnvironment) throws -> String {
    try arguments { try $0.keyText(in: environment) }
  }

  private func arguments(_ text: (PlanStep) throws -> String) rethrows -> String {
    let alternatives = try candidates.map { try $0.steps.map(text).joined(separator: "|") }
    return "by=\(metric) inner=\(inner) {\(alternatives.joined(separator: ","))}"
  }

  /// - Throws: `EvaluationError` where the training rows do not allow so many inner folds; the first alternative's error
  ///   where every one fails.
  func fit(_ training: Samples, _ context: StageContext) throws -> TunedModel {
    let metric = try scoredMetric(metric)
    let splits = try KFold(folds: inner).splits(of: training.metadata.evaluationRows(), seed: context.seed).splits
    var scores = candidates.map { _ in [Double]() }
    var failures = [(any Error)?](repeating: nil, count: candidates.count)
    for (fold, split) in splits.enumerated() {
      var runner = ChainRunner(
        training: training.gathering(split.train), test: training.gathering(split.test), fold: fold, context)
      for (index, candidate) in candidates.enumerated() where failures[index] == nil {
        context.execution.report(
          fraction: (Double(fold) + Double(index) / Double(candidates.count)) / Double(splits.count + 1))
        do { scores[index].append(try runner.score(candidate.steps, by: metric)) } catch let error as Interrupted {
          throw error
        } catch { failures[index] = error }
      }
    }
    return try chosen(scores, failures, metric, training, context)
  }

  private func chosen(
    _ scores: [[Double]], _ failures: [(any Error)?], _ metric: Metric, _ training: Samples, _ context: StageContext
  ) throws -> TunedModel {
    let means = scores.map { $0.isEmpty ? Double.nan : $0.reduce(0, +) / Double($0.count) }
    var best: Int?
    for index in candidates.indices where failures[index] == nil && means[index].isFinite {
      if let known = best, !metric.isBetter(means[index], than: means[known]) { continue }
      best = index
    }
    guard let best else { throw failures.compactMap { $0 }.first ?? StageError.nothingToTune }
    var runner = ChainRunner(training: training, test: nil, fold: nil, context)
    let failed = failures.count { $0 != nil }
    let score =
      "inner \(metric.title) \(NumberFormat.decimal(means[best], digits: 3, missing: "–")) over \(inner) folds"
    return TunedModel(
      pipeline: try runner.fitted(candidates[best].steps),
      choice: ModelChoice(
        candidates[best].text,
        reason: "(\(score))" + (failed == 0 ? "" : "; \(failed) of \(candidates.count) alternatives failed")),
      environment: context.environment)
  }
}

/// The alternative that was chosen, fitted on all training rows.
struct TunedModel: ChoosingModel {
  let pipeline: FittedPipeline
  let choice: ModelChoice
  let environment: RunEnvironment

  var classNames: [String] { pipeline.classNames }
  var chosenPipeline: FittedPipeline? { pipeline }
  var byteCount: Int { pipeline.byteCount }

  func predict(_ content: any RowContent, context: ExecutionContext) throws -> Predictions {
    try pipeline.predict(content, StageContext(seed: 0, execution: context, environment: environment))
  }

  func predict(rows: Samples, context: ExecutionContext) throws -> Predictions {
    try pipeline.predict(rows: rows, StageContext(seed: 0, execution: context, environment: environment))
  }
}

extension TunedModel: Codable {
  private enum CodingKeys: CodingKey {
    case model, choice
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(pipeline.withChoicesMade, forKey: .model)
    try values.encode(choice, forKey: .choice)
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    pipeline = try values.decode(FittedPipeline.self, forKey: .model)
    choice = try values.decode(ModelChoice.self, forKey: .choice)
    environment = RunEnvironment()
  }
}
