import Dispatch
import Synchronization

/// Says now and then that a worker is alive, on a thread of its own, however busy the others are; and looks whether
/// somebody wants it to stop.
final class Heartbeat: Sendable {
  private struct State {
    var claims: Set<String> = []
    var isStopRequested = false
  }

  private let state = Mutex(State())
  private let end = DispatchSemaphore(value: 0)
  private let record: WorkerRecord
  private let folder: SweepFolder
  private let interval: Double

  /// - Parameter interval: in seconds.
  init(record: WorkerRecord, folder: SweepFolder, interval: Double) {
    self.record = record
    self.folder = folder
    self.interval = interval
  }

  /// Whether the sweep was cancelled, as of the last beat.
  var isStopRequested: Bool { state.withLock { $0.isStopRequested } }

  func start() {
    // A queue of its own has a thread of its own, even while all cores are at work.
    DispatchQueue(label: "heartbeat").async { [self] in
      while end.wait(timeout: .now() + interval) == .timedOut { beat() }
    }
  }

  func stop() {
    end.signal()
  }

  /// From now on a claim is the worker's.
  func hold(_ claim: String) {
    state.withLock { _ = $0.claims.insert(claim) }
  }

  func drop(_ claim: String) {
    state.withLock { _ = $0.claims.remove(claim) }
  }

  private func beat() {
    let claims = state.withLock { $0.claims }
    for path in claims.sorted() + [record.path] { _ = FileTime.refresh(path) }
    let isStopRequested = folder.isStopRequested
    state.withLock { $0.isStopRequested = isStopRequested }
  }
}
