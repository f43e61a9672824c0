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
  /// What of its work was there already, done for other arguments: "kernel matrix".
  public let shared: String?

  public init(step: String, splitName: String?, source: Source, shape: String, shared: String? = nil) {
    self.shared = shared
    self.step = step
    self.splitName = splitName
    self.source = source
    self.shape = shape
  }
}

/// How much work a sweep is, before it begins.
public struct SweepOutlook: Sendable, Equatable {
  public var combinations: Int
  /// Of which nothing is left to compute.
  public var cachedCombinations: Int
  /// Fits and scorings of all combinations: one a split.
  public var folds: Int
  public var cachedFolds: Int
  /// How long the rest will take, judged by what the same stages took before; nil where they never ran.
  public var seconds: Double?

  public init(
    combinations: Int, cachedCombinations: Int, folds: Int = 0, cachedFolds: Int = 0, seconds: Double? = nil
  ) {
    self.combinations = combinations
    self.cachedCombinations = cachedCombinations
    self.folds = folds
    self.cachedFolds = cachedFolds
    self.seconds = seconds
  }
}

/// Whom the executor tells what it is doing; called from any thread, and from several at once.
public protocol RunObserver: Sendable {
  func stageWillRun(_ step: PlanStep, splitName: String?)
  func progress(_ fraction: Double)
  /// How the stage that runs stands, in a few words; from any thread.
  func news(_ text: String)
  func stageDidRun(_ trace: StageTrace)
  func note(_ text: String, from step: PlanStep)
  /// One plan is about to be fitted and scored on so many splits.
  func evaluationWillRun(folds: Int)
  func sweepWillRun(_ outlook: SweepOutlook)
  /// Of an evaluation or a sweep.
  func foldDidRun(isFromCache: Bool)
  func combinationDidRun(_ index: Int, of count: Int, seconds: Double)
  /// After a sweep in which not every combination came to an end.
  func combinationsDidFail(_ failures: Int, of count: Int)
}

extension RunObserver {
  public func stageWillRun(_ step: PlanStep, splitName: String?) {}
  public func progress(_ fraction: Double) {}
  public func news(_ text: String) {}
  public func stageDidRun(_ trace: StageTrace) {}
  public func note(_ text: String, from step: PlanStep) {}
  public func evaluationWillRun(folds: Int) {}
  public func sweepWillRun(_ outlook: SweepOutlook) {}
  public func foldDidRun(isFromCache: Bool) {}
  public func combinationDidRun(_ index: Int, of count: Int, seconds: Double) {}
  public func combinationsDidFail(_ failures: Int, of count: Int) {}
}

/// Nobody listens.
public struct SilentObserver: RunObserver {
  public init() {}
}
