import Numerics

/// Runs plans: every stage at most once for the same input, with what it made kept in the cache.
public struct Executor: Sendable {
  public let catalogue: Catalogue
  public let cache: MatrixCache
  public let ledger: TestLedger
  public let settings: RunSettings
  public let observer: any RunObserver
  let isInterrupted: @Sendable () -> Bool
  let forgetInterruption: (@Sendable () -> Void)?

  public init(
    catalogue: Catalogue, cache: MatrixCache, ledger: TestLedger, settings: RunSettings,
    observer: any RunObserver = SilentObserver(), isInterrupted: @escaping @Sendable () -> Bool = { false },
    forgetInterruption: (@Sendable () -> Void)? = nil
  ) {
    self.catalogue = catalogue
    self.cache = cache
    self.ledger = ledger
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
    return (payload, recorder.traces)
  }

  /// Runs a reader on a value.
  public func read(_ value: PlanValue, with step: PlanStep) throws -> Payload {
    guard let reader = step.stage as? any ReaderStage else { return value.payload }
    let recorder = TraceRecorder(observer: SilentObserver())
    let work = ReaderWork(
      stage: self.work(for: step, seed: settings.seed, recorder),
      fittedPipeline: { plan in try fittedPipeline(of: plan) },
      evaluated: { plan in try evaluate(plan, TraceRecorder(observer: observer)) }, catalogue: catalogue)
    do { return try reader.read(value, work) } catch { throw step.diagnostic(for: error, splitName: nil) }
  }

  /// The rows that come out of a plan without a model. Its fitted stages learn from the training rows of the default
  /// evaluator's first split, so that features shown at the prompt are those that a model would be given.
  private func workingSet(of plan: Plan, _ recorder: TraceRecorder) throws -> WorkingSet {
    var (set, rest) = try rowsBeforeLearning(of: plan, recorder)
    guard rest.contains(where: { $0.kind != .evaluator }) else { return set }
    let splits = try splitPlan(of: plan, set.rows.roster, recorder)
    set.split = splits.splits.first
    for step in numbered(rest) where step.step.kind != .evaluator {
      set = try advance(set, over: step, recorder)
    }
    return set
  }

  /// Runs the source and the row-wise stages, which do not depend on any split.
  func rowsBeforeLearning(of plan: Plan, _ recorder: TraceRecorder) throws -> (WorkingSet, [PlanStep]) {
    guard let first = plan.steps.first, let source = first.stage as? any SourceStage else {
      throw PlanError.noSource
    }
    var set: WorkingSet
    do { set = try load(replanned(source, for: plan), at: first, recorder) } catch {
      throw blamed(for: error, first, in: plan).diagnostic(for: error, splitName: nil)
    }
    var rest = plan.steps.dropFirst()
    while let step = rest.first, step.kind == .rowwise {
      set = try advance(set, over: NumberedStep(step: step, occurrence: 0), recorder)
      rest = rest.dropFirst()
    }
    return (set, Array(rest))
  }

  /// An evaluator may need a data set that the source does not name: `… | test_on "ck48"`.
  private func replanned(_ source: any SourceStage, for plan: Plan) -> any SourceStage {
    plan.evaluators.reduce(source) { source, step in
      guard let name = (step.stage as? any EvaluatorStage)?.neededSource else { return source }
      return source.adding(source: name) ?? source
    }
  }

  private func load(
    _ source: any SourceStage, at step: PlanStep, _ recorder: TraceRecorder
  ) throws -> WorkingSet {
    let key = try key(of: source)
    return try recorder.run(step, splitName: nil, shape: \.shapeText) {
      try cached(key, bytes: \.byteCount) {
        let samples = try source.load(work(for: step, seed: settings.seed, recorder))
        return WorkingSet(rows: samples, key: key)
      }
    }
  }

  /// The source, or the evaluator that named the data set that an error is about.
  private func blamed(for error: any Error, _ source: PlanStep, in plan: Plan) -> PlanStep {
    guard let error = error as? any ExplainableError else { return source }
    return plan.evaluators.first { step in step.written.contains { step.isNamed($0, by: error) } } ?? source
  }

