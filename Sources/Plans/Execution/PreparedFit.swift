import Basics
import Samples

extension Executor {
  /// Fits a model, with what combinations that differ in other arguments have prepared, where there is such.
  func fitted<Learner: ModelStage>(
    by model: Learner, _ step: StepOccurrence, on split: RowSplit?, rows: Digest, _ training: Samples,
    _ stageContext: StageContext, _ recorder: TraceRecorder
  ) throws -> Learner.Fitted {
    guard let precomputing = model as? any PrecomputingModelStage,
      let fitted = try prepared(precomputing, step, on: split, rows: rows, training, stageContext, recorder)
        as? Learner.Fitted
    else { return try model.fit(training, stageContext) }
    return fitted
  }

  private func prepared<Learner: PrecomputingModelStage>(
    _ model: Learner, _ step: StepOccurrence, on split: RowSplit?, rows: Digest, _ training: Samples,
    _ stageContext: StageContext, _ recorder: TraceRecorder
  ) throws -> Learner.Fitted {
    let declaration = Learner.declaration
    var key = Digest("prepared", "\(declaration.name)@\(declaration.version)(\(model.preparationArguments))")
    key.combine(rows)
    combineLearning(step, split, into: &key)
    let found = try cache.value(
      for: key, form: nil, bytes: { model.byteCount(of: $0) }, split: split?.trainingDigest, context: context
    ) { (try model.prepare(training, stageContext), 0) }
    if found.isFromCache { recorder.found(Learner.preparationName, for: step.step, splitName: split?.name) }
    return try model.fit(training, prepared: found.value, stageContext)
  }
}
