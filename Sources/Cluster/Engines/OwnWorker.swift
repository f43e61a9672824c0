import Basics
import Dispatch
import Plans
import Synchronization

/// A worker within the process that waits for a sweep, beside those that it has started on the same machine.
///
/// It has in memory what the sweep was planned from, and the table is made from what it leaves there: neither is read or
/// made a second time. To the others it is a worker like any: it claims what it does, and where the process is killed, its
/// claims expire.
public final class OwnWorker: Sendable {
  /// What the process has for it.
  public struct Means: Sendable {
    let catalogue: Catalogue
    let cache: MatrixCache
    let openStore: @Sendable (String, @escaping @Sendable () -> Bool) -> any StoredValues
    let isInterrupted: @Sendable () -> Bool

    /// - Parameters:
    ///   - cache: what the process has in memory. Until the worker ends, its store is that of a worker, and it takes no more
    ///     than a worker's share.
    ///   - openStore: opens the store of a worker in a folder, with what ends its patience.
    ///   - isInterrupted: ends the worker.
    public init(
      catalogue: Catalogue, cache: MatrixCache,
      openStore: @escaping @Sendable (String, @escaping @Sendable () -> Bool) -> any StoredValues,
      isInterrupted: @escaping @Sendable () -> Bool
    ) {
      self.catalogue = catalogue
      self.cache = cache
      self.openStore = openStore
      self.isInterrupted = isInterrupted
    }
  }

  private let cache: MatrixCache
  private let before: (store: (any StoredValues)?, budget: Int, limit: Int?)
  private let isAsked = Atomic(false)
  private let hasEnded = Atomic(false)
  private let running = DispatchGroup()

  /// Starts it, on a thread of its own.
  /// - Parameters:
  ///   - options: those of the workers beside it.
  ///   - count: how many share the machine, itself included.
  init(_ manifest: Manifest, in folder: SweepFolder, _ means: Means, options: WorkerOptions, among count: Int) {
    cache = means.cache
    before = (cache.durable, cache.budget, cache.processLimit)
    let isStopping: @Sendable () -> Bool = { [self] in isAsked.load(ordering: .relaxed) || means.isInterrupted() }
    let store = means.openStore(folder.cache, isStopping)
    cache.durable = store
    let share = (before.limit ?? before.budget) / max(1, count)
    (cache.budget, cache.processLimit) = (min(before.budget, share), share)
    let identity = WorkerIdentity.ofThisProcess
    let computer = ExecutorComputer(
      manifest, catalogue: means.catalogue, cache: cache, store: store, threads: options.threads ?? 1,
      beginningThreads: options.beginningThreads, host: identity.host, isInterrupted: isStopping)
    DispatchQueue(label: "own worker").async(group: running) { [self] in
      let worker = Worker(manifest, in: folder, computer: computer, identity: identity, isStopping: isStopping)
      // Why it ended stands in its record, where `status` finds it; the others go on without it.
      _ = try? worker.run()
      hasEnded.store(true, ordering: .relaxed)
    }
  }

  /// Whether it has ended, for whatever reason; once it has, only the first time that it is asked.
  func takeEnd() -> Bool { hasEnded.exchange(false, ordering: .relaxed) }

  /// Has it give back what it has begun, waits for that, and leaves the process its cache as it was.
  func end() {
    isAsked.store(true, ordering: .relaxed)
    running.wait()
    (cache.durable, cache.budget, cache.processLimit) = before
  }
}
