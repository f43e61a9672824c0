import Basics
import Numerics
import Samples

extension Executor {
  /// The rows at a node: from the cache, or made from those at the node before it.
  func workingSet(at node: PlanNode, _ recorder: TraceRecorder) throws -> PreparedRows {
    let step = node.step.step
    do {
      let found = try cache.value(
        for: node.key, form: .workingSet(step.text, at: node, catalogue), bytes: \.byteCount, context: context
      ) { try made(at: node, recorder) }
      if found.isFromCache {
        recorder.cached(step, splitName: node.split?.name, shape: found.value.shapeText)
      }
      return found.value
    } catch { throw step.diagnostic(for: error, splitName: node.split?.name) }
  }

  private func made(at node: PlanNode, _ recorder: TraceRecorder) throws -> (value: PreparedRows, seconds: Double) {
    guard let previous = node.previous else { return try source(at: node, recorder) }
    let before = try workingSet(at: previous, recorder)
    let collector = NoteCollector()
    let step = node.step.step
    if let selection = node.selection {
      var (set, seconds) = recorder.ran(step, splitName: nil, shape: \PreparedRows.shapeText) {
        selected(selection, of: before, at: node)
      }
      set.notes += selection.notes
      return (set, seconds)
    }
    let shortfalls = ShortfallCollector()
    let stageContext = stageContext(for: step, seed: seed(of: node.step, node.split), collector)
      .counting { shortfalls.add($0) }
    let learner = CachedLearner(
      executor: self, node: node, rows: { before }, recorder: recorder, stageContext: stageContext)
    var (set, seconds) = try recorder.ran(step, splitName: node.split?.name, shape: \PreparedRows.shapeText) {
      var next = before
      next.key = node.key
      next.split = node.split
      try next.advance(over: step, by: learner, stageContext)
      return next
    }
    // Rows are put through a stage in this order.
    for (shortfall, metadata) in zip(
      shortfalls.all, [before.rows.metadata] + (before.resampled.map { [$0.metadata] } ?? []))
    {
      if let text = shortfall.text(knowing: metadata) { stageContext.note(text) }
    }
    set.notes += collector.notes
    return (set, seconds)
  }

  /// What rows never seen before need in the place of the step at a node; nil where they need nothing.
  func learnt(at node: PlanNode, _ recorder: TraceRecorder) throws -> FittedPipeline.Step? {
    guard let previous = node.previous, node.selection == nil else { return nil }
    let step = node.step.step
    do {
      return try step.learnt(
        by: CachedLearner(
          executor: self, node: node, rows: { try workingSet(at: previous, recorder) }, recorder: recorder,
          stageContext: stageContext(for: step, seed: seed(of: node.step, node.split), NoteCollector())))
    } catch { throw step.diagnostic(for: error, splitName: node.split?.name) }
  }

  /// What is learnt on the first split is what `save` and `predict` ask for; on the others only its work is wanted.
  func storedForm<Fitted: Codable>(of step: PlanStep, on split: RowSplit?, rows: Int) -> StoredForm<Fitted>? {
    guard let split, split.fold == 0, split.repetition == 0 else { return nil }
    return .learnt(step.text, rows: rows, catalogue)
  }
}

extension PreparedRows: RowsUnderway {
  public func training(_ context: ExecutionContext) -> Samples { training(on: split, context: context) }

  public var counted: any RowContent { rows.content }

  /// The same stage for all rows and, where there are such, for the resampled ones.
  public mutating func transform(_ apply: (any RowContent) throws -> any RowContent) throws {
    rows.content = try apply(rows.content)
    if let samples = resampled {
      resampled = Samples(content: try apply(samples.content), metadata: samples.metadata)
    }
  }

  public mutating func replaceTraining(by samples: Samples) {
    resampled = samples
  }

  /// The rows that a stage learns from on a split: this set may still be the same for all of them.
  func training(on split: RowSplit?, context: ExecutionContext) -> Samples {
    resampled ?? split.map { rows.gathering($0.train, context: context) } ?? rows
  }

  /// How many they are, without gathering them.
  func trainingCount(on split: RowSplit?) -> Int {
    resampled?.metadata.count ?? split?.train.count ?? rows.metadata.count
  }
}
