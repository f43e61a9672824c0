import Basics
import Evaluation
import Numerics
import Plans
import Samples

/// Fits chains of stages on some rows and scores them on others, by themselves: what happens inside a model that chooses.
/// Beginnings that chains share run once.
struct ChainRunner {
  /// The rows behind some stages, and what those have learnt.
  private struct State: RowsUnderway {
    var training: Samples
    var test: Samples?
    var learnt: [(step: PlanStep, learnt: FittedPipeline.Step)] = []

    func training(_ context: ExecutionContext) -> Samples { training }

    var counted: any RowContent { training.content }

    mutating func transform(_ apply: (any RowContent) throws -> any RowContent) throws {
      training.content = try apply(training.content)
      if let content = test?.content { test?.content = try apply(content) }
    }

    mutating func replaceTraining(by samples: Samples) {
      training = samples
    }
  }

  private let context: StageContext
  private let fold: Int?
  private let start: State
  private var known: [String: State] = [:]

  /// - Parameters:
  ///   - training: what the stages learn from.
  ///   - test: what the model is asked about; nil where it is only fitted.
  ///   - fold: tells the seeds of folds apart.
  init(training: Samples, test: Samples?, fold: Int?, _ context: StageContext) {
    start = State(training: training, test: test)
    self.fold = fold
    self.context = context
  }

  /// The score of a chain that ends in a model on the test rows.
  mutating func score(_ steps: [PlanStep], by metric: Metric) throws -> Double {
    let (state, model, step) = try fittedModel(steps)
    guard let test = state.test else { throw StageError.noModel }
    do {
      let codes = try step.stage.tellingMissingNumbers(in: test.content, context.suggestions) {
        try model.predict(rows: test, context: context.execution).codes
      }
      return metric.value(try ConfusionMatrix(truth: test.metadata.labels, predicted: codes))
    } catch { throw step.diagnostic(for: error, splitName: nil) }
  }

  /// A chain that ends in a model, fitted.
  mutating func fitted(_ steps: [PlanStep]) throws -> FittedPipeline {
    let (state, model, _) = try fittedModel(steps)
    return FittedPipeline(
      steps: state.learnt, classNames: model.classNames, origin: start.training.metadata.origin,
      trainingRows: state.training.metadata.count)
  }

  /// - Throws: `StageError.noModel` where the chain ends without one; what the stages throw, at their place.
  private mutating func fittedModel(_ steps: [PlanStep]) throws -> (State, any FittedModel, PlanStep) {
    var state = start
    var name = ""
    var occurrences: [String: Int] = [:]
    for step in steps {
      try context.execution.checkInterruption()
      let occurrence = occurrences[step.declaration.name, default: 0]
      occurrences[step.declaration.name] = occurrence + 1
      name += "|" + step.canonicalText
      if let done = known[name] {
        state = done
        continue
      }
      let stageContext = self.context(for: step, occurrence)
      do {
        let learner = FittingLearner(training: state.training, context: stageContext)
        let learnt = try state.advance(over: step, by: learner, stageContext)
        if let learnt { state.learnt.append((step, learnt)) }
        if case .model(let model)? = learnt { return (state, model, step) }
        known[name] = state
      } catch { throw step.diagnostic(for: error, splitName: fold.map { "inner fold \($0 + 1)" }) }
    }
    throw StageError.noModel
  }

  private func context(for step: PlanStep, _ occurrence: Int) -> StageContext {
    var seed = Digest("inner", String(context.seed), step.declaration.name)
    seed.combine(occurrence)
    seed.combine(fold ?? -1)
    return context.inner(seed: seed.seed)
  }
}

/// Learns anew, each time.
private struct FittingLearner: StageLearner {
  let training: Samples
  let context: StageContext

  func learnt<Stage: FittedStage>(by stage: Stage) throws -> any FittedTransform {
    try stage.fit(training, context)
  }

  func learnt<Stage: ModelStage>(by stage: Stage) throws -> any FittedModel {
    try stage.fit(training, context)
  }
}
