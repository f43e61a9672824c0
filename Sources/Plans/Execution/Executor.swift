import Numerics
import Samples

/// Runs plans: every stage at most once for the same input, with what it made kept in the cache.
public struct Executor: Sendable {
  public let catalogue: Catalogue
  public let cache: MatrixCache
  public let experimentLog: any ExperimentLog
  public internal(set) var settings: RunSettings
  public let observer: any RunObserver
  let isInterrupted: @Sendable () -> Bool
  let forgetInterruption: (@Sendable () -> Void)?
  /// Whether stages tell how far they have come: not where several run at once.
  var reportsFractions = true
  let memo = RunMemo()

  public init(
    catalogue: Catalogue, cache: MatrixCache, experimentLog: any ExperimentLog, settings: RunSettings,
    observer: any RunObserver = SilentObserver(), isInterrupted: @escaping @Sendable () -> Bool = { false },
    forgetInterruption: (@Sendable () -> Void)? = nil
  ) {
    self.catalogue = catalogue
    self.cache = cache
    self.experimentLog = experimentLog
    self.settings = settings
    self.observer = observer
    self.isInterrupted = isInterrupted
    self.forgetInterruption = forgetInterruption
  }

  /// Runs one plan: rows where it ends before a model, a scored result where it holds one.
  public func run(_ plan: Plan) throws -> (payload: Payload, trace: [StageTrace]) {
    let recorder = TraceRecorder(observer: observer)
    let payload: Payload =
      plan.modelIndex == nil
      ? .samples(try workingSet(of: plan, recorder))
      : .result(try evaluate(plan, recorder))
    return (payload, recorder.traces(of: plan))
  }

  /// Runs a reader on a value.
  public func read(_ value: PlanValue, with step: PlanStep) throws -> Payload {
    guard let reader = step.stage as? any ReaderStage else { return value.payload }
    let stageContext = ReaderContext(
      stage: self.stageContext(for: step, seed: settings.seed, NoteCollector()),
      fittedPipeline: { plan in try fittedPipeline(of: plan) }, modelInput: { plan in try modelInput(of: plan) },
      evaluated: { plan in try evaluate(plan, TraceRecorder(observer: observer)) }, catalogue: catalogue,
      experimentLog: experimentLog)
    do { return try reader.read(value, stageContext) } catch { throw step.diagnostic(for: error, splitName: nil) }
  }

  /// The rows that come out of a plan without a model. Its fitted stages learn from the training rows of the default
  /// evaluator's first split, so that features shown at the prompt are those that a model would be given.
  func workingSet(of plan: Plan, _ recorder: TraceRecorder) throws -> PreparedRows {
    var (node, rest) = try nodeBeforeLearning(of: plan, recorder)
    if rest.contains(where: { $0.kind != .evaluator }) {
      let split = try splitPlan(of: plan, node).splits.first
      for step in numbered(rest) where step.step.kind != .evaluator {
        node = self.node(after: node, step, on: split)
      }
    }
    let set = try workingSet(at: node, recorder)
    recorder.repeatNotes(set.notes, of: node)
    return set
  }

  /// The place behind the source and the row-wise stages, which do not depend on any split, and the steps after it.
  func nodeBeforeLearning(of plan: Plan, _ recorder: TraceRecorder) throws -> (PlanNode, [PlanStep]) {
    var node = try start(of: plan, recorder)
    var rest = plan.steps.dropFirst()
    while let step = rest.first, step.kind == .rowwise {
      node = self.node(after: node, StepOccurrence(step: step, occurrence: 0), on: nil)
      rest = rest.dropFirst()
    }
    return (node, Array(rest))
  }

  /// The splits that the plan's evaluators decide, the same for every plan over the same rows.
  func splitPlan(of plan: Plan, _ node: PlanNode) throws -> SplitPlan {
    let evaluators = plan.evaluators
    let step =
      evaluators.last ?? PlanStep(stage: catalogue.defaultEvaluator, text: "", location: plan.steps[0].location)
    guard let evaluator = step.stage as? any EvaluatorStage else { throw PlanError.noSource }
    let inner = evaluators.dropLast().last?.stage as? any EvaluatorStage
    var key = Digest(evaluators.map(\.canonicalText).joined(separator: "|"), node.metadata.origin.fingerprint)
    key.combine(node.metadata.count)
    if let known = memo.splits(for: key) { return known }
    do {
      let collector = NoteCollector()
      var splits = try evaluator.splits(
        of: node.metadata, wrapping: inner,
        stageContext(for: step, seed: Digest("splits", String(settings.seed)).seed, collector))
      splits.notes += collector.notes.map(\.text)
      memo.keep(splits, for: key)
      return splits
    } catch { throw step.diagnostic(for: error, splitName: nil) }
  }

  func stageContext(
    for step: PlanStep, seed: UInt64, _ collector: NoteCollector,
    seedOfStage: (@Sendable (String) -> UInt64)? = nil
  ) -> StageContext {
    StageContext(
      seed: seed, execution: context, environment: settings.environment,
      onNote: { [observer] text in
        collector.add(Note(stage: step.declaration.name, text: text))
        observer.note(text, from: step)
      }, seedOfStage: seedOfStage)
  }

  public var context: ExecutionContext {
    let (observer, reports) = (observer, reportsFractions)
    return ExecutionContext(
      threads: settings.threads, isInterrupted: isInterrupted,
      onProgress: { if reports { observer.progress($0) } }, onNews: { if reports { observer.news($0) } },
      forgetInterruption: forgetInterruption)
  }
}

/// Mistakes in the shape of a plan that the checker tells before anything runs; here for plans made by other means.
public enum PlanError: ExplainableError {
  case noSource
  case wrongContent(stage: String, needs: String, found: String)
  /// A data set changed between two looks at it.
  case dataChanged(name: String)

  public var code: String {
    switch self {
    case .noSource: "E0202"
    case .wrongContent: "E0201"
    case .dataChanged: "E0326"
    }
  }

  public var problem: String {
    switch self {
    case .noSource: "there is no data to work on"
    case .wrongContent(let stage, let needs, let found): "\(stage) needs \(needs), but is given \(found)"
    case .dataChanged(let name): "the data set '\(name)' changed while it was being worked on"
    }
  }

  public var remedy: String {
    switch self {
    case .noSource: "begin with a source, such as `load \"ziya07\"` or `faces`"
    case .wrongContent: "features are made from images by `lbp` or `pixels`"
    case .dataChanged: "run the line again when nothing writes to the data any more"
    }
  }

  public var explanation: String {
    switch self {
    case .noSource, .wrongContent:
      "A plan begins with a source, turns images into features, and features into predictions."
    case .dataChanged:
      "What is computed from a data set is kept under its content; half of one content and half of another has no name."
    }
  }
}
