import Synchronization

/// Hands out 0, 1, 2, … to several threads.
final class Counter: Sendable {
  private let value = Atomic<Int>(0)

  func take() -> Int {
    value.wrappingAdd(1, ordering: .relaxed).oldValue
  }
}

/// Keeps the error of the lowest piece, so that which error is told does not depend on the threads.
final class FirstError: Sendable {
  private let state = Mutex<(piece: Int, error: any Error)?>(nil)

  var isSet: Bool { state.withLock { $0 != nil } }
  var error: (any Error)? { state.withLock { $0?.error } }

  func record(_ error: any Error, at piece: Int) {
    state.withLock { state in
      if state.map({ piece < $0.piece }) ?? true { state = (piece, error) }
    }
  }
}

/// A pointer that several threads write through at places that do not overlap.
///
/// Swift cannot see that the places are disjoint; whoever makes one of these promises it.
public struct DisjointPointer<Element>: @unchecked Sendable {
  public let base: UnsafeMutablePointer<Element>

  public init(_ base: UnsafeMutablePointer<Element>) {
    self.base = base
  }

  @inlinable
  public subscript(index: Int) -> Element {
    get { base[index] }
    nonmutating set { base[index] = newValue }
  }
}

/// What came out of work on another thread.
final class Outcome<Value: Sendable>: Sendable {
  private let kept = Mutex<Result<Value, any Error>?>(nil)

  var result: Result<Value, any Error>? { kept.withLock { $0 } }

  func keep(_ result: Result<Value, any Error>) {
    kept.withLock { $0 = result }
  }
}
