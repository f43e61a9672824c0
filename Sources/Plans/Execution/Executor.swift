import Basics
import Numerics
import Samples

/// Runs plans: every stage at most once for the same input, with what it made kept in the cache.
public struct Executor: Sendable {
  public let catalogue: Catalogue
  public let cache: MatrixCache
  public let experimentLog: any ExperimentLog
  public internal(set) var settings: RunSettings
  public internal(set) var observer: any RunObserver
  let isInterrupted: @Sendable () -> Bool
  let forgetInterruption: (@Sendable () -> Void)?
  let engine: any SweepEngine
  /// Whether what is run is all that will be: rows that others have been made from are let go then.
  public var isLast = false
  /// Whether stages tell how far they have come: not where several run at once.
  var reportsFractions = true
  /// Threads of the executor that dealt the pieces this one works on; nil where it works on all.
  var dealersThreads: Int?
  let memo = RunMemo()

  public init(
    catalogue: Catalogue, cache: MatrixCache, experimentLog: any ExperimentLog, settings: RunSettings,
    observer: any RunObserver = SilentObserver(), isInterrupted: @escaping @Sendable () -> Bool = { false },
    forgetInterruption: (@Sendable () -> Void)? = nil, engine: any SweepEngine = ThreadEngine()
  ) {
    self.catalogue = catalogue
    self.cache = cache
    self.experimentLog = experimentLog
    self.settings = settings
    self.observer = observer
    self.isInterrupted = isInterrupted
    self.forgetInterruption = forgetInterruption
    self.engine = engine
  }

  /// Runs one plan: rows where it ends before a model, a scored result where it holds one.
  public func run(_ plan: Plan) throws -> (payload: any Payload, trace: [StageTrace]) {
    let recorder = TraceRecorder(observer: observer)
    let payload: any Payload =
      plan.modelIndex == nil
      ? try workingSet(of: plan, recorder)
      : try evaluate(plan, recorder)
    return (payload, recorder.traces(of: plan))
  }

  /// Runs a reader on a value.
  /// - Throws: what the reader throws, at its place.
  public func read(_ value: PlanValue, with step: PlanStep) throws -> any Payload {
    let readerContext = ReaderContext(
      stage: stageContext(for: step, seed: settings.seed, NoteCollector()),
      fittedPipeline: { plan in try fittedPipeline(of: plan) }, modelInput: { plan in try modelInput(of: plan) },
      evaluated: { plan in try evaluate(plan, TraceRecorder(observer: observer)) },
      probabilities: { plan in try testProbabilities(of: plan) },
      metadata: { plan in try base(of: try sections(of: plan), TraceRecorder(observer: observer)).metadata },
      catalogue: catalogue, experimentLog: experimentLog)
    do {
      guard case .reader(let reader) = step.stage.role else {
        throw PlanError.misplaced(stage: step.declaration.name, kind: step.kind)
      }
      return try reader.read(value, readerContext)
    } catch { throw step.diagnostic(for: error, splitName: nil) }
  }

  /// The rows that come out of a plan without a model. Its fitted stages learn from the training rows of the default
  /// evaluator's first split, so that features shown at the prompt are those that a model would be given.
  func workingSet(of plan: Plan, _ recorder: TraceRecorder) throws -> PreparedRows {
    let sections = try sections(of: plan)
    var node = try base(of: sections, recorder)
    if !sections.learning.isEmpty {
      node = nodes(after: node, sections.learning, on: try splitPlan(of: sections, node).splits.first)
    }
    let set = try workingSet(at: node, recorder)
    recorder.repeatNotes(set.notes, of: node)
    return set
  }

  /// A plan taken apart, each step with all that its work depends on.
  /// - Throws: `PlanError`; a diagnostic where what a stage depends on cannot be looked at.
  func sections(of plan: Plan) throws -> PlanSections {
    try PlanSections(plan, catalogue.suggestions, seed: settings.seed) { step in
      do { return try memo.keyText(of: step, in: settings.environment) } catch {
        throw step.diagnostic(for: error, splitName: nil)
      }
    }
  }

  /// The node behind the source and the stages that no split changes.
  func base(of sections: PlanSections, _ recorder: TraceRecorder) throws -> PlanNode {
    try base(of: sections, after: try start(of: sections, recorder))
  }

  /// The splits that the plan's evaluators decide, the same for every plan over the same rows.
  func splitPlan(of sections: PlanSections, _ node: PlanNode) throws -> SplitPlan {
    let last = sections.evaluators.last
    let (evaluator, step) =
      last.map { ($0.stage, $0.step.step) }
      ?? (
        catalogue.defaultEvaluator,
        PlanStep(stage: catalogue.defaultEvaluator, text: "", location: sections.source.step.step.location)
      )
    var key = Digest(sections.evaluators.map(\.step.keyText).joined(separator: "|"), node.metadata.origin.fingerprint)
    key.combine(node.metadata.count)
    let seed = sections.source.step.seed
    key.combine(String(seed))
    if let known = memo.splits(for: key) { return known }
    do {
      let collector = NoteCollector()
      var splits = try evaluator.splits(
        of: node.metadata, wrapping: sections.evaluators.dropLast().last?.stage,
        stageContext(for: step, seed: Digest("splits", String(seed)).seed, collector))
      if splits.splits.count == 1 { splits.splits[0].isAlone = true }
      splits.notes += collector.notes.map(\.text) + seenBeforeNotes(on: splits, of: node.metadata)
      memo.keep(splits, for: key)
      return splits
    } catch { throw step.diagnostic(for: error, splitName: nil) }
  }

  /// Rows that are tested although stages had learnt from them before they were saved.
  private func seenBeforeNotes(on splits: SplitPlan, of rows: RowMetadata) -> [String] {
    guard let learnt = rows.attribute(named: learntByName)?.texts else { return [] }
    let seen = Set(splits.splits.flatMap(\.test)).filter { learnt[$0] != nil }
    let stages = uniqued(seen.sorted().compactMap { learnt[$0] })
    guard !seen.isEmpty else { return [] }
    return [
      "\(grouped(seen.count)) of the rows that are tested are rows that \(stages.joined(separator: ", ")) had learnt from "
        + "before they were saved: the scores are too good; begin with the plan that made them instead"
    ]
  }

  func stageContext(
    for step: PlanStep, seed: UInt64, _ collector: NoteCollector,
    seedOfStage: (@Sendable (String) -> UInt64)? = nil
  ) -> StageContext {
    StageContext(
      seed: seed, execution: context, environment: settings.environment, resources: cache,
      suggestions: catalogue.suggestions,
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
