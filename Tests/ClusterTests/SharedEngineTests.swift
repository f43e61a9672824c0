import Basics
import Diagnostics
import Foundation
import Interpreter
import Numerics
import Plans
import Stages
import Store
import Synchronization
import TestSupport
import Testing

@testable import Cluster

/// Workers as threads of this process, each with a store and a cache of its own, as processes would have.
private final class ThreadLauncher: WorkerLauncher {
  let timing = Manifest.Timing(heartbeat: 0.1, expiry: 5)
  let restartsWorkers = false
  let ownOptions: WorkerOptions?
  /// Whether those that it starts vanish at once.
  private let isDeadly: Bool
  private let running = Mutex(0)
  private let launched = Mutex(0)

  init(own: WorkerOptions? = nil, isDeadly: Bool = false) {
    ownOptions = own
    self.isDeadly = isDeadly
  }

  var count: Int { launched.withLock { $0 } }

  func check() throws {}

  func launch(_ count: Int, for manifest: Manifest, in folder: SweepFolder) throws -> String {
    launched.withLock { $0 += count }
    if isDeadly { return "\(count) dead" }
    running.withLock { $0 += count }
    for _ in 0..<count {
      Thread.detachNewThread { [self] in
        let store = DiskStore(ofWorkerIn: folder.cache, patience: 1, isInterrupted: { false }, onWarning: { _ in })
        let computer = ExecutorComputer(
          manifest, catalogue: stageCatalogue, cache: MatrixCache(budget: 1 << 28, durable: store), store: store,
          threads: 1, host: "here", isInterrupted: { false })
        let worker = Worker(
          manifest, in: folder, computer: computer, identity: WorkerIdentity(), isStopping: { false })
        _ = try? worker.run()
        running.withLock { $0 -= 1 }
      }
    }
    return "\(count) threads"
  }

  func isAlive(in folder: SweepFolder) -> Bool? { running.withLock { $0 > 0 } }

  func cancel(in folder: SweepFolder) {}
}

@Suite struct SharedEngineTests {
  private static let line =
    "faces n=60 subjects=12 intensity=1 | lbp grid=4 | pca {4, 8} | {logreg, svm linear} | cv 3"

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func session(_ cache: String) -> Session {
    Session(
      catalogue: stageCatalogue, settings: RunSettings(threads: 2), cacheBudget: 1 << 28,
      store: DiskStore(folder: folder.path(cache), onWarning: { _ in }))
  }

  /// Everything that a table says.
  private func run(_ line: String, in session: Session) throws -> String {
    var text = ""
    try session.run(SourceText(name: "test", text: line)) { outcome in
      guard case .shown(let value) = outcome, let table = value.payload.as(Table.self) else { return }
      text += "\(table.columns) \(table.rows.map { "\($0.cells)" }) \(table.notes) \(table.provenance)\n"
    }
    return text
  }

  @Test func theTableIsThatOfOneProcess() throws {
    let plain = try run(Self.line, in: session("plain"))
    let launcher = ThreadLauncher()
    let shared = session("shared")
    shared.engine = SharedEngine(launcher, workers: 2, endsWithSession: true, tell: { _ in })
    #expect(try run(Self.line, in: shared) == plain)
    #expect(launcher.count == 2 && plain.contains("macro_f1"))
    // Nothing is left to do, so nobody is sent.
    #expect(try run(Self.line, in: shared) == plain)
    #expect(launcher.count == 2)
  }

  /// What fails everywhere fails in the table with the words that it has here.
  @Test func aCellThatFailsHasTheSameRow() throws {
    let line = "faces n=60 subjects=12 | lbp grid=4 | pca {4, 500} | logreg | cv 3"
    let plain = try run(line, in: session("plain"))
    let shared = session("shared")
    shared.engine = SharedEngine(ThreadLauncher(), workers: 2, endsWithSession: true, tell: { _ in })
    #expect(try run(line, in: shared) == plain)
    #expect(plain.contains("1 of 2 combinations failed"))
  }

  private static let ownOptions = WorkerOptions(program: "", threads: 1)

  private static func openStore(_ folder: String, _ isStopping: @escaping @Sendable () -> Bool) -> DiskStore {
    DiskStore(ofWorkerIn: folder, patience: 1, isInterrupted: isStopping, onWarning: { _ in })
  }

