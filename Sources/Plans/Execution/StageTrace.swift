/// What became of one stage when a plan was run: what `why` reads.
public struct StageTrace: Sendable {
  public enum Source: Sendable, Equatable {
    case ran(seconds: Double)
    case cached
  }

  public let step: String
  /// The split it was run for; nil where it saw all rows.
  public let splitName: String?
  public let source: Source
  /// What came out: "2,000 × 50 features".
  public let shape: String

  public init(step: String, splitName: String?, source: Source, shape: String) {
    self.step = step
    self.splitName = splitName
    self.source = source
    self.shape = shape
  }
}

/// Whom the executor tells what it is doing; called from the thread that runs the plan, `progress` from any.
public protocol RunObserver: Sendable {
  func stageWillRun(_ step: PlanStep, splitName: String?)
  func progress(_ fraction: Double)
  /// How the stage that runs stands, in a few words; from any thread.
  func news(_ text: String)
  func stageDidRun(_ trace: StageTrace)
  func remark(_ text: String, from step: PlanStep)
  /// A sweep is about to run `combinations` plans, of which `cached` are known already.
  func sweepWillRun(combinations: Int, cached: Int)
  func combinationDidRun(_ index: Int, of count: Int, seconds: Double)
}

extension RunObserver {
  public func stageWillRun(_ step: PlanStep, splitName: String?) {}
  public func progress(_ fraction: Double) {}
  public func news(_ text: String) {}
  public func stageDidRun(_ trace: StageTrace) {}
  public func remark(_ text: String, from step: PlanStep) {}
  public func sweepWillRun(combinations: Int, cached: Int) {}
  public func combinationDidRun(_ index: Int, of count: Int, seconds: Double) {}
}

/// Nobody listens.
public struct SilentObserver: RunObserver {
  public init() {}
}
