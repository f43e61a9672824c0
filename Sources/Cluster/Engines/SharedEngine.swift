import Basics
import Diagnostics
import Numerics
import Plans
import Synchronization

/// Has the pieces of a sweep worked on by workers over the shared cache, and looks them up as they come.
public final class SharedEngine: SweepEngine {
  private let launcher: any WorkerLauncher
  private let workers: Int
  private let tell: @Sendable (String) -> Void
  /// Whether Ctrl-C here ends the workers too.
  private let endsWithSession: Bool
  private let openStore: StoreOpener?
  private let failures = Mutex<[Digest: Diagnostic]>([:])

  /// Opens the store of a worker in a folder, with what ends its patience.
  public typealias StoreOpener = @Sendable (String, @escaping @Sendable () -> Bool) -> any StoredValues

  /// - Parameters:
  ///   - workers: at most so many; never more than there are cells.
  ///   - openStore: for a worker within this process, where the launcher's are on the same machine; nil for none.
  ///   - tell: told where the work is done.
  public init(
    _ launcher: any WorkerLauncher, workers: Int, endsWithSession: Bool, openStore: StoreOpener? = nil,
    tell: @escaping @Sendable (String) -> Void
  ) {
    self.launcher = launcher
    self.workers = workers
    self.endsWithSession = endsWithSession
    self.openStore = openStore
    self.tell = tell
  }

  public let preparesHere = false

  public func failure(of piece: SweepPiece) -> Diagnostic? {
    failures.withLock { $0[Self.name(piece)] }
  }

  private static func name(_ piece: SweepPiece) -> Digest {
    var name = Digest("piece", piece.plan.steps.map(\.canonicalText).joined(separator: "|"))
    name.combine(piece.split ?? -1)
    return name
  }

  public func run(
    _ pieces: [SweepPiece], on executor: Executor, bytesEach: Int, _ work: @Sendable (SweepPiece, Executor) -> Bool
  ) throws {
    guard let store = executor.cache.durable as? any DurableStore else { throw ClusterError.noSharedCache }
    var keys: [Digest?] = []
    for piece in pieces { keys.append(try? executor.planned(piece)?.key) }
    let isMissing = keys.contains { $0.map { !executor.cache.contains($0) } ?? false }
    guard isMissing else { return doHere(pieces, executor, work) }
    try launcher.check()
    var seen: Set<String> = []
    let plans = pieces.map(\.plan).filter { plan in
      plan.modelIndex != nil && seen.insert(plan.steps.map(\.canonicalText).joined(separator: "|")).inserted
    }
    let manifest = try Manifest(
      of: [PlannedWork(plans: plans, executor: executor)], script: "a sweep", timing: launcher.timing)
    let folder = SweepFolder(of: manifest, inCache: store.folder)
    try folder.prepare(manifest)
    let team = WorkerTeam(launcher, workers: workers, for: manifest, in: folder)
    let means = openStore.map { openStore in
      OwnWorker.Means(
        catalogue: executor.catalogue, cache: executor.cache, openStore: openStore,
        isInterrupted: { (try? executor.context.checkInterruption()) == nil })
    }
    tell(try team.start(means))
    defer { team.end() }
    try collect(pieces, keys, team, executor, work)
  }

  /// In the order of the pieces, each as soon as it is there.
  private func collect(
    _ pieces: [SweepPiece], _ keys: [Digest?], _ team: WorkerTeam, _ executor: Executor,
    _ work: @Sendable (SweepPiece, Executor) -> Bool
  ) throws {
    let watch = team.watch
    for (piece, key) in zip(pieces, keys) {
      if let key, !executor.cache.contains(key) {
        do {
          let failure = try watch.wait(for: key, executor)
          if let failure { failures.withLock { $0[Self.name(piece)] = failure } }
          executor.observer.foldDidRun(isFromCache: false)
        } catch is Interrupted {
          if endsWithSession {
            team.cancel()
          } else {
            team.leave()
            tell("the workers go on; run the line again to come back")
          }
          return
        }
      }
      guard work(piece, executor) else { return }
    }
  }

  private func doHere(_ pieces: [SweepPiece], _ executor: Executor, _ work: @Sendable (SweepPiece, Executor) -> Bool) {
    for piece in pieces { guard work(piece, executor) else { return } }
  }
}

/// Shows what workers have left of a manifest and computes none of its cells: what failed there fails with the same
/// words, and what is not there yet says so.
public final class RecordedEngine: SweepEngine {
  private let manifest: Manifest
  private let isDone: @Sendable (Digest) -> Bool
  private let failures: [Int: [CellFailure]]
  private let cells: [Digest: Int]
  private let computesOthers: Bool
  private let planned = Mutex<[Digest: Digest]>([:])

  /// - Parameter computesOthers: whether cells are computed here that the manifest does not name, such as those of a
  ///   pipeline that stands as an argument.
  public init(_ manifest: Manifest, in folder: SweepFolder, store: any StoredValues, computesOthers: Bool) {
    self.manifest = manifest
    self.computesOthers = computesOthers
    isDone = { store.contains($0) }
    failures = FailureRecords(in: folder).all()
    cells = Dictionary(
      manifest.cells.enumerated().compactMap { index, cell in Digest(hexadecimal: cell.key).map { ($0, index) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// What is said in the place of a cell that nobody has come to yet.
  public static let notYet = Diagnostic(.notThereYet, "not computed yet")

  public let preparesHere = false

  public func failure(of piece: SweepPiece) -> Diagnostic? {
    guard let key = planned.withLock({ $0[Self.name(piece)] }), !isDone(key) else { return nil }
    guard let cell = cells[key] else { return computesOthers ? nil : Self.notYet }
    if let failure = FailureRecords.final(failures[cell] ?? []) { return failure.diagnostic }
    return Self.notYet
  }

  private static func name(_ piece: SweepPiece) -> Digest {
    var name = Digest("piece")
    name.combine(piece.index)
    name.combine(piece.split ?? -1)
    return name
  }

  public func run(
    _ pieces: [SweepPiece], on executor: Executor, bytesEach: Int, _ work: @Sendable (SweepPiece, Executor) -> Bool
  ) throws {
    let names = pieces.compactMap { piece in (try? executor.planned(piece)?.key).map { (Self.name(piece), $0) } }
    planned.withLock { $0 = Dictionary(names, uniquingKeysWith: { first, _ in first }) }
    ThreadEngine().run(pieces, on: executor, bytesEach: bytesEach, work)
  }
}

extension DiagnosticCode {
  public static let notThereYet = DiagnosticCode(
    "E2015", "a cell is not computed yet",
    explanation: """
      The table shows what the workers of a sweep have left so far. What they have not come to stands in it with this \
      error in the place of its scores; ask again later.
      """)
}
