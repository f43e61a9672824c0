import Dispatch
import Synchronization

/// Routines that cannot be asked to stop, and run. Global because it is the end of the process that asks.
private let routinesUnderway = Atomic<Int>(0)

/// What a long computation runs under: how many threads, whether somebody wants it to stop, and whom to tell
/// how far it has come. A value handed down, so that no engine needs anything global.
public struct ExecutionContext: Sendable {
  /// Threads that `forEachPiece` may use; results never depend on it. Fewer than were asked for where the address space
  /// of the process is limited and has no room for what each multiplies in.
  public let threads: Int
  private let isInterrupted: @Sendable () -> Bool
  private let onProgress: @Sendable (Double) -> Void
  private let onNews: @Sendable (String) -> Void
  private let forgetInterruption: (@Sendable () -> Void)?

  /// - Parameters:
  ///   - onNews: told in words what stands beside the progress, such as the best loss so far.
  ///   - forgetInterruption: takes an interruption back, for work that answers one by ending early with what it has.
  public init(
    threads: Int,
    isInterrupted: @escaping @Sendable () -> Bool = { false },
    onProgress: @escaping @Sendable (Double) -> Void = { _ in },
    onNews: @escaping @Sendable (String) -> Void = { _ in },
    forgetInterruption: (@Sendable () -> Void)? = nil
  ) {
    self.threads = max(1, min(threads, ProductMemory.threads))
    self.isInterrupted = isInterrupted
    self.onProgress = onProgress
    self.onNews = onNews
    self.forgetInterruption = forgetInterruption
  }

  /// One thread, never interrupted, nobody listening: for tests and small work.
  public static let plain = ExecutionContext(threads: 1)

  /// Throws `Interrupted` where somebody asked to stop. Call it at least every 100 ms of work.
  public func checkInterruption() throws {
    if isInterrupted() { throw Interrupted() }
  }

  /// Takes note that somebody asked to stop: for work that can end early and keep what it has, such as a search. What
  /// follows goes on until somebody asks again.
  /// - Returns: whether it could be taken; otherwise stop.
  public func takeInterruption() -> Bool {
    guard isInterrupted(), let forgetInterruption else { return false }
    forgetInterruption()
    return true
  }

  /// The same, but interrupted too as soon as `condition` holds; for a part of the work that has a limit of its own.
  /// `checkInterruption` of this context then tells which of the two it was.
  public func stopping(when condition: @escaping @Sendable () -> Bool) -> ExecutionContext {
    ExecutionContext(threads: threads, isInterrupted: { [isInterrupted] in isInterrupted() || condition() })
  }

  /// Tells how much of the present work is done, from 0 to 1. Cheap; may be called from any thread.
  public func report(fraction: Double) {
    onProgress(fraction)
  }

  /// Tells in a few words how the work stands, such as the best loss so far.
  public func tell(_ news: String) {
    onNews(news)
  }

  /// The same threads and interruption, with nobody told of progress: for a part of work that tells its own.
  public var silent: ExecutionContext {
    ExecutionContext(threads: threads, isInterrupted: isInterrupted, forgetInterruption: forgetInterruption)
  }

  /// The same interruption and progress on one thread: for work inside a piece of `forEachPiece`.
  public var singleThreaded: ExecutionContext {
    ExecutionContext(threads: 1, isInterrupted: isInterrupted, onProgress: { _ in })
  }

  /// Runs `body` once for each piece of `0..<count`, pieces of `size` (the last may be shorter), shared over the threads.
  ///
  /// How `count` is cut depends on `size` alone, so a result assembled per piece is the same on any number of threads.
  /// Checks for interruption before each piece, and for memory before the first. The first error thrown (by lowest piece) is rethrown.
  public func forEachPiece(
    of count: Int, size: Int, _ body: @escaping @Sendable (Range<Int>) throws -> Void
  ) throws {
    let size = max(1, size)
    let pieces = (count + size - 1) / size
    try ProductMemory.requireOne()
    @Sendable func run(_ piece: Int) throws {
      try checkInterruption()
      try body(piece * size..<min(count, (piece + 1) * size))
    }
    guard threads > 1, pieces > 1 else {
      for piece in 0..<pieces { try run(piece) }
      return
    }
    let errors = FirstError()
    share(pieces) { piece in
      guard !errors.isSet else { return }
      do { try run(piece) } catch { errors.record(error, at: piece) }
    }
    if let error = errors.error { throw error }
  }

  /// Runs work that cannot be asked to stop, such as a routine of LAPACK, and waits for it no longer than until somebody
  /// interrupts: it then goes on by itself to its end, on one core, and what comes of it is thrown away. It must hold all
  /// it uses.
  /// - Throws: what `work` throws; `Interrupted`.
  public func abandoning<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) throws -> Value {
    try checkInterruption()
    // What goes on keeps memory of OpenBLAS's that whoever multiplies next would wait for.
    guard AddressSpace.limit == nil else { return try work() }
    let outcome = Outcome<Value>()
    let isDone = DispatchSemaphore(value: 0)
    routinesUnderway.add(1, ordering: .relaxed)
    DispatchQueue(label: "long routine").async {
      outcome.keep(Result { try work() })
      isDone.signal()
      routinesUnderway.subtract(1, ordering: .relaxed)
    }
    while isDone.wait(timeout: .now() + .milliseconds(50)) == .timedOut { try checkInterruption() }
    guard let result = outcome.result else { throw Interrupted() }
    return try result.get()
  }

  /// Whether work that was given up still runs. The process must then end by `_exit`: an `exit` takes apart the libraries
  /// that this work is in the middle of.
  public static var hasAbandonedWork: Bool { routinesUnderway.load(ordering: .relaxed) > 0 }

  /// The same for work that neither fails nor takes long enough to be interrupted, such as a copy.
  func forEachShortPiece(of count: Int, size: Int, _ body: @escaping @Sendable (Range<Int>) -> Void) {
    let size = max(1, size)
    share((count + size - 1) / size) { piece in body(piece * size..<min(count, (piece + 1) * size)) }
  }

  private func share(_ pieces: Int, _ run: @escaping @Sendable (Int) -> Void) {
    guard threads > 1, pieces > 1 else { return (0..<pieces).forEach(run) }
    // Its idle threads would have a core that is about to be wanted.
    OpenBLASSetup.done
    let next = Counter()
    DispatchQueue.concurrentPerform(iterations: min(threads, pieces)) { _ in
      while true {
        let piece = next.take()
        guard piece < pieces else { return }
        run(piece)
      }
    }
  }
}

/// Somebody asked a computation to stop, and it did.
public struct Interrupted: Error, Sendable {
  public init() {}
}
