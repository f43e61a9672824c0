import Basics
import Numerics
import Samples

/// What the stage at a node learns: from the cache, or learnt from the rows before it, which are then made or looked up
/// in turn.
struct CachedLearner: StageLearner {
  let executor: Executor
  let node: PlanNode
  /// The rows before it; asked for only where something must be learnt.
  let rows: () throws -> PreparedRows
  let recorder: TraceRecorder
  let stageContext: StageContext

  func learnt<Stage: FittedStage>(by stage: Stage) throws -> any FittedTransform {
    var key = Digest("learnt")
    key.combine(node.key)
    let before = try rows()
    let (executor, split) = (executor, node.split)
    return try executor.cache.value(
      for: key, form: executor.storedForm(of: node.step.step, on: split, rows: before.trainingCount(on: split)),
      bytes: \Stage.Fitted.byteCount, context: executor.context
    ) {
      let start = ContinuousClock.now
      let fitted = try fit(
        stage, before.training(on: split, context: executor.context), executor.trainingProducts(at: node, of: before))
      return (fitted, start.secondsUntilNow)
    }.value
  }

  func learnt<Stage: ModelStage>(by stage: Stage) throws -> any FittedModel {
    try executor.fit(stage, node.step, key: node.key, on: node.split, from: rows(), recorder).fitted
  }

  private func fit<Stage: FittedStage>(
    _ stage: Stage, _ training: Samples, _ products: TrainingProducts?
  ) throws -> Stage.Fitted {
    guard let precomputing = stage as? any PrecomputingStage,
      let fitted = try fitPrepared(precomputing, training, products) as? Stage.Fitted
    else { return try stage.fit(training, stageContext) }
    return fitted
  }

  private func fitPrepared<Stage: PrecomputingStage>(
    _ stage: Stage, _ training: Samples, _ products: TrainingProducts?
  ) throws -> Stage.Fitted {
    let declaration = Stage.declaration
    var key = Digest("prepared", "\(declaration.name)@\(declaration.version)(\(stage.preparationArguments))")
    key.combine(node.previous?.key ?? Digest())
    executor.combineLearning(node.step, node.split, into: &key)
    let found = try executor.cache.value(
      for: key, form: nil, bytes: { stage.byteCount(of: $0) }, split: node.split?.trainingDigest,
      context: executor.context
    ) { (try stage.prepare(training, products: products, stageContext), 0) }
    if found.isFromCache { recorder.found(Stage.preparationName, for: node.step.step, splitName: node.split?.name) }
    return try stage.fit(training, prepared: found.value, stageContext)
  }
}
