import Basics
import Diagnostics
import Numerics
import Plans
import Synchronization

/// Computes cells as a sweep of one machine does, and leaves them in the cache that all workers share.
public final class ExecutorComputer: CellComputer {
  private struct Place: Hashable {
    let part, plan: Int
  }

  private let manifest: Manifest
  private let catalogue: Catalogue
  private let store: any StoredValues
  private let executors: [Executor]
  /// For what cells begin with.
  private let beginners: [Executor]
  private let host: String
  private let tell: @Sendable (String) -> Void
  private let plans = Mutex<[Place: Plan]>([:])

  /// - Parameters:
  ///   - cache: over the store that all workers share.
  ///   - threads: cells at once; a single one uses them all.
  ///   - beginningThreads: for what all cells begin with; nil takes `threads`.
  ///   - tell: told a line for each cell that ends.
  public init(
    _ manifest: Manifest, catalogue: Catalogue, cache: MatrixCache, store: any StoredValues, threads: Int,
    beginningThreads: Int? = nil, host: String, isInterrupted: @escaping @Sendable () -> Bool,
    tell: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.manifest = manifest
    self.catalogue = catalogue
    self.store = store
    self.host = host
    self.tell = tell
    func executors(_ threads: Int) -> [Executor] {
      manifest.parts.map { part in
        Executor(
          catalogue: catalogue, cache: cache, experimentLog: SessionExperimentLog(),
          settings: RunSettings(
            seed: part.seed, threads: threads, environment: RunEnvironment(isDataStrict: part.isDataStrict)),
          isInterrupted: isInterrupted)
      }
    }
    self.executors = executors(threads)
    beginners = executors(beginningThreads ?? threads)
  }

  public func isDone(_ cell: Int) -> Bool {
    Digest(hexadecimal: manifest.cells[cell].key).map(store.contains) ?? false
  }

  public func prepareBeginning(of cell: Int) throws {
    let piece = try checked(cell).piece
    do { try beginners[manifest.cells[cell].part].prepareBeginning(of: piece) } catch is Interrupted {
      throw Interrupted()
    } catch {
      // Every cell that begins so will say it in its own row.
      tell("beginning of cell \(cell): \(CellFailure(error, host: host).message)")
    }
  }

  public func compute(
    _ cells: [Int], willBegin: @escaping @Sendable (Int) throws -> Bool,
    didEnd: @escaping @Sendable (Int, Result<Double, any Error>) -> Void
  ) throws {
    var pieces: [SweepPiece] = []
    guard let first = cells.first else { return }
    let executor = try checked(first).executor
    for (index, cell) in cells.enumerated() {
      let piece = try checked(cell).piece
      // The place in this list, so that the engine's pieces tell their cells.
      pieces.append(SweepPiece(plan: piece.plan, index: index, split: piece.split))
    }
    let ending = Mutex<(any Error)?>(nil)
    ThreadEngine().run(pieces, on: executor, bytesEach: 0) { piece, worker in
      let cell = cells[piece.index]
      do { guard try willBegin(cell) else { return true } } catch {
        ending.withLock { $0 = error }
        return false
      }
      let start = ContinuousClock.now
      do {
        try worker.predict(piece)
        let seconds = start.secondsUntilNow
        guard isDone(cell) else {
          ending.withLock { $0 = ClusterError.unwritableFolder(path: "the cache", reason: "a result was not kept") }
          return false
        }
        didEnd(cell, .success(seconds))
        tell("\(manifest.title(of: cell))  \(NumberFormat.duration(seconds: seconds))")
      } catch is Interrupted {
        ending.withLock { $0 = Interrupted() }
        return false
      } catch {
        didEnd(cell, .failure(error))
        tell("\(manifest.title(of: cell))  failed: \(CellFailure(error, host: host).message)")
      }
      return true
    }
    if let error = ending.withLock({ $0 }) { throw error }
  }

  /// The piece that a cell is, once it is sure that it means here what it meant where it was submitted.
  /// - Throws: `ClusterError.otherContent`, `.unreadableManifest`; what the source or the evaluator throws.
  private func checked(_ cell: Int) throws -> (piece: SweepPiece, executor: Executor) {
    let entry = manifest.cells[cell]
    let executor = executors[entry.part]
    let piece = SweepPiece(plan: try plan(of: entry), index: cell, split: entry.split)
    guard let planned = try executor.planned(piece), planned.key.hexadecimal == entry.key else {
      throw ClusterError.otherContent(plan: piece.plan.text, host: host)
    }
    return (piece, executor)
  }

  private func plan(of entry: Manifest.Cell) throws -> Plan {
    let place = Place(part: entry.part, plan: entry.plan)
    if let known = plans.withLock({ $0[place] }) { return known }
    do throws(UnreadablePlan) {
      let plan = try PlanRecord(text: manifest.parts[entry.part].plans[entry.plan])
        .plan(of: catalogue, named: manifest.script)
      plans.withLock { $0[place] = plan }
      return plan
    } catch { throw ClusterError.unreadableManifest(path: manifest.script, reason: error.reason) }
  }
}
