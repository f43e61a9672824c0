import Numerics
import Samples

extension Executor {
  /// The rows at a place: from the cache, or made from those at the place before it.
  func workingSet(at node: PlanNode, _ recorder: TraceRecorder) throws -> PreparedRows {
    let step = node.step.step
    do {
      let found = try cache.value(
        for: node.key, form: .workingSet(step.text, at: node, catalogue), bytes: \.byteCount, context: context
      ) { try made(at: node, recorder) }
      if found.isFromCache {
        recorder.cached(step, splitName: node.split?.name, shape: found.value.shapeText)
      }
      return found.value
    } catch { throw step.diagnostic(for: error, splitName: node.split?.name) }
  }

  private func made(at node: PlanNode, _ recorder: TraceRecorder) throws -> (value: PreparedRows, seconds: Double) {
    guard let previous = node.previous else { return try source(at: node, recorder) }
    let before = try workingSet(at: previous, recorder)
    var next = before
    next.key = node.key
    next.split = node.split
    let collector = NoteCollector()
    let step = node.step.step
    let stageContext = stageContext(for: step, seed: seed(of: node.step, node.split), collector)
    var (set, seconds) = try recorder.ran(step, splitName: node.split?.name, shape: \PreparedRows.shapeText) {
      try step.stage.tellingMissingNumbers(in: before.rows.content) {
        switch step.stage {
        case let stage as any RowwiseStage:
          try next.transform { try stage.apply(to: $0, stageContext) }
        case let stage as any FittedStage:
          let fitted = try learnt(by: stage, at: node, from: before, stageContext)
          try next.transform { try fitted.apply(to: $0, context: stageContext.execution) }
        case let stage as any ResamplerStage:
          next.resampled = try stage.resample(before.training(on: node.split, context: context), stageContext)
        default: break
        }
      }
      return next
    }
    set.notes += collector.notes
    return (set, seconds)
  }

  /// The transform that a fitted stage learns at a place.
  func fittedTransform(at node: PlanNode, _ recorder: TraceRecorder) throws -> (any FittedTransform)? {
    guard let stage = node.step.step.stage as? any FittedStage, let previous = node.previous else { return nil }
    do {
      let before = try workingSet(at: previous, recorder)
      return try learnt(
        by: stage, at: node, from: before,
        stageContext(for: node.step.step, seed: seed(of: node.step, node.split), NoteCollector()))
    } catch { throw node.step.step.diagnostic(for: error, splitName: node.split?.name) }
  }

  private func learnt<Learner: FittedStage>(
    by stage: Learner, at node: PlanNode, from before: PreparedRows, _ stageContext: StageContext
  ) throws -> any FittedTransform {
    var key = Digest("learnt")
    key.combine(node.key)
    return try cache.value(
      for: key, form: storedForm(of: node.step.step, on: node.split, rows: before.trainingCount(on: node.split)),
      bytes: { (_: Learner.Fitted) in before.trainingByteCount(on: node.split) }, context: context
    ) {
      let start = ContinuousClock.now
      let fitted = try fit(stage, before.training(on: node.split, context: context), at: node, stageContext)
      return (fitted, start.secondsUntilNow)
    }.value
  }

  /// What is learnt on the first split is what `save` and `predict` ask for; on the others only its work is wanted.
  func storedForm<Fitted: Codable>(of step: PlanStep, on split: RowSplit?, rows: Int) -> StoredForm<Fitted>? {
    guard let split, split.fold == 0, split.repetition == 0 else { return nil }
    return .learnt(step.text, rows: rows, catalogue)
  }

  private func fit<Learner: FittedStage>(
    _ stage: Learner, _ training: Samples, at node: PlanNode, _ stageContext: StageContext
  ) throws -> Learner.Fitted {
    guard let stage = stage as? any PrecomputingStage,
      let fitted = try fit(stage, training, at: node, stageContext) as? Learner.Fitted
    else { return try stage.fit(training, stageContext) }
    return fitted
  }

  private func fit<Learner: PrecomputingStage>(
    _ stage: Learner, _ training: Samples, at node: PlanNode, _ stageContext: StageContext
  ) throws -> Learner.Fitted {
    let declaration = Learner.declaration
    var key = Digest("prepared", "\(declaration.name)@\(declaration.version)(\(stage.preparationArguments))")
    key.combine(node.previous?.key ?? Digest())
    combineLearning(node.step, node.split, into: &key)
    let preparation = try cache.value(
      for: key, form: nil, bytes: { stage.byteCount(of: $0) }, context: context
    ) { (try stage.prepare(training, stageContext), 0) }.value
    return try stage.fit(training, prepared: preparation, stageContext)
  }
}

extension PreparedRows {
  /// The same stage for all rows and, where there are such, for the resampled ones.
  fileprivate mutating func transform(_ apply: (any RowContent) throws -> any RowContent) rethrows {
    rows.content = try apply(rows.content)
    if let samples = resampled {
      resampled = Samples(content: try apply(samples.content), metadata: samples.metadata)
    }
  }

  /// The rows that a stage learns from on a split: this set may still be the same for all of them.
  func training(on split: RowSplit?, context: ExecutionContext) -> Samples {
    resampled ?? split.map { rows.gathering($0.train, context: context) } ?? rows
  }

  /// How many they are, without gathering them.
  func trainingCount(on split: RowSplit?) -> Int {
    resampled?.metadata.count ?? split?.train.count ?? rows.metadata.count
  }

  /// About how much memory they take, without gathering them.
  func trainingByteCount(on split: RowSplit?) -> Int {
    guard resampled == nil, let split, rows.metadata.count > 0 else { return (resampled ?? rows).content.byteCount }
    return rows.content.byteCount / rows.metadata.count * split.train.count
  }
}
