import Basics
import Cluster
import Diagnostics
import Interpreter
import Numerics
import Plans

/// `mien submit`: a script's sweeps become a manifest, and workers are sent for it.
extension Host {
  public func submit(_ path: String, _ options: SubmitOptions) -> ExitStatus {
    Interruption.install(for: .script)
    guard let source = source(at: path) else { return .wrong }
    let session = session()
    defer { session.store?.flush() }
    do {
      let (launcher, workers) = self.options.launcher(options)
      let timing = options.heartbeat.map { Manifest.Timing(heartbeat: $0) } ?? launcher.timing
      let submission = try Submission(of: source, in: session, self, timing: timing)
      // What cannot be sent is told before anything is written.
      try launcher.check()
      errors.tell(submission.text)
      if options.engine == .slurm { warnOfLocalFolder(submission) }
      if submission.missing > 0 {
        let team = WorkerTeam(launcher, workers: workers, for: submission.manifest, in: submission.folder)
        try submission.folder.prepare(submission.manifest)
        errors.tell("\(try team.start(options.waits ? ownMeans(submission) : nil))\n")
        if options.waits { try wait(for: submission, team) }
      }
      guard options.waits else { return .success }
      return show(submission, in: session)
    } catch {
      problems.report(error)
      return ExitStatus(of: error)
    }
  }

  /// What a worker within this process works with: what it was planned from is in its memory.
  private func ownMeans(_ submission: Submission) -> OwnWorker.Means? {
    ownStoreOpener.map { openStore in
      let deadline = WorkerDeadline()
      return OwnWorker.Means(
        catalogue: hostEnvironment.catalogue, cache: submission.cache, openStore: openStore,
        isInterrupted: { Interruption.isRequested || deadline.isOver })
    }
  }

  /// Where the machines of a cluster see different files under one name, workers would find nothing to do.
  private func warnOfLocalFolder(_ submission: Submission) {
    guard hostEnvironment.stores?.isOnNetwork(submission.store.folder) == false else { return }
    let warning = "warning: \(submission.store.folder) lies on a disk of this machine; workers on others do not see it"
    errors.tell(warning + ": MIEN_CACHE names a folder that all share\n")
  }

  private func wait(for submission: Submission, _ team: WorkerTeam) throws {
    let line = WaitingLine(errors)
    defer {
      line.end()
      team.end()
    }
    do {
      try team.watch.awaitAll(
        isDone: submission.store.contains, isInterrupted: { Interruption.isRequested },
        told: { done, count in line.show("\(grouped(done)) of \(grouped(count)) cells") })
    } catch is Interrupted {
      team.leave()
      line.end()
      errors.tell("the workers go on; `mien cancel \(submission.manifest.shortID)` ends them\n")
      throw Interrupted()
    }
  }

  /// Runs the script over what the workers have left, in the session that it was planned in.
  private func show(_ submission: Submission, in session: Session, partly: Bool = false) -> ExitStatus {
    session.engine = RecordedEngine(
      submission.manifest, in: submission.folder, store: submission.store, computesOthers: !partly)
    session.notYet = RecordedEngine.notYet
    session.openEngine = { _ in nil }
    return runner(session).run(submission.source)
  }

  /// The tables of a script from what its workers have left so far.
  public func showPartly(_ path: String) -> ExitStatus {
    Interruption.install(for: .script)
    guard let source = source(at: path) else { return .wrong }
    let session = session()
    defer { session.store?.flush() }
    do { return show(try Submission(of: source, in: session, self, timing: .network), in: session, partly: true) } catch
    {
      problems.report(error)
      return ExitStatus(of: error)
    }
  }
}

/// A script with all that is known of it before it is sent.
struct Submission {
  let source: SourceText
  let manifest: Manifest
  let folder: SweepFolder
  let store: any DurableStore
  /// What planning has left in memory.
  let cache: MatrixCache
  /// Cells that are not in the cache.
  let missing: Int
  /// What they take on one core, by what the same stages took before; nil where they never ran.
  let seconds: Double?

  /// - Throws: `ScriptIsWrong`, `ClusterError`, what the data say.
  init(of source: SourceText, in session: Session, _ host: Host, timing: Manifest.Timing) throws {
    let sweeps = try session.plannedSweeps(of: source)
    guard !sweeps.isEmpty else { throw ClusterError.nothingToScore(script: source.name) }
    let folders = Set(sweeps.map(\.cacheFolder))
    guard folders.count == 1 else { throw ClusterError.severalCaches }
    let named = sweeps[0].cacheFolder.flatMap { session.openStore?($0) }
    guard let store = named ?? session.store else { throw ClusterError.noSharedCache }
    let cache = named == nil ? session.cache : MatrixCache(budget: session.cache.budget, durable: store)
    cache.isReadByOthers = true
    let work = Self.merged(sweeps).map { sweep in
      PlannedWork(
        plans: sweep.plans,
        executor: Executor(
          catalogue: session.catalogue, cache: cache, experimentLog: store, settings: sweep.settings,
          isInterrupted: { Interruption.isRequested }))
    }
    let manifest = try Manifest(of: work, script: source.name, timing: timing)
    self.source = source
    self.manifest = manifest
    self.store = store
    self.cache = cache
    folder = SweepFolder(of: manifest, inCache: store.folder)
    missing = manifest.missing(in: store)
    seconds = work.reduce(Double?.some(0)) { total, work in
      guard let total else { return nil }
      let outlook = work.executor.outlook(of: work.plans)
      if outlook.cachedFolds == outlook.folds { return total }
      // An outlook is of all threads together.
      return outlook.seconds.map { total + $0 * Double(work.executor.settings.threads) }
    }
  }

  /// Sweeps under the same settings as one.
  private static func merged(_ sweeps: [PlannedSweep]) -> [PlannedSweep] {
    var merged: [PlannedSweep] = []
    for sweep in sweeps {
      let same = merged.firstIndex { other in
        other.settings.seed == sweep.settings.seed
          && other.settings.environment.isDataStrict == sweep.settings.environment.isDataStrict
      }
      if let same { merged[same].plans += sweep.plans } else { merged.append(sweep) }
    }
    return merged
  }

  /// For a person: how much there is to do.
  var text: String {
    let count = manifest.cells.count
    guard missing > 0 else { return "\(grouped(count)) cells, all of them done: running the script shows them\n" }
    let cost = seconds.map { ", about \(NumberFormat.duration(seconds: $0)) on one core" } ?? ""
    return "\(grouped(count)) cells, \(grouped(missing)) of them to do\(cost)\n"
  }
}

/// A line that is drawn over on a terminal, and elsewhere written when it has changed, now and then.
final class WaitingLine {
  private let stream: OutputStream
  private var last = ""
  private var lastTime = ContinuousClock.now - .seconds(60)

  init(_ stream: OutputStream) {
    self.stream = stream
  }

  func show(_ text: String) {
    guard text != last, stream.isTerminal || lastTime.duration(to: .now) > .seconds(10) else { return }
    stream.tell(stream.isTerminal ? "\r\(text)  " : text + "\n")
    (last, lastTime) = (text, .now)
  }

  func end() {
    if stream.isTerminal, !last.isEmpty { stream.tell("\n") }
    last = ""
  }
}