  /// Whoever waits works in the place of one of the others, and needs none of them.
  @Test(arguments: [false, true]) func whoWaitsIsOneOfTheWorkers(isDeadly: Bool) throws {
    let plain = try run(Self.line, in: session("plain"))
    let launcher = ThreadLauncher(own: Self.ownOptions, isDeadly: isDeadly)
    let shared = session("own")
    let budget = shared.cache.budget
    shared.engine = SharedEngine(
      launcher, workers: 2, endsWithSession: true, openStore: Self.openStore, tell: { _ in })
    #expect(try run(Self.line, in: shared) == plain)
    #expect(launcher.count == 1)
    #expect(shared.cache.budget == budget && shared.cache.processLimit == nil)
    #expect(shared.cache.durable as? DiskStore === shared.store as? DiskStore)
    let place = try #require(SweepFolder.all(inCache: self.folder.path("own")).first)
    let status = try SweepStatus(of: place, store: try #require(shared.store as? DiskStore))
    #expect(status.isOver && status.computed >= 12 && status.endings == [] && status.workersAlive <= 1)
  }

  /// Who leaves gives back what was begun, and another goes on in that place; one worker alone is never the one who waits.
  @Test func whoLeavesIsReplaced() throws {
    let (manifest, folder, store) = try manifest(of: Self.line, in: "left")
    try folder.prepare(manifest)
    let launcher = ThreadLauncher(own: Self.ownOptions, isDeadly: true)
    let cache = MatrixCache(budget: 1 << 28, durable: store)
    let means = OwnWorker.Means(
      catalogue: stageCatalogue, cache: cache, openStore: Self.openStore, isInterrupted: { false })
    let team = WorkerTeam(launcher, workers: 2, for: manifest, in: folder)
    #expect(try team.start(means).hasPrefix("1 dead beside this process; "))
    team.leave()
    #expect(launcher.count == 2 && cache.durable as? DiskStore === store)
    let standings = try ClaimBoard(in: folder).standings(count: manifest.groups.count)
    #expect(standings.allSatisfy { $0 == .done || $0 == .free })
    let single = WorkerTeam(launcher, workers: 1, for: manifest, in: folder)
    #expect(try single.start(means).hasPrefix("1 dead; "))
  }

  @Test func whatWorkersKeptIsInTheIndexOfTheNextSession() throws {
    let shared = session("shared")
    shared.engine = SharedEngine(ThreadLauncher(), workers: 2, endsWithSession: true, tell: { _ in })
    _ = try run(Self.line, in: shared)
    let store = DiskStore(folder: folder.path("shared"), onWarning: { _ in })
    #expect(store.secondsPerRow(of: "logreg") != nil)
    #expect(store.usage().entries >= 12)
  }

  @Test func withoutACacheNothingCanBeShared() throws {
    let session = Session(catalogue: stageCatalogue, settings: RunSettings(threads: 1), cacheBudget: 1 << 28)
    session.engine = SharedEngine(ThreadLauncher(), workers: 1, endsWithSession: true, tell: { _ in })
    #expect(throws: ClusterError.noSharedCache) { try run(Self.line, in: session) }
  }

  private func manifest(of line: String, in cache: String) throws -> (Manifest, SweepFolder, DiskStore) {
    let session = session(cache)
    let store = DiskStore(folder: folder.path(cache), onWarning: { _ in })
    let sweeps = try session.plannedSweeps(of: SourceText(name: "test", text: line))
    let work = sweeps.map { sweep in
      PlannedWork(
        plans: sweep.plans,
        executor: Executor(
          catalogue: stageCatalogue, cache: MatrixCache(budget: 1 << 28, durable: store),
          experimentLog: SessionExperimentLog(), settings: sweep.settings))
    }
    let manifest = try Manifest(of: work, script: "test", timing: .local)
    return (manifest, SweepFolder(of: manifest, inCache: store.folder), store)
  }

  @Test func aScriptIsPlannedWithItsSettings() throws {
    let text = "a = \(Self.line)\na | sort accuracy\nset seed 7\n\(Self.line)\nfaces n=20 | lbp"
    let (manifest, _, store) = try manifest(of: text, in: "planned")
    #expect(manifest.parts.map(\.seed) == [1, 7])
    #expect(manifest.cells.count == 24 && Set(manifest.cells.map(\.key)).count == 24)
    #expect(manifest.missing(in: store) == 24)
    #expect(throws: ClusterError.nothingToScore(script: "test")) { try self.manifest(of: "faces n=20", in: "planned") }
  }

  /// Rows that are not those of the manifest are told before anything is computed.
  @Test func otherDataAreTold() throws {
    var (manifest, folder, store) = try manifest(of: Self.line, in: "other")
    manifest.cells[0].key = Digest("something else").hexadecimal
    try folder.prepare(manifest)
    let computer = ExecutorComputer(
      manifest, catalogue: stageCatalogue, cache: MatrixCache(budget: 1 << 28, durable: store), store: store,
      threads: 1, host: "node1", isInterrupted: { false })
    let worker = Worker(
      manifest, in: folder, computer: computer, identity: WorkerIdentity(), isStopping: { false })
    let error = #expect(throws: ClusterError.self) { try worker.run() }
    #expect(error?.code == "E2007")
    let status = try SweepStatus(of: folder, store: store)
    #expect(status.done == 0 && status.endings.count == 1 && status.workersAlive == 0)
  }

  @Test func whatIsNotThereYetSaysSo() throws {
    let (manifest, folder, store) = try manifest(of: Self.line, in: "partly")
    try folder.prepare(manifest)
    let session = session("partly")
    session.engine = RecordedEngine(manifest, in: folder, store: store, computesOthers: false)
    session.notYet = RecordedEngine.notYet
    let text = try run(Self.line, in: session)
    #expect(text.contains("not computed yet: 4 of 4 combinations") && !text.contains("failed"))
  }

  /// A plan by itself and one that stands as an argument, which the manifest does not name, are no more computed than one of
  /// many.
  @Test func nothingIsComputedToShowWhatIsThere() throws {
    let plan = "faces n=60 subjects=12 intensity=1 | lbp grid=4 | pca 4"
    let line = "\(plan) | logreg | cv 3"
    let (manifest, folder, store) = try manifest(of: line, in: "single")
    try folder.prepare(manifest)
    func shown(_ line: String, computesOthers: Bool = false) throws -> String {
      let session = session("single")
      session.engine = RecordedEngine(manifest, in: folder, store: store, computesOthers: computesOthers)
      session.notYet = RecordedEngine.notYet
      return try run(line, in: session)
    }
    #expect { try shown(line) } throws: { ($0 as? Diagnostic)?.code.id == "E2015" }
    #expect(manifest.missing(in: store) == 3)
    _ = try run(line, in: session("single"))
    #expect(throws: Never.self) { try shown(line) }
    let compared = "\(line) | compare (\(plan) | svm linear | cv 3)"
    #expect { try shown(compared) } throws: { ($0 as? Diagnostics)?.all.map(\.code.id) == ["E2015"] }
    #expect(throws: Never.self) { try shown(compared, computesOthers: true) }
  }

  /// Of three combinations one is done, one has failed for good, and nobody has come to one.
  @Test func whatIsMissingHasNotFailed() throws {
    let line = "faces n=60 subjects=12 | lbp grid=4 | pca {4, 8, 500} | logreg | cv 3"
    _ = try run("faces n=60 subjects=12 | lbp grid=4 | pca 4 | logreg | cv 3", in: session("mixed"))
    let (manifest, folder, store) = try manifest(of: line, in: "mixed")
    try folder.prepare(manifest)
    let failed = try #require(manifest.cells.firstIndex { $0.plan == 2 && $0.split == 0 })
    for _ in 0..<FailureRecords.mostErrors {
      try FailureRecords(in: folder).record(CellFailure(ToyCells.Broken(), host: "node1"), of: failed)
    }
    let session = session("mixed")
    session.engine = RecordedEngine(manifest, in: folder, store: store, computesOthers: false)
    session.notYet = RecordedEngine.notYet
    let text = try run(line, in: session)
    #expect(text.contains("1 of 3 combinations failed") && text.contains("not computed yet: 1 of 3 combinations"))
    #expect(text.contains("Broken()"))
  }
}
