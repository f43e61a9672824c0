import Synchronization

/// Writes down what each stage of one run did, and passes it on to the observer.
final class TraceRecorder: Sendable {
  private let recorded = Mutex<[StageTrace]>([])
  private let remarks = Mutex<[String]>([])
  private let observer: any RunObserver

  init(observer: any RunObserver) {
    self.observer = observer
  }

  var traces: [StageTrace] { recorded.withLock { $0 } }

  /// The remarks since the last call.
  func takeRemarks() -> [String] {
    remarks.withLock { remarks in
      defer { remarks = [] }
      return remarks
    }
  }

  func remark(_ text: String, from step: PlanStep) {
    remarks.withLock { $0.append(text) }
    observer.remark(text, from: step)
  }

  /// Runs `work` for a stage and records how long it took, or that it came from the cache.
  func run<Value>(
    _ step: PlanStep, splitName: String?, shape: (Value) -> String,
    _ work: () throws -> (value: Value, isFromCache: Bool)
  ) throws -> Value {
    observer.stageWillRun(step, splitName: splitName)
    let start = ContinuousClock.now
    let (value, isFromCache) = try work()
    let trace = StageTrace(
      step: step.text, splitName: splitName,
      source: isFromCache ? .cached : .ran(seconds: start.secondsUntilNow), shape: shape(value))
    recorded.withLock { $0.append(trace) }
    observer.stageDidRun(trace)
    return value
  }
}

extension ContinuousClock.Instant {
  public var secondsUntilNow: Double {
    let duration = duration(to: .now).components
    return Double(duration.seconds) + Double(duration.attoseconds) * 1e-18
  }
}
