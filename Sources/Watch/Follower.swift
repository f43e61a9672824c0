import Basics
import CommandLine
import Diagnostics
import Dispatch
import Interpreter
import Lessons
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
    /// The script or the lesson as it is by now, or what was entered in the lesson, until the thread takes it.
    var next: Work?
    /// Whether a lesson is played, and waits for an entry.
    var awaitsEntry = false
    /// What names the statement that is running.
    var running: Digest?
    /// Whether what is running is not wanted any more.
    var isStopped = false
    var isEnded = false
  }

  private enum Work {
    case script(ScriptOutline)
    case lesson(Lesson)
    case entry(String)
  }

  private let state = Mutex(State())
  private let semaphore = DispatchSemaphore(value: 0)
  private let finished = DispatchSemaphore(value: 0)
  private let page: Page

  init(page: Page) {
    self.page = page
  }

  /// Begins to run whatever is handed in.
  /// - Parameter lessonStore: keeps how far a person has come in lessons; nil keeps it while the page is there.
  /// - Returns: false where the system gives no thread.
  func start(host: Host, lessonStore: LessonStore? = nil) -> Bool {
    WorkerThread { [self] in
      let isStopped: @Sendable () -> Bool = { [weak self] in self?.isStopped ?? true }
      let runner = ScriptReplay(host: host, page: page, isStopped: isStopped)
      lazy var lessons = LessonReplay(host: host, page: page, store: lessonStore, isStopped: isStopped)
      while let work = next() {
        switch work {
        case .script(let outline): follow(outline, runner)
        case .lesson(let lesson): play { lessons.begin(lesson) }
        case .entry(let entry): play { lessons.take(entry) }
        }
      }
      runner.end()
      finished.signal()
    }.start()
  }

  /// The script has changed: what runs is stopped where nothing in it has that name any more.
  func follow(_ outline: ScriptOutline) {
    state.withLock { state in
      (state.next, state.awaitsEntry) = (.script(outline), false)
      if let running = state.running, !outline.keys.contains(running) { state.isStopped = true }
    }
    semaphore.signal()
  }

  /// A lesson is to be played: what runs is not wanted any more.
  func play(_ lesson: Lesson) {
    state.withLock { state in (state.next, state.awaitsEntry, state.isStopped) = (.lesson(lesson), false, true) }
    semaphore.signal()
  }

  /// Something was entered in the lesson.
  /// - Returns: whether it is taken: a lesson is played, and does not still run what was entered before.
  func enter(_ entry: String) -> Bool {
    let isTaken = state.withLock { state in
      guard state.awaitsEntry else { return false }
      (state.next, state.awaitsEntry) = (.entry(entry), false)
      return true
    }
    if isTaken { semaphore.signal() }
    return isTaken
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

  private func next() -> Work? {
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

  private func play(_ work: () -> Void) {
    work()
    state.withLock { $0.awaitsEntry = $0.next == nil }
  }
}
