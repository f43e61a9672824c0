import Numerics

extension Executor {
  /// The place behind the source. What is known of its rows comes from the cache where the files are as they were when
  /// they were read last; their content is read when something needs it.
  func start(of plan: Plan, _ recorder: TraceRecorder) throws -> Place {
    guard let first = plan.steps.first, let source = first.stage as? any SourceStage else { throw PlanError.noSource }
    let step = replanned(source, at: first, for: plan)
    let name = name(of: step, for: plan)
    if let known = memo.start(of: name) { return known }
    do {
      let place = place(of: step, try record(of: step, recorder))
      memo.keep(place, of: name)
      return place
    } catch { throw blamed(for: error, first, in: plan).diagnostic(for: error, splitName: nil) }
  }

  /// The source, or the evaluator that named the data set that an error is about.
  private func blamed(for error: any Error, _ source: PlanStep, in plan: Plan) -> PlanStep {
    guard let error = error as? any ExplainableError else { return source }
    return plan.evaluators.first { step in step.written.contains { step.isNamed($0, by: error) } } ?? source
  }

  /// The same where it is known without reading the data; nil where it is not.
  func knownStart(of plan: Plan) -> Place? {
    guard let first = plan.steps.first, let source = first.stage as? any SourceStage else { return nil }
    let step = replanned(source, at: first, for: plan)
    let name = name(of: step, for: plan)
    if let known = memo.start(of: name) { return known }
    guard let key = try? recordKey(of: step),
      let record = cache.known(for: key, form: .record(step.text), bytes: \.byteCount)
    else { return nil }
    let place = place(of: step, record)
    memo.keep(place, of: name)
    return place
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

  private func place(of step: PlanStep, _ record: DataRecord) -> Place {
    Place(
      roster: record.roster, after: nil, step: NumberedStep(step: step, occurrence: 0), split: nil,
      key: Digest("data", step.canonicalText, record.roster.origin.fingerprint))
  }

  private func record(of step: PlanStep, _ recorder: TraceRecorder) throws -> DataRecord {
    let form = StoredForm.record(step.text)
    return try cache.value(for: recordKey(of: step), form: form, bytes: \.byteCount, context: context) {
      let (samples, remarks, seconds) = try load(step, recorder)
      let record = DataRecord(roster: samples.roster, remarks: remarks, shape: samples.content.shapeText)
      let place = place(of: step, record)
      let set = WorkingSet(rows: samples, key: place.key, remarks: remarks)
      // Whoever asks for the content next need not read the data a second time.
      _ = try cache.value(
        for: place.key, form: .workingSet(step.text, at: place, catalogue), bytes: \.byteCount, context: context
      ) { (set, seconds) }
      return (record, seconds)
    }.value
  }

  /// The rows at the source.
  func source(at place: Place, _ recorder: TraceRecorder) throws -> (value: WorkingSet, seconds: Double) {
    let (samples, remarks, seconds) = try load(place.step.step, recorder)
    guard samples.roster.origin.fingerprint == place.roster.origin.fingerprint else {
      throw PlanError.dataChanged(name: samples.roster.origin.name)
    }
    return (WorkingSet(rows: samples, key: place.key, remarks: remarks), seconds)
  }

  private func load(
    _ step: PlanStep, _ recorder: TraceRecorder
  ) throws -> (samples: Samples, remarks: [Remark], seconds: Double) {
    guard let source = step.stage as? any SourceStage else { throw PlanError.noSource }
    let collector = RemarkCollector()
    let (samples, seconds) = try recorder.ran(step, splitName: nil, shape: \.content.shapeText) {
      try source.load(work(for: step, seed: settings.seed, collector))
    }
    return (samples, collector.remarks, seconds)
  }
}

extension DataRecord {
  /// Roughly: a text shares its characters with the others of its kind.
  var byteCount: Int { roster.count * 96 }
}
