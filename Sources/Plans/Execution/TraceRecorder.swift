import Synchronization

/// Writes down what each stage of one run did, and passes it on to the observer. May be used from several threads.
final class TraceRecorder: Sendable {
  private let recorded = Mutex<[StageTrace]>([])
  /// What runs under way found done, by stage and split.
  private let sharing = Mutex<[String: String]>([:])
  let observer: any RunObserver

  init(observer: any RunObserver) {
    self.observer = observer
  }

  /// Runs `work` for a stage and records how long it took.
  func ran<Value>(
    _ step: PlanStep, splitName: String?, shape: (Value) -> String, _ work: () throws -> Value
  ) rethrows -> (value: Value, seconds: Double) {
    observer.stageWillRun(step, splitName: splitName)
    let start = ContinuousClock.now
    let value = try work()
    let seconds = start.secondsUntilNow
    let shared = sharing.withLock { $0.removeValue(forKey: Self.key(step, splitName)) }
    record(
      StageTrace(
        step: step.text, splitName: splitName, source: .ran(seconds: seconds), shape: shape(value), shared: shared))
    return (value, seconds)
  }

  /// Notes that part of what a stage does was there, while it runs.
  func found(_ what: String, for step: PlanStep, splitName: String?) {
    sharing.withLock { $0[Self.key(step, splitName)] = what }
  }

  private static func key(_ step: PlanStep, _ splitName: String?) -> String { "\(step.text)\n\(splitName ?? "")" }

  /// Records that what a stage makes was there already; of what all splits share, once.
  func cached(_ step: PlanStep, splitName: String?, shape: String) {
    let isTold = splitName == nil && recorded.withLock { $0.contains { $0.step == step.text && $0.splitName == nil } }
    guard !isTold else { return }
    record(StageTrace(step: step.text, splitName: splitName, source: .cached, shape: shape))
  }

  /// Says again what stages had said when they ran.
  func repeatNotes(_ notes: [Note], of node: PlanNode) {
    for note in notes {
      if let step = node.step(named: note.stage) { observer.note(note.text, from: step) }
    }
  }

  /// The traces in the order of the plan's stages, those of one stage in the order in which its splits ended, which
  /// differs from run to run. A stage of which nothing is recorded was not even needed: what is made from it was there.
  func traces(of plan: Plan) -> [StageTrace] {
    var remaining = recorded.withLock { $0 }
    var ordered: [StageTrace] = []
    var seen: Set<String> = []
    for step in plan.steps where step.kind != .evaluator && !(step.stage is any IdentityStage) {
      guard seen.insert(step.text).inserted else { continue }
      let own = remaining.filter { $0.step == step.text }
      remaining.removeAll { $0.step == step.text }
      ordered += own.isEmpty ? [StageTrace(step: step.text, splitName: nil, source: .cached, shape: "")] : own
    }
    return ordered + remaining
  }

  private func record(_ trace: StageTrace) {
    recorded.withLock { $0.append(trace) }
    observer.stageDidRun(trace)
  }
}

/// What one stage notes while it runs.
final class NoteCollector: Sendable {
  private let collected = Mutex<[Note]>([])

  var notes: [Note] { collected.withLock { $0 } }

  func add(_ note: Note) {
    collected.withLock { $0.append(note) }
  }
}

extension ContinuousClock.Instant {
  public var secondsUntilNow: Double {
    let duration = duration(to: .now).components
    return Double(duration.seconds) + Double(duration.attoseconds) * 1e-18
  }
}
