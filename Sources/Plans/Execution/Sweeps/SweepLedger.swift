import Diagnostics
import Synchronization

/// What has become of the pieces of a sweep so far. May be written to from several threads, in any order; what it tells
/// does not depend on the order.
final class SweepLedger: Sendable {
  private struct State {
    var outcomes: [[FoldOutcome?]]
    /// Pieces of each plan that are still to be done.
    var left: [Int]
    var payloads: [Result<any Payload, any Error>?]
    var seconds: [Double]
    /// Of each plan, the first split that failed.
    var failures: [Int: (split: Int, error: any Error)] = [:]
    /// The first plan that has not been told of yet.
    var nextToTell = 0
    var isStopped = false
  }

  /// What is known of a plan when its last piece is done.
  enum Completion {
    case scored([FoldOutcome])
    case failed(any Error)
  }

  private let state: Mutex<State>
  private let count: Int

  /// - Parameter splitCounts: how many splits each plan has; 0 where it is one piece.
  init(splitCounts: [Int]) {
    count = splitCounts.count
    state = Mutex(
      State(
        outcomes: splitCounts.map { [FoldOutcome?](repeating: nil, count: $0) }, left: splitCounts.map { max(1, $0) },
        payloads: splitCounts.map { _ in nil }, seconds: splitCounts.map { _ in 0 }))
  }

  /// Whether nothing would come of working on a split, because one before it has failed.
  func isPointless(_ split: Int, of plan: Int) -> Bool {
    state.withLock { $0.failures[plan]?.split ?? .max < split }
  }

  /// Enters a piece that is done.
  /// - Parameter outcome: nil where it was not worked on.
  /// - Returns: what came of the plan, where this was its last piece.
  func enter(_ outcome: FoldOutcome?, split: Int, of plan: Int, seconds: Double) -> Completion? {
    state.withLock { state in
      if let outcome { state.outcomes[plan][split] = outcome }
      state.seconds[plan] += seconds
      state.left[plan] -= 1
      guard state.left[plan] == 0 else { return nil }
      if let failure = state.failures[plan] { return .failed(failure.error) }
      return .scored(state.outcomes[plan].compactMap { $0 })
    }
  }

  /// Enters a piece that failed. Of several splits that fail, the first is told, whichever failed earliest.
  /// - Parameter stops: whether the whole sweep ends with it.
  /// - Returns: the plan's failure, where this was its last piece.
  func enter(_ failure: any Error, split: Int, of plan: Int, stops: Bool) -> (any Error)? {
    state.withLock { state in
      if split <= state.failures[plan]?.split ?? .max { state.failures[plan] = (split, failure) }
      state.left[plan] -= 1
      state.isStopped = state.isStopped || stops
      return state.left[plan] <= 0 ? state.failures[plan]?.error : nil
    }
  }

  /// Enters what became of a plan, and tells of all plans that are next in order: the experiment log counts the same
  /// whichever of two finished first.
  /// - Parameter tell: the plan's place, what became of it, and the seconds it took; may change the former.
  func finish(
    _ plan: Int, _ payload: Result<any Payload, any Error>,
    tell: (Int, inout Result<any Payload, any Error>, Double) -> Void
  ) {
    state.withLock { state in
      state.payloads[plan] = payload
      while state.nextToTell < count, var next = state.payloads[state.nextToTell] {
        tell(state.nextToTell, &next, state.seconds[state.nextToTell])
        state.payloads[state.nextToTell] = next
        state.nextToTell += 1
      }
    }
  }

  /// What became of every plan, in order; nil where it was not worked on.
  /// - Throws: the first failure, where the sweep was stopped by one.
  func payloads() throws -> [Result<any Payload, any Error>?] {
    try state.withLock { state in
      if state.isStopped, let first = state.failures.min(by: { $0.key < $1.key }) { throw first.value.error }
      return state.payloads
    }
  }
}
