import Basics
import Numerics
import Samples

/// A plan that holds a model, with the splits it is to be scored on: all that is known before anything runs.
struct EvaluationPlan: Sendable {
  let plan: Plan
  /// Behind the stages that do not depend on a split.
  let base: PlanNode
  let splits: SplitPlan
  /// The stages after `base`, up to the model.
  let steps: [StepOccurrence]
  let model: PlanSections.Placed<any ModelStage>

  /// The model's step.
  var modelStep: PlanStep { model.step.step }
}

extension Executor {
  /// Fits and scores a plan that holds a model, on every split that its evaluator decides.
  func evaluate(_ plan: Plan, _ recorder: TraceRecorder) throws -> EvaluationResult {
    let evaluationPlan = try evaluationPlan(of: plan, recorder)
    observer.evaluationWillRun(folds: evaluationPlan.splits.splits.count)
    let bytes = prepare([evaluationPlan], recorder)
    // What it is compared with may begin from them too.
    if isLast, plan.exact == nil { release(before: evaluationPlan.base) }
    let splits = evaluationPlan.splits.splits
    let outcomes = try concurrently(splits.count, bytesEach: bytes) { index, executor in
      // Of a single split it is kept: the next line may ask for another number of components.
      defer { if splits.count > 1 { cache.release(split: splits[index].trainingDigest) } }
      return try executor.outcome(of: evaluationPlan, index, recorder)
    }
    var result = try result(of: evaluationPlan, outcomes)
    enter(&result)
    return result
  }

  func evaluationPlan(of plan: Plan, _ recorder: TraceRecorder) throws -> EvaluationPlan {
    let sections = try sections(of: plan)
    return try evaluationPlan(of: sections, base(of: sections, recorder))
  }

  /// - Throws: `PlanError.noModel`; what the evaluator throws.
  private func evaluationPlan(of sections: PlanSections, _ base: PlanNode) throws -> EvaluationPlan {
    guard let model = sections.model else { throw PlanError.noModel }
    do { _ = try base.metadata.labels } catch { throw model.step.step.diagnostic(for: error, splitName: nil) }
    // What is wrong with the plan as it is written can be known before anything has learnt.
    for note in sections.plan.notes { observer.note(note, from: model.step.step) }
    return EvaluationPlan(
      plan: sections.plan, base: base, splits: try splitPlan(of: sections, base), steps: sections.learning,
      model: model)
  }

  /// Makes what all splits share with all threads, before the splits are dealt to single ones. An error is left to
  /// whoever needs the rows.
  /// - Returns: about how many bytes the work on one split takes: its training rows, and twice as much to work with.
  @discardableResult
  func prepare(_ evaluationPlans: [EvaluationPlan], _ recorder: TraceRecorder) -> Int {
    var seen: Set<Digest> = []
    var bytes = 0
    for evaluationPlan in evaluationPlans where seen.insert(evaluationPlan.base.key).inserted {
      let isNeeded = evaluationPlans.contains { other in
        other.base.key == evaluationPlan.base.key
          && other.splits.splits.indices.contains { needsBase(other, $0) }
      }
      if isNeeded, let set = try? workingSet(at: evaluationPlan.base, recorder) {
        bytes = max(bytes, 3 * set.rows.content.expandedByteCount)
      }
    }
    return bytes
  }

  /// Lets go of the rows that those at a node were made from.
  private func release(before node: PlanNode) {
    var node = node.previous
    while let current = node {
      cache.release(key: current.key)
      node = current.previous
    }
  }

  /// Whether nothing that a split's predictions are made from is at hand, short of the rows that all splits share.
  private func needsBase(_ evaluationPlan: EvaluationPlan, _ index: Int) -> Bool {
    if cache.contains(predictionsKey(evaluationPlan, index)) { return false }
    var node: PlanNode? = self.node(of: evaluationPlan, on: evaluationPlan.splits.splits[index])
    while let current = node, current !== evaluationPlan.base {
      if cache.contains(current.key) { return false }
      node = current.previous
    }
    return true
  }

  /// The node before the model.
  func node(of evaluationPlan: EvaluationPlan, on split: RowSplit) -> PlanNode {
    nodes(after: evaluationPlan.base, evaluationPlan.steps, on: split)
  }

  func modelKey(_ evaluationPlan: EvaluationPlan, _ split: RowSplit) -> Digest {
    node(after: node(of: evaluationPlan, on: split), evaluationPlan.model.step, on: split).key
  }

  func predictionsKey(_ evaluationPlan: EvaluationPlan, _ index: Int) -> Digest {
    let split = evaluationPlan.splits.splits[index]
    var key = Digest("predictions")
    key.combine(modelKey(evaluationPlan, split))
    key.combine(split.testDigest)
    return key
  }

  /// The predictions of one split; kept in the cache, so that an interrupted evaluation goes on where it was.
  func outcome(of evaluationPlan: EvaluationPlan, _ index: Int, _ recorder: TraceRecorder) throws -> FoldOutcome {
    let split = evaluationPlan.splits.splits[index]
    let step = evaluationPlan.modelStep
    do {
      let form = StoredForm.foldPredictions(
        step.text, rows: split.test.count, classes: try evaluationPlan.base.metadata.labels.names.count)
      let found = try cache.value(
        for: predictionsKey(evaluationPlan, index), form: form, bytes: \.byteCount, context: context
      ) { try predict(by: evaluationPlan.model.stage, evaluationPlan, split, recorder) }
      let foldPredictions = found.value
      observer.foldDidRun(isFromCache: found.isFromCache)
      if found.isFromCache {
        recorder.cached(step, splitName: split.name, shape: "\(grouped(foldPredictions.trainingRows)) rows learnt")
        recorder.repeatNotes(foldPredictions.notes, of: node(of: evaluationPlan, on: split))
      }
      return FoldOutcome(
        split: split, test: memo.testRoster(of: split, in: evaluationPlan.base),
        predictions: foldPredictions.predictions,
        trainingRows: foldPredictions.trainingRows, notes: foldPredictions.notes,
        seconds: foldPredictions.seconds)
    } catch { throw step.diagnostic(for: error, splitName: split.name) }
  }