  private func key(of source: any SourceStage) throws -> Digest {
    let declaration = type(of: source).declaration
    return Digest(
      "source", "\(declaration.name)@\(declaration.version)(\(source.canonicalArguments))",
      try source.identity(in: settings.environment), String(settings.seed))
  }

  /// Whether a run of `plan` would fit and score nothing, because all its predictions are in the cache.
  public func isCached(_ plan: Plan) -> Bool {
    guard let source = plan.steps.first?.stage as? any SourceStage,
      let sourceKey = try? key(of: replanned(source, for: plan)),
      let base = cache.value(WorkingSet.self, for: sourceKey),
      let splits = try? splitPlan(of: plan, base.rows.roster, TraceRecorder(observer: SilentObserver()))
    else { return false }
    let steps = plan.steps.dropFirst().filter { $0.kind != .evaluator }
    let rowwise = steps.prefix { $0.kind == .rowwise }
    return splits.splits.allSatisfy { split in
      var set = base
      for step in rowwise { set.key = key(after: set, NumberedStep(step: step, occurrence: 0)) }
      set.split = split
      for step in numbered(Array(steps.dropFirst(rowwise.count))) { set.key = key(after: set, step) }
      return cache.contains(plan.modelIndex == nil ? set.key : predictionsKey(model: set.key, split))
    }
  }

  func predictionsKey(model: Digest, _ split: RowSplit) -> Digest {
    var key = Digest("predictions")
    key.combine(model)
    key.combine(split.testDigest)
    return key
  }

  /// The splits that the plan's evaluators decide, the same for every plan over the same rows.
  func splitPlan(of plan: Plan, _ roster: Roster, _ recorder: TraceRecorder) throws -> SplitPlan {
    var inner: (any EvaluatorStage)?
    var last: PlanStep?
    for step in plan.evaluators.dropLast() { inner = step.stage as? any EvaluatorStage }
    last = plan.evaluators.last
    let step = last ?? PlanStep(stage: catalogue.defaultEvaluator, text: "", location: plan.steps[0].location)
    guard let evaluator = step.stage as? any EvaluatorStage else { throw PlanError.noSource }
    do {
      return try evaluator.splits(
        of: roster, wrapping: inner, work(for: step, seed: Digest("splits", String(settings.seed)).seed, recorder))
    } catch { throw step.diagnostic(for: error, splitName: nil) }
  }

  func work(
    for step: PlanStep, seed: UInt64, _ recorder: TraceRecorder, seedOfStage: (@Sendable (String) -> UInt64)? = nil
  ) -> StageWork {
    StageWork(
      seed: seed, context: context, environment: settings.environment,
      onRemark: { text in recorder.remark(text, from: step) }, seedOfStage: seedOfStage)
  }

  public var context: ExecutionContext {
    ExecutionContext(
      threads: settings.threads, isInterrupted: isInterrupted, onProgress: { [observer] in observer.progress($0) },
      onNews: { [observer] in observer.news($0) }, forgetInterruption: forgetInterruption)
  }

  /// The value under `key`, computed and kept where it is not there.
  func cached<Value: Sendable>(
    _ key: Digest, bytes: (Value) -> Int, _ compute: () throws -> Value
  ) throws -> (value: Value, isFromCache: Bool) {
    if let value = cache.value(Value.self, for: key) { return (value, true) }
    try context.checkInterruption()
    let value = try compute()
    cache.store(value, bytes: bytes(value), for: key)
    return (value, false)
  }
}

/// Mistakes in the shape of a plan that the checker tells before anything runs; here for plans made by other means.
public enum PlanError: ExplainableError {
  case noSource
  case wrongContent(stage: String, needs: String, found: String)

  public var code: String {
    switch self {
    case .noSource: "E0202"
    case .wrongContent: "E0201"
    }
  }

  public var problem: String {
    switch self {
    case .noSource: "there is no data to work on"
    case .wrongContent(let stage, let needs, let found): "\(stage) needs \(needs), but is given \(found)"
    }
  }

  public var remedy: String {
    switch self {
    case .noSource: "begin with a source, such as `load \"ziya07\"` or `faces`"
    case .wrongContent: "features are made from images by `lbp` or `pixels`"
    }
  }

  public var explanation: String {
    "A plan begins with a source, turns images into features, and features into predictions."
  }
}
