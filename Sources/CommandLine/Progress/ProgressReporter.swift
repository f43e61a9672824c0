import Basics
import Dispatch
import Graphics
import Plans
import Rendering
import Synchronization

/// Tells what a session is doing: a line that is drawn over where that can be done, now and then a line elsewhere; how
/// long stages took; what they noted.
public final class ProgressReporter: RunObserver {
  private struct State {
    var activity = Activity()
    var timings = StageTimings()
    var showsTimings = false
    var notes: [String] = []
    /// Notes of this run so far: many statements of a script may have the same to say.
    var told: Set<String> = []
    /// Counts runs, so that the ticking of one that is over does nothing.
    var run = 0
    var isRunning = false
    var isLineShown = false
    var lastPlainLine = ContinuousClock.now
  }

  private let state = Mutex(State())
  private let display: any ProgressDisplay

  public init(on display: any ProgressDisplay) {
    self.display = display
  }

  public convenience init(stream: OutputStream = .standardError, color: ColorChoice = .auto) {
    self.init(on: ProgressStream(stream: stream, color: color))
  }

  private var delay: Swift.Duration { .milliseconds(500) }
  private var style: TerminalStyle { display.style }

  /// Before something runs.
  /// - Parameter showsTimings: whether to tell how long each stage took.
  public func start(showsTimings: Bool) {
    let run = state.withLock { state in
      state.run += 1
      state.isRunning = true
      state.activity = Activity()
      state.told = []
      state.showsTimings = showsTimings
      state.lastPlainLine = .now
      return state.run
    }
    tick(run, in: delay)
  }

  /// After a statement: takes the line away, and tells the timings and notes that have come together.
  /// - Parameters:
  ///   - notes: what the value itself is about to say, so that it is not said twice.
  ///   - showsTimings: for what runs next.
  public func settle(notes: [String] = [], showsTimings: Bool) {
    state.withLock { state in
      erase(&state)
      tellTimings(&state)
      for note in state.notes
      where state.told.insert(note).inserted && !notes.contains(where: { note.hasSuffix($0) }) {
        display.tell(style.warning("note:") + " " + sanitized(note) + "\n")
      }
      state.notes = []
      state.showsTimings = showsTimings
      state.activity = Activity()
    }
  }

  /// After everything that `start` was called for.
  public func stop() {
    state.withLock { $0.isRunning = false }
    settle(showsTimings: false)
  }

  // MARK: What the executor tells

  public func stageWillRun(_ step: PlanStep, splitName: String?) {
    state.withLock { $0.activity.stageBegins(step.text, splitName: splitName, at: .now) }
  }

  public func progress(_ fraction: Double) {
    state.withLock { $0.activity.stageReached(fraction) }
  }

  public func news(_ text: String) {
    state.withLock { $0.activity.stageTells(text) }
  }

  public func stageDidRun(_ trace: StageTrace) {
    state.withLock { state in
      state.activity.stageEnds()
      guard state.showsTimings, !state.activity.isSweep else { return }
      state.timings.add(trace)
      // Those of folds are told together, at the end.
      if trace.splitName == nil {
        erase(&state)
        tellTimings(&state)
      }
    }
  }

  public func note(_ text: String, from step: PlanStep) {
    let note = "\(step.declaration.name): \(text)"
    state.withLock { state in
      if !state.notes.contains(note) { state.notes.append(note) }
    }
  }

  public func combinationsDidFail(_ failures: Int, of count: Int) {
    state.withLock { $0.notes.append("sweep: \(failures) of \(count) combinations failed; their rows say why") }
  }

  public func evaluationWillRun(folds: Int) {
    state.withLock { $0.activity.evaluationBegins(folds: folds, at: .now) }
  }

  public func sweepWillRun(_ outlook: SweepOutlook) {
    state.withLock { state in
      erase(&state)
      tellTimings(&state)
      state.activity.sweepBegins(outlook, at: .now)
    }
    display.tell(text(of: outlook) + "\n")
  }

  public func foldDidRun(isFromCache: Bool) {
    state.withLock { $0.activity.foldEnds(isFromCache: isFromCache) }
  }

  public func combinationDidRun(_ index: Int, of count: Int, seconds: Double) {
    state.withLock { $0.activity.combinationEnds(index) }
  }

  /// The size of a sweep in a line.
  private func text(of outlook: SweepOutlook) -> String {
    let (count, cached) = (outlook.combinations, outlook.cachedCombinations)
    let known = cached == 0 ? "none" : cached == count ? "all" : grouped(cached)
    var line = "sweep: \(grouped(count)) combination\(count == 1 ? "" : "s"), \(known) cached"
    let isPartly = outlook.cachedFolds > 0 && cached < count
    if isPartly { line += " (\(grouped(outlook.cachedFolds)) of \(grouped(outlook.folds)) fits)" }
    if let seconds = outlook.seconds, cached < count { line += ", about \(NumberFormat.duration(seconds: seconds))" }
    return line
  }

  // MARK: Drawing

  private func tick(_ run: Int, in delay: Swift.Duration) {
    let nanoseconds = Int(delay / .nanoseconds(1))
    DispatchQueue.global().asyncAfter(deadline: .now() + .nanoseconds(nanoseconds)) { [weak self] in
      guard let self, draw(run) else { return }
      tick(run, in: .milliseconds(100))
    }
  }

  /// - Returns: whether the run goes on.
  private func draw(_ run: Int) -> Bool {
    state.withLock { state in
      guard state.isRunning, state.run == run else { return false }
      // The last column stays free: a terminal whose line is full would begin a new one.
      let style = TerminalStyle(color: style.color, characters: style.characters, width: style.width - 1)
      guard let line = state.activity.line(at: .now, after: delay, style: style) else { return true }
      if display.isDrawnOver {
        display.draw(line)
        state.isLineShown = true
      } else if state.lastPlainLine.duration(to: .now) >= .seconds(10) {
        display.tell(line + "\n")
        state.lastPlainLine = .now
      }
      return true
    }
  }

  private func erase(_ state: inout State) {
    guard state.isLineShown else { return }
    display.erase()
    state.isLineShown = false
  }

  private func tellTimings(_ state: inout State) {
    let style = style
    let lines = state.timings.take(within: display.isDrawnOver ? style : nil)
    guard !lines.isEmpty else { return }
    display.tell(lines.map { style.faint($0) + "\n" }.joined())
  }
}
