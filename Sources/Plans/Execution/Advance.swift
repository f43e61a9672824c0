import Numerics

/// A stage with how many of the same name stand before it in the plan: together with the seed and the training rows,
/// this is what its randomness comes from, so that leaving out another stage does not change it.
struct NumberedStep {
  let step: PlanStep
  let occurrence: Int
  /// How many of each name stand before it.
  var before: [String: Int] = [:]
}

func numbered(_ steps: [PlanStep]) -> [NumberedStep] {
  var seen: [String: Int] = [:]
  return steps.map { step in
    let occurrence = seen[step.declaration.name, default: 0]
    defer { seen[step.declaration.name] = occurrence + 1 }
    return NumberedStep(step: step, occurrence: occurrence, before: seen)
  }
}

/// What a fitted stage has learnt, with what it made of the rows.
private struct FittedState: Sendable {
  let fitted: any FittedTransform
  let set: WorkingSet
}

extension Executor {
  /// Applies one row-wise stage, fitted stage or resampler.
  func advance(_ set: WorkingSet, over step: NumberedStep, _ recorder: TraceRecorder) throws -> WorkingSet {
    do {
      switch step.step.stage {
      case let stage as any RowwiseStage: return try apply(stage, step, to: set, recorder)
      case let stage as any FittedStage: return try fit(stage, step, to: set, recorder).set
      case let stage as any ResamplerStage: return try resample(stage, step, set, recorder)
      default: return set
      }
    } catch { throw step.step.diagnostic(for: error, splitName: set.split?.name) }
  }

  /// The transform that a fitted stage learnt from this set, and the set after it.
  func fittedTransform(
    _ set: WorkingSet, over step: NumberedStep, _ recorder: TraceRecorder
  ) throws -> (any FittedTransform, WorkingSet)? {
    guard let stage = step.step.stage as? any FittedStage else { return nil }
    do {
      let state = try fit(stage, step, to: set, recorder)
      return (state.fitted, state.set)
    } catch { throw step.step.diagnostic(for: error, splitName: set.split?.name) }
  }

  private func apply(
    _ stage: any RowwiseStage, _ step: NumberedStep, to set: WorkingSet, _ recorder: TraceRecorder
  ) throws -> WorkingSet {
    let key = key(after: set, step)
    return try recorder.run(step.step, splitName: set.split?.name, shape: \.shapeText) {
      try cached(key, bytes: \.byteCount) {
        let work = work(for: step.step, seed: seed(of: step, set.split), recorder)
        var next = set
        next.key = key
        next.rows.content = try stage.apply(to: set.rows.content, work)
        if let resampled = set.resampled {
          next.resampled = Samples(content: try stage.apply(to: resampled.content, work), roster: resampled.roster)
        }
        return next
      }
    }
  }

  private func fit(
    _ stage: any FittedStage, _ step: NumberedStep, to set: WorkingSet, _ recorder: TraceRecorder
  ) throws -> FittedState {
    let key = key(after: set, step)
    return try recorder.run(step.step, splitName: set.split?.name, shape: \.set.shapeText) {
      try cached(key, bytes: { $0.set.byteCount }) {
        let work = work(for: step.step, seed: seed(of: step, set.split), recorder)
        let fitted: any FittedTransform = try stage.fit(set.training, work)
        var next = set
        next.key = key
        next.rows.content = try fitted.apply(to: set.rows.content, context: work.context)
        if let resampled = set.resampled {
          next.resampled = Samples(
            content: try fitted.apply(to: resampled.content, context: work.context), roster: resampled.roster)
        }
        return FittedState(fitted: fitted, set: next)
      }
    }
  }

  private func resample(
    _ stage: any ResamplerStage, _ step: NumberedStep, _ set: WorkingSet, _ recorder: TraceRecorder
  ) throws -> WorkingSet {
    let key = key(after: set, step)
    return try recorder.run(step.step, splitName: set.split?.name, shape: \.shapeText) {
      try cached(key, bytes: { $0.resampled?.content.byteCount ?? 0 }) {
        var next = set
        next.key = key
        next.resampled = try stage.resample(
          set.training, work(for: step.step, seed: seed(of: step, set.split), recorder))
        return next
      }
    }
  }

  /// Names what comes out of a stage: everything before it, its arguments, and, where it learns, its training rows and
  /// the seed.
  func key(after set: WorkingSet, _ step: NumberedStep) -> Digest {
    var key = Digest("stage", step.step.canonicalText)
    key.combine(set.key)
    if step.step.kind != .rowwise {
      key.combine(set.split?.trainingDigest ?? Digest())
      key.combine(String(settings.seed))
      key.combine(step.occurrence)
    }
    return key
  }

  func seed(of step: NumberedStep, _ split: RowSplit?) -> UInt64 {
    seed(ofStage: step.step.declaration.name, step.occurrence, split)
  }

  func seed(ofStage name: String, _ occurrence: Int, _ split: RowSplit?) -> UInt64 {
    var digest = Digest("seed", String(settings.seed), name)
    digest.combine(occurrence)
    digest.combine(split?.trainingDigest ?? Digest())
    return digest.seed
  }
}
