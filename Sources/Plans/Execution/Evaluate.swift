import Numerics

extension Executor {
  /// Fits and scores a plan that holds a model, on every split that its evaluator decides.
  func evaluate(_ plan: Plan, _ recorder: TraceRecorder) throws -> EvaluationResult {
    let start = ContinuousClock.now
    let (base, rest) = try rowsBeforeLearning(of: plan, recorder)
    let splits = try splitPlan(of: plan, base.rows.roster, recorder)
    let steps = numbered(rest.filter { $0.kind != .evaluator })
    var remarks = plan.remarks + splits.remarks + recorder.takeRemarks()
    let outcomes = try splits.splits.map { split in
      try outcome(of: steps, on: split, from: base, recorder)
    }
    remarks += recorder.takeRemarks().filter { !remarks.contains($0) }
    let roster = base.rows.roster
    let scores = try catalogue.scorer.score(
      outcomes, classNames: roster.labels.names, isPooled: splits.isPooled, seed: settings.seed, context: context)
    return EvaluationResult(
      plan: plan, evaluation: splits.description, classNames: roster.labels.names, outcomes: outcomes,
      scores: scores, provenance: provenance(of: plan, roster.origin, splits.splits),
      remarks: uniqued(remarks + mergedRemarks(of: outcomes) + scores.remarks), seconds: start.secondsUntilNow,
      isPooled: splits.isPooled)
  }

  /// The predictions of one split; kept in the cache, so that an interrupted evaluation goes on where it was.
  private func outcome(
    of steps: [NumberedStep], on split: RowSplit, from base: WorkingSet, _ recorder: TraceRecorder
  ) throws -> FoldOutcome {
    var set = base
    set.split = split
    for step in steps {
      guard let model = step.step.stage as? any ModelStage else {
        set = try advance(set, over: step, recorder)
        continue
      }
      do {
        return try predictions(of: fit(model, step, on: set, recorder), step, on: set, recorder)
      } catch { throw step.step.diagnostic(for: error, splitName: split.name) }
    }
    throw PlanError.noSource
  }

  /// The fitted model of a working set.
  func fit(
    _ model: any ModelStage, _ step: NumberedStep, on set: WorkingSet, _ recorder: TraceRecorder
  ) throws -> ModelState {
    let key = key(after: set, step)
    return try recorder.run(step.step, splitName: set.split?.name, shape: { "\(grouped($0.trainingRows)) rows learnt" })
    {
      try cached(key, bytes: { _ in set.training.roster.count * 64 }) {
        let training = set.training
        let work = work(
          for: step.step, seed: seed(of: step, set.split), recorder,
          seedOfStage: { name in seed(ofStage: name, step.before[name, default: 0], set.split) })
        let fitted: any FittedModel = try model.fit(training, work)
        return ModelState(fitted: fitted, trainingRows: training.roster.count, key: key)
      }
    }
  }

  private func predictions(
    of model: ModelState, _ step: NumberedStep, on set: WorkingSet, _ recorder: TraceRecorder
  ) throws -> FoldOutcome {
    guard let split = set.split else { throw PlanError.noSource }
    return try cached(predictionsKey(model: model.key, split), bytes: { $0.truth.count * 16 }) {
      let test = set.rows.gathering(split.test)
      let predictions = try model.fitted.predict(test.content, context: context)
      return FoldOutcome(
        split: split, test: test.roster, predictions: predictions, trainingRows: model.trainingRows,
        remarks: singleClassRemark(predictions.codes, model.fitted.classNames, split)
          + choiceRemark(model.fitted, stage: step.step.declaration.name, on: split))
    }.value
  }

  /// A model that answers the same for every face looks better than it is wherever one class is large.
  private func singleClassRemark(_ codes: [Int], _ names: [String], _ split: RowSplit) -> [String] {
    guard codes.count > 1, let first = codes.first, codes.allSatisfy({ $0 == first }) else { return [] }
    return ["the model predicts '\(names[first])' for every one of the \(codes.count) test rows of \(split.name)"]
  }

  private func provenance(of plan: Plan, _ origin: Origin, _ splits: [RowSplit]) -> Provenance {
    var testRows = Digest("test rows", origin.fingerprint)
    for split in splits { testRows.combine(split.testDigest) }
    let planDigest = Digest(plan.steps.map(\.canonicalText).joined(separator: "|"), String(settings.seed))
    return Provenance(
      data: origin.name, dataFingerprint: origin.fingerprint, synthetic: origin.synthetic, seed: settings.seed,
      testSplitScored: ledger.record(plan: planDigest, onTestRows: testRows), version: mienVersion)
  }
}

/// A fitted model with its name in the cache.
struct ModelState: Sendable {
  let fitted: any FittedModel
  let trainingRows: Int
  let key: Digest
}

func uniqued(_ texts: [String]) -> [String] {
  var seen: Set<String> = []
  return texts.filter { seen.insert($0).inserted }
}
