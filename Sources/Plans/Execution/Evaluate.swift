import Numerics

/// A plan that holds a model, with the splits it is to be scored on: all that is known before anything runs.
struct Outline: Sendable {
  let plan: Plan
  /// Behind the stages that do not depend on a split.
  let base: Place
  let splits: SplitPlan
  /// The stages after `base`, up to and with the model.
  let steps: [NumberedStep]
}

extension Executor {
  /// Fits and scores a plan that holds a model, on every split that its evaluator decides.
  func evaluate(_ plan: Plan, _ recorder: TraceRecorder) throws -> EvaluationResult {
    let outline = try outline(of: plan, recorder)
    observer.evaluationWillRun(folds: outline.splits.splits.count)
    prepare([outline], recorder)
    let outcomes = try concurrently(outline.splits.splits.count) { index, executor in
      try executor.outcome(of: outline, index, recorder)
    }
    var result = try result(of: outline, outcomes)
    enter(&result)
    return result
  }

  func outline(of plan: Plan, _ recorder: TraceRecorder) throws -> Outline {
    let (base, rest) = try placeBeforeLearning(of: plan, recorder)
    return try outline(of: plan, base, rest)
  }

  private func outline(of plan: Plan, _ base: Place, _ rest: [PlanStep]) throws -> Outline {
    let steps = numbered(rest.filter { $0.kind != .evaluator })
    let end = steps.firstIndex { $0.step.kind == .model } ?? steps.endIndex - 1
    return Outline(plan: plan, base: base, splits: try splitPlan(of: plan, base), steps: Array(steps[...end]))
  }

  /// Makes what all splits share with all threads, before the splits are dealt to single ones. An error is left to
  /// whoever needs the rows.
  func prepare(_ outlines: [Outline], _ recorder: TraceRecorder) {
    var seen: Set<Digest> = []
    for outline in outlines where seen.insert(outline.base.key).inserted {
      let isNeeded = outlines.contains { other in
        other.base.key == outline.base.key
          && other.splits.splits.indices.contains { needsBase(other, $0) }
      }
      if isNeeded { _ = try? workingSet(at: outline.base, recorder) }
    }
  }

  /// Whether nothing that a split's predictions are made from is at hand, short of the rows that all splits share.
  private func needsBase(_ outline: Outline, _ index: Int) -> Bool {
    if cache.contains(predictionsKey(outline, index)) { return false }
    var place: Place? = self.place(of: outline, on: outline.splits.splits[index])
    while let current = place, current !== outline.base {
      if cache.contains(current.key) { return false }
      place = current.previous
    }
    return true
  }

  /// The place before the model.
  func place(of outline: Outline, on split: RowSplit) -> Place {
    outline.steps.dropLast().reduce(outline.base) { place(after: $0, $1, on: split) }
  }

  func modelKey(_ outline: Outline, _ split: RowSplit) -> Digest {
    place(after: place(of: outline, on: split), outline.steps[outline.steps.count - 1], on: split).key
  }

  func predictionsKey(_ outline: Outline, _ index: Int) -> Digest {
    let split = outline.splits.splits[index]
    var key = Digest("predictions")
    key.combine(modelKey(outline, split))
    key.combine(split.testDigest)
    return key
  }

  /// The predictions of one split; kept in the cache, so that an interrupted evaluation goes on where it was.
  func outcome(of outline: Outline, _ index: Int, _ recorder: TraceRecorder) throws -> FoldOutcome {
    let split = outline.splits.splits[index]
    guard let step = outline.steps.last, let model = step.step.stage as? any ModelStage else {
      throw PlanError.noSource
    }
    do {
      let form = StoredForm.answers(
        step.step.text, rows: split.test.count, classes: outline.base.roster.labels.names.count)
      let found = try cache.value(
        for: predictionsKey(outline, index), form: form, bytes: \.byteCount, context: context
      ) { try predict(by: model, step, outline, split, recorder) }
      let answers = found.value
      observer.foldDidRun(isFromCache: found.isFromCache)
      if found.isFromCache {
        recorder.cached(step.step, splitName: split.name, shape: "\(grouped(answers.trainingRows)) rows learnt")
        recorder.repeatRemarks(answers.remarks, of: place(of: outline, on: split))
      }
      return FoldOutcome(
        split: split, test: memo.testRoster(of: split, in: outline.base), predictions: answers.predictions,
        trainingRows: answers.trainingRows, remarks: answers.remarks.map(\.text), seconds: answers.seconds)
    } catch { throw step.step.diagnostic(for: error, splitName: split.name) }
  }

