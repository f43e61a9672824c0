import Basics
import Cluster
import Glibc
import Interpreter
import Numerics
import Plans

/// `mien worker`: works on a manifest until nothing is left, it is asked to stop, or its time is over.
extension Host {
  /// - Parameter beginningThreads: cores for what all cells begin with; nil takes those of the worker.
  public func work(on path: String, beginningThreads: Int? = nil) -> ExitStatus {
    // SIGTERM is how a batch system says that the time is over, or that others need the machine.
    Interruption.install(for: .prompt)
    let deadline = WorkerDeadline()
    let isStopping: @Sendable () -> Bool = { Interruption.isRequested || deadline.isOver }
    do {
      let path = absolute(path)
      let manifest = try Manifest(reading: path)
      let folder = SweepFolder(
        path: path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/"))
      try manifest.enterWorkingFolder()
      guard let stores = hostEnvironment.stores else { throw ClusterError.noSharedCache }
      let errors = errors
      let store = stores.openForWorker(folder.cache, isStopping) { errors.tell("warning: \($0)\n") }
      let cache = MatrixCache(budget: options.cacheBudget, durable: store)
      cache.processLimit = options.processLimit
      cache.isReadByOthers = true
      let identity = WorkerIdentity.ofThisProcess
      let threads = options.runSettings.threads
      output.tell("\(identity.text): \(threads) core\(threads == 1 ? "" : "s"), sweep \(manifest.shortID)\n")
      let computer = ExecutorComputer(
        manifest, catalogue: hostEnvironment.catalogue, cache: cache, store: store, threads: threads,
        beginningThreads: beginningThreads, host: identity.host, isInterrupted: isStopping,
        tell: { [output] in output.tell($0 + "\n") })
      let ending = try Worker(manifest, in: folder, computer: computer, identity: identity, isStopping: isStopping)
        .run()
      output.tell(ending == .finished ? "nothing is left\n" : "stopped; what was begun is given back\n")
      return .success
    } catch {
      problems.report(error)
      return ExitStatus(of: error)
    }
  }

  private func absolute(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}

/// When a batch system ends this process, as far as it says so.
struct WorkerDeadline: Sendable {
  /// Seconds before the end at which a worker begins nothing more and gives back what it has begun.
  static let reserve = 90.0

  private let end: ContinuousClock.Instant?

  /// - Parameter seconds: until the end; nil asks Slurm's environment.
  init(secondsLeft: Double? = nil) {
    let told = environmentVariable("SLURM_JOB_END_TIME").flatMap { Double($0) }.map { $0 - Double(time(nil)) }
    end = (secondsLeft ?? told).map { .now + .seconds($0 - Self.reserve) }
  }

  var isOver: Bool { end.map { $0 <= .now } ?? false }
}
