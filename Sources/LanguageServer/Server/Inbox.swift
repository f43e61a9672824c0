import Dispatch
import Synchronization

/// What came from the client, in order, handed from the thread that reads to the one that answers.
final class Inbox: Sendable {
  enum Letter: Sendable {
    case message(ClientMessage)
    /// A request that was withdrawn before it was looked at.
    case withdrawn(RequestID)
    /// What was no message: why, and whose answer that is.
    case unreadable(ResponseError)
  }

  enum News: Sendable {
    case letter(Letter)
    /// Nothing came until the time was up.
    case quiet
    /// The client has gone.
    case ended
  }

  private struct State {
    var waiting: [Letter] = []
    var isEnded = false
  }

  private let state = Mutex(State())
  private let semaphore = DispatchSemaphore(value: 0)

  /// A withdrawal takes effect at once, before what stands in front of it; of a request that is being answered, or has
  /// been, it changes nothing.
  func add(_ letter: Letter) {
    if case .message(.notification("$/cancelRequest", let parameters)) = letter {
      if let id = parameters["id"].flatMap(RequestID.init) { withdraw(id) }
      return
    }
    state.withLock { $0.waiting.append(letter) }
    semaphore.signal()
  }

  func end() {
    state.withLock { $0.isEnded = true }
    semaphore.signal()
  }

  /// What came before the end is handed out first.
  func next(until deadline: DispatchTime = .distantFuture) -> News {
    guard semaphore.wait(timeout: deadline) == .success else { return .quiet }
    let letter = state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
    return letter.map { .letter($0) } ?? .ended
  }

  private func withdraw(_ id: RequestID) {
    state.withLock { state in
      let index = state.waiting.firstIndex { letter in
        if case .message(.request(id, _, _)) = letter { true } else { false }
      }
      if let index { state.waiting[index] = .withdrawn(id) }
    }
  }
}
