import Dispatch
import Synchronization

/// Requests in the order in which they came, handed from the thread of the sockets to the one that answers.
final class RequestQueue: Sendable {
  private struct State {
    var waiting: [KernelMessage] = []
    var isEnded = false
  }

  private let state = Mutex(State())
  private let semaphore = DispatchSemaphore(value: 0)

  func add(_ request: KernelMessage) {
    state.withLock { $0.waiting.append(request) }
    semaphore.signal()
  }

  /// Nothing is handed out any more.
  func end() {
    state.withLock { $0.isEnded = true }
    semaphore.signal()
  }

  /// Waits for the next; nil at the end.
  func next() -> KernelMessage? {
    while true {
      semaphore.wait()
      let (request, isEnded) = state.withLock { state in
        (state.isEnded || state.waiting.isEmpty ? nil : state.waiting.removeFirst(), state.isEnded)
      }
      if request != nil || isEnded { return request }
    }
  }

  /// Takes those of a type that wait: after an error, cells that were sent along with the one that failed do not run.
  func takeAll(ofType type: String) -> [KernelMessage] {
    state.withLock { state in
      let taken = state.waiting.filter { $0.type == type }
      state.waiting.removeAll { $0.type == type }
      return taken
    }
  }
}
