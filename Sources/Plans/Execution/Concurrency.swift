import Dispatch
import Numerics
import Synchronization

extension Executor {
  /// Runs `body` for each of `count` independent pieces of work, as many at once as there are threads, each on one
  /// thread: large pieces side by side waste less than small ones inside each. Pieces begin in order. Where the last
  /// are fewer than the threads, they share them.
  /// - Parameter bytesEach: about what a piece takes in memory while it runs; fewer run at once where there is no room.
  /// - Returns: what came out, in order.
  /// - Throws: the error of the first piece that failed.
  func concurrently<Value: Sendable>(
    _ count: Int, bytesEach: Int = 0, _ body: @Sendable (Int, Executor) throws -> Value
  ) throws -> [Value] {
    let collected = Mutex<[Int: Result<Value, any Error>]>([:])
    inPieces(count, bytesEach: bytesEach) { index, executor in
      let outcome = Result { try body(index, executor) }
      collected.withLock { $0[index] = outcome }
      if case .failure = outcome { return false }
      return true
    }
    let results = collected.withLock { $0 }
    return try (0..<count).map { index in
      guard let outcome = results[index] else { throw Interrupted() }
      return try outcome.get()
    }
  }

  /// The same without results; `body` tells whether to go on with later pieces. Those before a piece that ended it
  /// have all been run when this returns.
  func inPieces(_ count: Int, bytesEach: Int = 0, _ body: @Sendable (Int, Executor) -> Bool) {
    let threads = max(1, min(context.threads, count, cache.piecesAtOnce(bytesEach: bytesEach)))
    let next = Counting()
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      while let index = next.take(below: count) {
        if !body(index, worker(for: index, of: count, threads)) { next.end() }
      }
    }
  }

  private func worker(for index: Int, of count: Int, _ threads: Int) -> Executor {
    let last = count > threads ? count % threads : count
    let isAmongLast = index >= count - last
    var executor = self
    let single = max(1, settings.threads / threads)
    executor.settings.threads = isAmongLast ? max(single, settings.threads / last) : single
    executor.reportsFractions = count == 1
    executor.dealersThreads = dealersThreads ?? settings.threads
    return executor
  }
}

/// Hands out numbers.
private final class Counting: Sendable {
  private let state = Mutex((next: 0, isEnded: false))

  func take(below limit: Int) -> Int? {
    state.withLock { state in
      guard !state.isEnded, state.next < limit else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  func end() {
    state.withLock { $0.isEnded = true }
  }
}
