import Basics
import CommandLine
import Graphics
import Interpreter
import Plans
import Synchronization

/// Listens to a statement that runs: tells the page how it is coming along, keeps what was noted, and counts what ran and
/// what came from the cache.
final class StatementProgress: ProgressDisplay, RunObserver {
  /// What a statement took.
  struct Account: Sendable, Equatable {
    var notes: [String] = []
    /// Seconds in stages that ran, over all threads.
    var ranSeconds = 0.0
    var ranStages = 0
    var cachedPieces = 0
    /// Whether a plan was scored that had not been.
    var hasScored = false

    /// Where a value came from: computed now, taken from the cache, or both.
    /// - Parameters:
    ///   - seconds: how long it took by the clock.
    ///   - isRead: whether it goes on from results of plans.
    func source(seconds: Double, isRead: Bool) -> String {
      let time = NumberFormat.duration(seconds: seconds)
      if ranStages > 0 { return "computed now, \(time)" + (cachedPieces > 0 ? "; the rest from the cache" : "") }
      if cachedPieces > 0 { return "from the cache" }
      return isRead ? "read from what is above" + (seconds < 0.05 ? "" : ", \(time)") : ""
    }
  }

  private let counted = Mutex(Account())
  private let reporter = Mutex<ProgressReporter?>(nil)
  private let rows = GrowingRows()
  private let show: @Sendable (String) -> Void

  /// - Parameter show: is handed the line of progress.
  init(show: @escaping @Sendable (String) -> Void) {
    self.show = show
  }

  /// A sweep begins.
  /// - Parameter showRows: is handed what has come of it, as elements.
  func follow(_ sweep: SweepSoFar, showRows: @escaping @Sendable (String) -> Void) {
    rows.follow(sweep, show: showRows)
  }

  let style = TerminalStyle.plain
  let isDrawnOver = true

  var account: Account { counted.withLock { $0 } }

  func start() {
    let made = ProgressReporter(on: self)
    reporter.withLock { $0 = made }
    made.start(showsTimings: false)
  }

  /// - Parameter notes: what the value says itself, and need not be noted.
  func stop(notes: [String]) {
    rows.stop()
    let made = reporter.withLock { reporter in
      defer { reporter = nil }
      return reporter
    }
    made?.settle(notes: notes, showsTimings: false)
    made?.stop()
  }

  private var listener: any RunObserver { reporter.withLock { $0 } ?? SilentObserver() }

  // MARK: What the reporter says

  func draw(_ line: String) { show(line) }
  func erase() {}

  func tell(_ text: String) {
    let lines = text.split(separator: "\n").map(String.init)
    counted.withLock { $0.notes += lines }
  }

  // MARK: What the executor says

  func stageDidRun(_ trace: StageTrace) {
    counted.withLock { account in
      switch trace.source {
      case .cached: account.cachedPieces += 1
      case .ran(let seconds):
        account.ranStages += 1
        account.ranSeconds += seconds
      }
    }
    listener.stageDidRun(trace)
  }

  func foldDidRun(isFromCache: Bool) {
    counted.withLock { account in
      if isFromCache { account.cachedPieces += 1 } else { account.hasScored = true }
    }
    listener.foldDidRun(isFromCache: isFromCache)
  }

  func stageWillRun(_ step: PlanStep, splitName: String?) { listener.stageWillRun(step, splitName: splitName) }
  func progress(_ fraction: Double) { listener.progress(fraction) }
  func news(_ text: String) { listener.news(text) }
  func note(_ text: String, from step: PlanStep) { listener.note(text, from: step) }
  func evaluationWillRun(folds: Int) { listener.evaluationWillRun(folds: folds) }
  func sweepWillRun(_ outlook: SweepOutlook) { listener.sweepWillRun(outlook) }
  func combinationDidRun(_ index: Int, of count: Int, seconds: Double) {
    rows.add(index)
    listener.combinationDidRun(index, of: count, seconds: seconds)
  }
  func combinationsDidFail(_ failures: Int, of count: Int) { listener.combinationsDidFail(failures, of: count) }
}
