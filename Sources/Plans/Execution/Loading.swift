import Basics
import Numerics
import Samples

extension Executor {
  /// The node behind the source. What is known of its rows comes from the cache where the files are as they were when
  /// they were read last; their content is read when something needs it.
  func start(of sections: PlanSections, _ recorder: TraceRecorder) throws -> PlanNode {
    let source = replanned(sections)
    if let known = memo.start(of: source.name) { return known }
    do {
      let key = try recordKey(of: source.placed)
      let node = node(of: source.placed, try record(of: source.placed, key, recorder))
      memo.keep(node, key, of: source.name)
      return node
    } catch {
      throw blamed(for: error, in: sections).diagnostic(for: error, splitName: nil)
    }
  }

  /// The source, or the evaluator that named the data set that an error is about.
  private func blamed(for error: any Error, in sections: PlanSections) -> PlanStep {
    let source = sections.source.step.step
    guard let error = error as? any ExplainableError else { return source }
    return sections.plan.evaluators.first { step in step.written.contains { step.isNamed($0, by: error) } } ?? source
  }

  /// The same where it is known without reading the data; nil where it is not.
  func knownStart(of sections: PlanSections) -> PlanNode? {
    let source = replanned(sections)
    if let known = memo.start(of: source.name) { return known }
    guard let key = try? recordKey(of: source.placed),
      let record = cache.known(for: key, form: .record(source.placed.step.step.text), bytes: \.byteCount)
    else { return nil }
    let node = node(of: source.placed, record)
    memo.keep(node, key, of: source.name)
    return node
  }

  typealias Source = PlanSections.Placed<any SourceStage>

  /// The source with what evaluators need beside it, such as the data set of `… | test_on "ck48"`; and one name for the
  /// same data within a run.
  func replanned(_ sections: PlanSections) -> (placed: Source, name: String) {
    let needed = sections.evaluators.compactMap(\.stage.neededSource)
    let old = sections.source.step
    let stage = needed.reduce(sections.source.stage) { $0.adding(source: $1) ?? $0 }
    let step = PlanStep(
      stage: stage, text: old.step.text, location: old.step.location, callers: old.step.callers,
      arguments: old.step.arguments, written: old.step.written)
    return (
      Source(
        step: StepOccurrence(step: step, occurrence: 0, keyText: step.canonicalText, seed: old.seed), stage: stage),
      ([step.canonicalText, String(old.seed)] + needed).joined(separator: "\n")
    )
  }

  func recordKey(of source: Source) throws -> Digest {
    Digest(
      "data record", storedGeneration, source.step.keyText, try source.stage.identity(in: settings.environment),
      String(source.step.seed))
  }

  private func node(of source: Source, _ record: DataRecord) -> PlanNode {
    PlanNode(
      metadata: record.metadata, after: nil, step: source.step, split: nil,
      key: Digest("data", storedGeneration, source.step.keyText, record.metadata.origin.fingerprint))
  }

  private func record(of source: Source, _ key: Digest, _ recorder: TraceRecorder) throws -> DataRecord {
    let text = source.step.step.text
    let form = StoredForm.record(text)
    return try cache.value(for: key, form: form, bytes: \.byteCount, context: context) {
      let (samples, notes, seconds) = try load(source.stage, source.step, recorder)
      let record = DataRecord(metadata: samples.metadata, notes: notes, shape: samples.content.shapeText)
      let node = node(of: source, record)
      let set = PreparedRows(rows: samples, key: node.key, notes: notes)
      // Whoever asks for the content next need not read the data a second time.
      _ = try cache.value(
        for: node.key, form: .workingSet(text, at: node, catalogue), bytes: \.byteCount, context: context
      ) { (set, seconds) }
      return (record, seconds)
    }.value
  }

  /// The rows at the source.
  func source(at node: PlanNode, _ recorder: TraceRecorder) throws -> (value: PreparedRows, seconds: Double) {
    guard case .source(let stage) = node.step.step.stage.role else {
      throw PlanError.noSource(catalogue.suggestions)
    }
    let (samples, notes, seconds) = try load(stage, node.step, recorder)
    guard samples.metadata.origin.fingerprint == node.metadata.origin.fingerprint else {
      throw PlanError.dataChanged(name: samples.metadata.origin.name)
    }
    return (PreparedRows(rows: samples, key: node.key, notes: notes), seconds)
  }

  private func load(
    _ source: any SourceStage, _ occurrence: StepOccurrence, _ recorder: TraceRecorder
  ) throws -> (samples: Samples, notes: [Note], seconds: Double) {
    let collector = NoteCollector()
    let step = occurrence.step
    let (samples, seconds) = try recorder.ran(step, splitName: nil, shape: \.content.shapeText) {
      try source.load(stageContext(for: step, seed: occurrence.seed, collector))
    }
    return (samples, collector.notes, seconds)
  }
}

/// Raised whenever values are kept in another form, so that what an older version has kept is left alone until it is
/// evicted, rather than read and found unreadable.
private let storedGeneration = "2"

extension DataRecord {
  /// Roughly: a text shares its characters with the others of its kind.
  var byteCount: Int { metadata.count * 96 }
}
