import Evaluation
import Numerics
import Plans
import Samples

/// Fits chains of stages on some rows and scores them on others, by themselves: what happens inside a model that chooses.
/// Beginnings that chains share run once.
struct ChainRunner {
  /// The rows behind some stages.
  private struct State {
    var training: Samples
    var test: Samples?
    var learnt: [(step: PlanStep, learnt: FittedPipeline.Step)] = []
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
      let codes = try step.stage.tellingMissingNumbers(in: test.content) {
        try model.predict(test.content, context: context.execution).codes
      }
      return metric.value(try ConfusionMatrix(truth: test.metadata.labels, predicted: codes))
    } catch { throw step.diagnostic(for: error, splitName: nil) }
  }

  /// A chain that ends in a model, fitted.
  mutating func fitted(_ steps: [PlanStep]) throws -> FittedPipeline {
    let (state, model, step) = try fittedModel(steps)
    return FittedPipeline(
      steps: state.learnt + [(step, .model(model))], classNames: model.classNames,
      origin: start.training.metadata.origin, trainingRows: state.training.metadata.count)
  }

  private mutating func fittedModel(_ steps: [PlanStep]) throws -> (State, any FittedModel, PlanStep) {
    var state = start
    var name = ""
    var occurrences: [String: Int] = [:]
    for step in steps {
      try context.execution.checkInterruption()
      let occurrence = occurrences[step.declaration.name, default: 0]
      occurrences[step.declaration.name] = occurrence + 1
      let stageWork = self.context(for: step, occurrence)
      do {
        if let model = step.stage as? any ModelStage {
          let fitted = try model.tellingMissingNumbers(in: state.training.content) { () -> any FittedModel in
            try model.fit(state.training, stageWork)
          }
          return (state, fitted, step)
        }
        name += "|" + step.canonicalText
        if let done = known[name] {
          state = done
          continue
        }
        state = try step.stage.tellingMissingNumbers(in: state.training.content) {
          try advanced(state, over: step, stageWork)
        }
        known[name] = state
      } catch { throw step.diagnostic(for: error, splitName: fold.map { "inner fold \($0 + 1)" }) }
    }
    throw StageError.noModel
  }

  private func advanced(_ state: State, over step: PlanStep, _ context: StageContext) throws -> State {
    var next = state
    switch step.stage {
    case let stage as any RowwiseStage:
      next.learnt.append((step, .rowwise(stage)))
      next.training.content = try stage.apply(to: state.training.content, context)
      if let test = state.test { next.test?.content = try stage.apply(to: test.content, context) }
    case let stage as any FittedStage:
      let fitted: any FittedTransform = try stage.fit(state.training, context)
      next.learnt.append((step, .transform(fitted)))
      next.training.content = try fitted.apply(to: state.training.content, context: context.execution)
      if let test = state.test { next.test?.content = try fitted.apply(to: test.content, context: context.execution) }
    case let stage as any ResamplerStage:
      next.training = try stage.resample(state.training, context)
    default: break
    }
    return next
  }

  /// Notes of stages inside are not passed on: there would be one for each alternative and fold.
  private func context(for step: PlanStep, _ occurrence: Int) -> StageContext {
    var seed = Digest("inner", String(context.seed), step.declaration.name)
    seed.combine(occurrence)
    seed.combine(fold ?? -1)
    return StageContext(seed: seed.seed, execution: context.execution.silent, environment: context.environment)
  }
}
