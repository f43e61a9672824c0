import Dispatch

/// What a long computation runs under: how many threads, whether somebody wants it to stop, and whom to tell
/// how far it has come. A value handed down, so that no engine needs anything global.
public struct ExecutionContext: Sendable {
  /// Threads that `forEachPiece` may use; results never depend on it.
  public let threads: Int
  private let isInterrupted: @Sendable () -> Bool
  private let onProgress: @Sendable (Double) -> Void

  public init(
    threads: Int,
    isInterrupted: @escaping @Sendable () -> Bool = { false },
    onProgress: @escaping @Sendable (Double) -> Void = { _ in }
  ) {
    self.threads = max(1, threads)
    self.isInterrupted = isInterrupted
    self.onProgress = onProgress
  }

  /// One thread, never interrupted, nobody listening: for tests and small work.
  public static let plain = ExecutionContext(threads: 1)

  /// Throws `Interrupted` where somebody asked to stop. Call it at least every 100 ms of work.
  public func checkInterruption() throws {
    if isInterrupted() { throw Interrupted() }
  }

  /// Tells how much of the present work is done, from 0 to 1. Cheap; may be called from any thread.
  public func report(fraction: Double) {
    onProgress(fraction)
  }

  /// The same threads and interruption, with nobody told of progress: for a part of work that tells its own.
  public var silent: ExecutionContext {
    ExecutionContext(threads: threads, isInterrupted: isInterrupted)
  }

  /// The same interruption and progress on one thread: for work inside a piece of `forEachPiece`.
  public var singleThreaded: ExecutionContext {
    ExecutionContext(threads: 1, isInterrupted: isInterrupted, onProgress: { _ in })
  }

  /// Runs `body` once for each piece of `0..<count`, pieces of `size` (the last may be shorter), shared over the threads.
  ///
  /// How `count` is cut depends on `size` alone, so a result assembled per piece is the same on any number of threads.
  /// Checks for interruption before each piece. The first error thrown (by lowest piece) is rethrown.
  public func forEachPiece(
    of count: Int, size: Int, _ body: @escaping @Sendable (Range<Int>) throws -> Void
  ) throws {
    let size = max(1, size)
    let pieces = (count + size - 1) / size
    @Sendable func run(_ piece: Int) throws {
      try checkInterruption()
      try body(piece * size..<min(count, (piece + 1) * size))
    }
    guard threads > 1, pieces > 1 else {
      for piece in 0..<pieces { try run(piece) }
      return
    }
    let errors = FirstError()
    let next = Counter()
    DispatchQueue.concurrentPerform(iterations: min(threads, pieces)) { _ in
      while true {
        let piece = next.take()
        guard piece < pieces, !errors.isSet else { return }
        do { try run(piece) } catch { errors.record(error, at: piece) }
      }
    }
    if let error = errors.error { throw error }
  }
}

/// Somebody asked a computation to stop, and it did.
public struct Interrupted: Error, Sendable {
  public init() {}
}
