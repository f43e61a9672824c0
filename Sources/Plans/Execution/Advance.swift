import Numerics

extension Executor {
  /// The rows at a place: from the cache, or made from those at the place before it.
  func workingSet(at place: Place, _ recorder: TraceRecorder) throws -> WorkingSet {
    let step = place.step.step
    do {
      let found = try cache.value(
        for: place.key, form: .workingSet(step.text, at: place, catalogue), bytes: \.byteCount, context: context
      ) { try made(at: place, recorder) }
      if found.isFromCache {
        recorder.cached(step, splitName: place.split?.name, shape: found.value.shapeText)
      }
      return found.value
    } catch { throw step.diagnostic(for: error, splitName: place.split?.name) }
  }

  private func made(at place: Place, _ recorder: TraceRecorder) throws -> (value: WorkingSet, seconds: Double) {
    guard let previous = place.previous else { return try source(at: place, recorder) }
    let before = try workingSet(at: previous, recorder)
    var next = before
    next.key = place.key
    next.split = place.split
    let collector = RemarkCollector()
    let step = place.step.step
    let work = work(for: step, seed: seed(of: place.step, place.split), collector)
    var (set, seconds) = try recorder.ran(step, splitName: place.split?.name, shape: \WorkingSet.shapeText) {
      try step.stage.tellingMissingNumbers(in: before.rows.content) {
        switch step.stage {
        case let stage as any RowwiseStage:
          try next.transform { try stage.apply(to: $0, work) }
        case let stage as any FittedStage:
          let fitted = try learnt(by: stage, at: place, from: before, work)
          try next.transform { try fitted.apply(to: $0, context: work.context) }
        case let stage as any ResamplerStage:
          next.resampled = try stage.resample(before.training(on: place.split, context: context), work)
        default: break
        }
      }
      return next
    }
    set.remarks += collector.remarks
    return (set, seconds)
  }

  /// The transform that a fitted stage learns at a place.
  func fittedTransform(at place: Place, _ recorder: TraceRecorder) throws -> (any FittedTransform)? {
    guard let stage = place.step.step.stage as? any FittedStage, let previous = place.previous else { return nil }
    do {
      let before = try workingSet(at: previous, recorder)
      return try learnt(
        by: stage, at: place, from: before,
        work(for: place.step.step, seed: seed(of: place.step, place.split), RemarkCollector()))
    } catch { throw place.step.step.diagnostic(for: error, splitName: place.split?.name) }
  }

  private func learnt<Learner: FittedStage>(
    by stage: Learner, at place: Place, from before: WorkingSet, _ work: StageWork
  ) throws -> any FittedTransform {
    var key = Digest("learnt")
    key.combine(place.key)
    return try cache.value(
      for: key, form: storedForm(of: place.step.step, on: place.split, rows: before.trainingCount(on: place.split)),
      bytes: { (_: Learner.Fitted) in before.trainingByteCount(on: place.split) }, context: context
    ) {
      let start = ContinuousClock.now
      let fitted = try fit(stage, before.training(on: place.split, context: context), at: place, work)
      return (fitted, start.secondsUntilNow)
    }.value
  }

  /// What is learnt on the first split is what `save` and `predict` ask for; on the others only its work is wanted.
  func storedForm<Fitted: Codable>(of step: PlanStep, on split: RowSplit?, rows: Int) -> StoredForm<Fitted>? {
    guard let split, split.fold == 0, split.repetition == 0 else { return nil }
    return .learnt(step.text, rows: rows)
  }

  private func fit<Learner: FittedStage>(
    _ stage: Learner, _ training: Samples, at place: Place, _ work: StageWork
  ) throws -> Learner.Fitted {
    guard let stage = stage as? any PreparedStage,
      let fitted = try fit(stage, training, at: place, work) as? Learner.Fitted
    else { return try stage.fit(training, work) }
    return fitted
  }

  private func fit<Learner: PreparedStage>(
    _ stage: Learner, _ training: Samples, at place: Place, _ work: StageWork
  ) throws -> Learner.Fitted {
    let declaration = Learner.declaration
    var key = Digest("prepared", "\(declaration.name)@\(declaration.version)(\(stage.preparationArguments))")
    key.combine(place.previous?.key ?? Digest())
    combineLearning(place.step, place.split, into: &key)
    let preparation = try cache.value(
      for: key, form: nil, bytes: { stage.byteCount(of: $0) }, context: context
    ) { (try stage.prepare(training, work), 0) }.value
    return try stage.fit(training, prepared: preparation, work)
  }
}

extension WorkingSet {
  /// The same stage for all rows and, where there are such, for the resampled ones.
  fileprivate mutating func transform(_ apply: (any RowContent) throws -> any RowContent) rethrows {
    rows.content = try apply(rows.content)
    if let samples = resampled {
      resampled = Samples(content: try apply(samples.content), roster: samples.roster)
    }
  }

  /// The rows that a stage learns from on a split: this set may still be the same for all of them.
  func training(on split: RowSplit?, context: ExecutionContext) -> Samples {
    resampled ?? split.map { rows.gathering($0.train, context: context) } ?? rows
  }

  /// How many they are, without gathering them.
  func trainingCount(on split: RowSplit?) -> Int {
    resampled?.roster.count ?? split?.train.count ?? rows.roster.count
  }

  /// About how much memory they take, without gathering them.
  func trainingByteCount(on split: RowSplit?) -> Int {
    guard resampled == nil, let split, rows.roster.count > 0 else { return (resampled ?? rows).content.byteCount }
    return rows.content.byteCount / rows.roster.count * split.train.count
  }
}
