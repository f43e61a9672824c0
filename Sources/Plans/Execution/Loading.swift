import Numerics
import Samples

extension Executor {
  /// The place behind the source. What is known of its rows comes from the cache where the files are as they were when
  /// they were read last; their content is read when something needs it.
  func start(of plan: Plan, _ recorder: TraceRecorder) throws -> PlanNode {
    guard let first = plan.steps.first, let source = first.stage as? any SourceStage else { throw PlanError.noSource }
    let step = replanned(source, at: first, for: plan)
    let name = name(of: step, for: plan)
    if let known = memo.start(of: name) { return known }
    do {
      let node = node(of: step, try record(of: step, recorder))
      memo.keep(node, of: name)
      return node
    } catch { throw blamed(for: error, first, in: plan).diagnostic(for: error, splitName: nil) }
  }

  /// The source, or the evaluator that named the data set that an error is about.
  private func blamed(for error: any Error, _ source: PlanStep, in plan: Plan) -> PlanStep {
    guard let error = error as? any ExplainableError else { return source }
    return plan.evaluators.first { step in step.written.contains { step.isNamed($0, by: error) } } ?? source
  }

  /// The same where it is known without reading the data; nil where it is not.
  func knownStart(of plan: Plan) -> PlanNode? {
    guard let first = plan.steps.first, let source = first.stage as? any SourceStage else { return nil }
    let step = replanned(source, at: first, for: plan)
    let name = name(of: step, for: plan)
    if let known = memo.start(of: name) { return known }
    guard let key = try? recordKey(of: step),
      let record = cache.known(for: key, form: .record(step.text), bytes: \.byteCount)
    else { return nil }
    let node = node(of: step, record)
    memo.keep(node, of: name)
    return node
  }

  /// One name for the same data within a run.
  private func name(of step: PlanStep, for plan: Plan) -> String {
    ([step.canonicalText] + neededSources(of: plan)).joined(separator: "\n")
  }

  private func neededSources(of plan: Plan) -> [String] {
    plan.evaluators.compactMap { ($0.stage as? any EvaluatorStage)?.neededSource }
  }

  /// An evaluator may need a data set that the source does not name: `… | test_on "ck48"`.
  private func replanned(_ source: any SourceStage, at step: PlanStep, for plan: Plan) -> PlanStep {
    let stage = neededSources(of: plan).reduce(source) { $0.adding(source: $1) ?? $0 }
    return PlanStep(
      stage: stage, text: step.text, location: step.location, callers: step.callers, arguments: step.arguments,
      written: step.written)
  }

  private func recordKey(of step: PlanStep) throws -> Digest {
    let identity = try (step.stage as? any SourceStage)?.identity(in: settings.environment) ?? ""
    return Digest("data record", step.canonicalText, identity, String(settings.seed))
  }

  private func node(of step: PlanStep, _ record: DataRecord) -> PlanNode {
    PlanNode(
      metadata: record.metadata, after: nil, step: StepOccurrence(step: step, occurrence: 0), split: nil,
      key: Digest("data", step.canonicalText, record.metadata.origin.fingerprint))
  }

  private func record(of step: PlanStep, _ recorder: TraceRecorder) throws -> DataRecord {
    let form = StoredForm.record(step.text)
    return try cache.value(for: recordKey(of: step), form: form, bytes: \.byteCount, context: context) {
      let (samples, notes, seconds) = try load(step, recorder)
      let record = DataRecord(metadata: samples.metadata, notes: notes, shape: samples.content.shapeText)
      let node = node(of: step, record)
      let set = PreparedRows(rows: samples, key: node.key, notes: notes)
      // Whoever asks for the content next need not read the data a second time.
      _ = try cache.value(
        for: node.key, form: .workingSet(step.text, at: node, catalogue), bytes: \.byteCount, context: context
      ) { (set, seconds) }
      return (record, seconds)
    }.value
  }

  /// The rows at the source.
  func source(at node: PlanNode, _ recorder: TraceRecorder) throws -> (value: PreparedRows, seconds: Double) {
    let (samples, notes, seconds) = try load(node.step.step, recorder)
    guard samples.metadata.origin.fingerprint == node.metadata.origin.fingerprint else {
      throw PlanError.dataChanged(name: samples.metadata.origin.name)
    }
    return (PreparedRows(rows: samples, key: node.key, notes: notes), seconds)
  }

  private func load(
    _ step: PlanStep, _ recorder: TraceRecorder
  ) throws -> (samples: Samples, notes: [Note], seconds: Double) {
    guard let source = step.stage as? any SourceStage else { throw PlanError.noSource }
    let collector = NoteCollector()
    let (samples, seconds) = try recorder.ran(step, splitName: nil, shape: \.content.shapeText) {
      try source.load(stageContext(for: step, seed: settings.seed, collector))
    }
    return (samples, collector.notes, seconds)
  }
}

extension DataRecord {
  /// Roughly: a text shares its characters with the others of its kind.
  var byteCount: Int { metadata.count * 96 }
}