  private func predict(
    by model: any ModelStage, _ evaluationPlan: EvaluationPlan, _ split: RowSplit,
    _ recorder: TraceRecorder
  ) throws -> (value: FoldPredictions, seconds: Double) {
    let set = try workingSet(at: node(of: evaluationPlan, on: split), recorder)
    let step = evaluationPlan.model.step
    let state = try fittedModel(model, step, key: modelKey(evaluationPlan, split), on: split, from: set, recorder)
    let start = ContinuousClock.now
    let test = set.rows.gathering(split.test, context: context)
    let predictions = try model.tellingMissingNumbers(in: test.content, catalogue.suggestions) {
      try state.fitted.predict(rows: test, context: context)
    }
    let seconds = state.seconds + start.secondsUntilNow
    let name = step.step.declaration.name
    let own =
      singleClassNote(predictions.codes, state.fitted.classNames, split).map { Note(stage: name, text: $0) }
      + choiceNote(state.fitted, stage: name, on: split)
    let notes = set.notes + state.notes + own
    let foldPredictions = FoldPredictions(
      predictions: predictions, trainingRows: state.trainingRows, notes: notes, seconds: seconds,
      isCutShort: state.fitted.isCutShort)
    return (foldPredictions, seconds)
  }

  /// The same for a model of any type.
  func fittedModel(
    _ model: any ModelStage, _ step: StepOccurrence, key: Digest, on split: RowSplit?, from set: PreparedRows,
    _ recorder: TraceRecorder
  ) throws -> AnyModelState {
    func opened<Learner: ModelStage>(_ model: Learner) throws -> AnyModelState {
      let state = try fit(model, step, key: key, on: split, from: set, recorder)
      return AnyModelState(
        fitted: state.fitted, trainingRows: state.trainingRows, seconds: state.seconds, notes: state.notes)
    }
    return try opened(model)
  }

  /// The fitted model at the end of a plan.
  func fit<Learner: ModelStage>(
    _ model: Learner, _ step: StepOccurrence, key: Digest, on split: RowSplit?, from set: PreparedRows,
    _ recorder: TraceRecorder
  ) throws -> ModelState<Learner.Fitted> {
    let shape = { (state: ModelState<Learner.Fitted>) in "\(grouped(state.trainingRows)) rows learnt" }
    let found = try cache.value(
      for: key, form: storedForm(of: step.step, on: split, rows: set.trainingCount(on: split)),
      bytes: \.fitted.byteCount, context: context
    ) {
      let collector = NoteCollector()
      let stageContext = stageContext(
        for: step.step, seed: seed(of: step, split), collector,
        seedOfStage: { name in seed(ofStage: name, step.before[name, default: 0], split, planSeed: step.seed) })
      let training = set.training(on: split, context: context)
      var (state, seconds) = try recorder.ran(step.step, splitName: split?.name, shape: shape) {
        let fitted = try model.tellingMissingNumbers(in: training.content, catalogue.suggestions) {
          try self.fitted(by: model, step, on: split, rows: set.key, training, stageContext, recorder)
        }
        return ModelState(fitted: fitted, trainingRows: training.metadata.count)
      }
      (state.seconds, state.notes) = (seconds, collector.notes)
      return (state, seconds)
    }
    if found.isFromCache { recorder.cached(step.step, splitName: split?.name, shape: shape(found.value)) }
    return found.value
  }

  /// A model that answers the same for every face looks better than it is wherever one class is large.
  private func singleClassNote(_ codes: [Int], _ names: [String], _ split: RowSplit) -> [String] {
    guard codes.count > 1, let first = codes.first, codes.allSatisfy({ $0 == first }), names.indices.contains(first)
    else { return [] }
    return ["the model predicts '\(names[first])' for every one of the \(codes.count) test rows of \(split.name)"]
  }

  /// Whether a run of `plan` would compute nothing, because its rows or all its predictions are in the cache.
  public func isCached(_ plan: Plan) -> Bool {
    guard let sections = try? sections(of: plan), let start = knownStart(of: sections) else { return false }
    guard let base = try? base(of: sections, after: start) else { return false }
    if sections.model != nil {
      guard let evaluationPlan = try? evaluationPlan(of: sections, base) else { return false }
      return evaluationPlan.splits.splits.indices.allSatisfy { cache.contains(predictionsKey(evaluationPlan, $0)) }
    }
    guard !sections.learning.isEmpty else { return cache.contains(base.key) }
    // Without a model the rows of the first split are what comes out.
    guard let splits = try? splitPlan(of: sections, base) else { return false }
    return cache.contains(nodes(after: base, sections.learning, on: splits.splits.first).key)
  }
}

/// A fitted model, with what it took.
struct ModelState<Fitted: FittedModel>: Sendable, Codable {
  let fitted: Fitted
  let trainingRows: Int
  var seconds = 0.0
  var notes: [Note] = []
}

struct AnyModelState: Sendable {
  let fitted: any FittedModel
  let trainingRows: Int
  let seconds: Double
  let notes: [Note]
}

extension FoldPredictions {
  var byteCount: Int { predictions.byteCount }
}

func uniqued(_ texts: [String]) -> [String] {
  var seen: Set<String> = []
  return texts.filter { seen.insert($0).inserted }
}
