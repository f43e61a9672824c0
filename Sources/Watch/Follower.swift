import Basics
import CommandLine
import Diagnostics
import Dispatch
import Interpreter
import Numerics
import Plans
import Rendering
import Synchronization
import Syntax

/// Runs the script as it is now, statement by statement, on a thread of its own. What has not changed is put back; what is
/// running when the script changes is stopped, unless the script still wants it.
///
/// The session belongs to this thread alone. Others hand in outlines and ask it to end.
final class Follower: Sendable {
  private struct State {
    /// The script as it is by now, until the thread takes it.
    var next: ScriptOutline?
    /// What names the statement that is running.
    var running: Digest?
    /// Whether what is running is not wanted any more.
    var isStopped = false
    var isEnded = false
  }

  private let state = Mutex(State())
  private let semaphore = DispatchSemaphore(value: 0)
  private let finished = DispatchSemaphore(value: 0)
  private let page: Page

  init(page: Page) {
    self.page = page
  }

  /// Begins to run whatever is handed in.
  /// - Returns: false where the system gives no thread.
  func start(host: Host) -> Bool {
    WorkerThread { [self] in
      let runner = ScriptReplay(host: host, page: page, isStopped: { [weak self] in self?.isStopped ?? true })
      while let outline = next() { follow(outline, runner) }
      runner.end()
      finished.signal()
    }.start()
  }

  /// The script has changed: what runs is stopped where nothing in it has that name any more.
  func follow(_ outline: ScriptOutline) {
    state.withLock { state in
      state.next = outline
      if let running = state.running, !outline.keys.contains(running) { state.isStopped = true }
    }
    semaphore.signal()
  }

  /// Stops what runs, and waits until everything that was computed is kept.
  /// - Returns: false where a stage does not listen.
  @discardableResult
  func end(within seconds: Double = 5) -> Bool {
    state.withLock { state in (state.isEnded, state.isStopped) = (true, true) }
    semaphore.signal()
    return finished.wait(timeout: .now() + seconds) == .success
  }

  private var isStopped: Bool { state.withLock { $0.isStopped } }

  private func next() -> ScriptOutline? {
    while true {
      let (next, isEnded) = state.withLock { state in
        defer { state.next = nil }
        if state.next != nil, !state.isEnded { state.isStopped = false }
        return (state.next, state.isEnded)
      }
      if isEnded { return nil }
      if let next { return next }
      semaphore.wait()
    }
  }

  private func follow(_ outline: ScriptOutline, _ runner: ScriptReplay) {
    runner.replay(outline) { [self] key in
      state.withLock { state in
        state.running = key
        return state.next == nil && !state.isEnded
      }
    }
    state.withLock { $0.running = nil }
  }
}