  private func predict(
    by model: any ModelStage, _ step: NumberedStep, _ outline: Outline, _ split: RowSplit, _ recorder: TraceRecorder
  ) throws -> (value: FoldAnswers, seconds: Double) {
    let set = try workingSet(at: place(of: outline, on: split), recorder)
    let state = try fittedModel(model, step, key: modelKey(outline, split), on: split, from: set, recorder)
    let start = ContinuousClock.now
    let test = set.rows.gathering(split.test, context: context)
    let predictions = try model.tellingMissingNumbers(in: test.content) {
      try state.fitted.predict(test.content, context: context)
    }
    let seconds = state.seconds + start.secondsUntilNow
    let own =
      singleClassRemark(predictions.codes, state.fitted.classNames, split)
      + choiceRemark(
        state.fitted, stage: step.step.declaration.name, on: split)
    let remarks = set.remarks + state.remarks + own.map { Remark(stage: step.step.declaration.name, text: $0) }
    let answers = FoldAnswers(
      predictions: predictions, trainingRows: state.trainingRows, remarks: remarks, seconds: seconds,
      isCutShort: state.fitted.isCutShort)
    return (answers, seconds)
  }

  /// The same for a model of any type.
  func fittedModel(
    _ model: any ModelStage, _ step: NumberedStep, key: Digest, on split: RowSplit?, from set: WorkingSet,
    _ recorder: TraceRecorder
  ) throws -> AnyModelState {
    func opened<Learner: ModelStage>(_ model: Learner) throws -> AnyModelState {
      let state = try fit(model, step, key: key, on: split, from: set, recorder)
      return AnyModelState(
        fitted: state.fitted, trainingRows: state.trainingRows, seconds: state.seconds, remarks: state.remarks)
    }
    return try opened(model)
  }

  /// The fitted model at the end of a plan.
  func fit<Learner: ModelStage>(
    _ model: Learner, _ step: NumberedStep, key: Digest, on split: RowSplit?, from set: WorkingSet,
    _ recorder: TraceRecorder
  ) throws -> ModelState<Learner.Fitted> {
    let shape = { (state: ModelState<Learner.Fitted>) in "\(grouped(state.trainingRows)) rows learnt" }
    let found = try cache.value(
      for: key, form: storedForm(of: step.step, on: split, rows: set.trainingCount(on: split)),
      bytes: { _ in set.trainingByteCount(on: split) }, context: context
    ) {
      let collector = RemarkCollector()
      let work = work(
        for: step.step, seed: seed(of: step, split), collector,
        seedOfStage: { name in seed(ofStage: name, step.before[name, default: 0], split) })
      let training = set.training(on: split, context: context)
      var (state, seconds) = try recorder.ran(step.step, splitName: split?.name, shape: shape) {
        let fitted = try model.tellingMissingNumbers(in: training.content) { try model.fit(training, work) }
        return ModelState(fitted: fitted, trainingRows: training.roster.count)
      }
      (state.seconds, state.remarks) = (seconds, collector.remarks)
      return (state, seconds)
    }
    if found.isFromCache { recorder.cached(step.step, splitName: split?.name, shape: shape(found.value)) }
    return found.value
  }

  /// A model that answers the same for every face looks better than it is wherever one class is large.
  private func singleClassRemark(_ codes: [Int], _ names: [String], _ split: RowSplit) -> [String] {
    guard codes.count > 1, let first = codes.first, codes.allSatisfy({ $0 == first }), names.indices.contains(first)
    else { return [] }
    return ["the model predicts '\(names[first])' for every one of the \(codes.count) test rows of \(split.name)"]
  }

  /// Whether a run of `plan` would compute nothing, because its rows or all its predictions are in the cache.
  public func isCached(_ plan: Plan) -> Bool {
    guard let start = knownStart(of: plan) else { return false }
    let rowwise = plan.steps.dropFirst().prefix { $0.kind == .rowwise }
    let base = rowwise.reduce(start) { place(after: $0, NumberedStep(step: $1, occurrence: 0), on: nil) }
    let rest = Array(plan.steps.dropFirst(1 + rowwise.count))
    guard rest.contains(where: { $0.kind != .evaluator }) else { return cache.contains(base.key) }
    guard let outline = try? outline(of: plan, base, rest) else { return false }
    guard plan.modelIndex != nil else {
      // Without a model the rows of the first split are what comes out.
      let split = outline.splits.splits.first
      return cache.contains(outline.steps.reduce(base) { place(after: $0, $1, on: split) }.key)
    }
    return outline.splits.splits.indices.allSatisfy { cache.contains(predictionsKey(outline, $0)) }
  }
}

/// A fitted model, with what it took.
struct ModelState<Fitted: FittedModel>: Sendable, Codable {
  let fitted: Fitted
  let trainingRows: Int
  var seconds = 0.0
  var remarks: [Remark] = []
}

struct AnyModelState: Sendable {
  let fitted: any FittedModel
  let trainingRows: Int
  let seconds: Double
  let remarks: [Remark]
}

extension FoldAnswers {
  var byteCount: Int { predictions.byteCount }
}

func uniqued(_ texts: [String]) -> [String] {
  var seen: Set<String> = []
  return texts.filter { seen.insert($0).inserted }
}
