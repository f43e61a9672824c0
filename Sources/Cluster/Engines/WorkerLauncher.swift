import Basics
import Plans

/// Who starts workers. What they do is the same whoever does.
public protocol WorkerLauncher: Sendable {
  /// How quickly its workers see of each other what they write.
  var timing: Manifest.Timing { get }

  /// Whether workers that have all ended before their time are started anew: not where a person should look first.
  var restartsWorkers: Bool { get }

  /// With what a worker within this process works, where those that it starts are on the same machine; nil where they
  /// have machines of their own.
  var ownOptions: WorkerOptions? { get }

  /// Looks whether it could start workers, before anything is planned.
  /// - Throws: `ClusterError`.
  func check() throws

  /// Starts workers and returns at once.
  /// - Returns: what a person is told of it, such as the number of a job.
  /// - Throws: `ClusterError`; none has begun then.
  func launch(_ count: Int, for manifest: Manifest, in folder: SweepFolder) throws -> String

  /// Whether workers of this launcher run or are waiting to; nil where that cannot be told just now.
  func isAlive(in folder: SweepFolder) -> Bool?

  /// Ends the workers that it has started for a folder, whichever process of it did.
  func cancel(in folder: SweepFolder)
}

extension WorkerLauncher {
  public var ownOptions: WorkerOptions? { nil }
}

/// What every worker is started with, whoever starts it.
public struct WorkerOptions: Sendable {
  /// The program itself.
  public var program: String
  /// Cores of each worker; nil leaves it to what it finds itself to have.
  public var threads: Int?
  /// Cores for what all cells begin with, while no worker can do anything else; nil takes those of the worker.
  public var beginningThreads: Int?
  /// In GiB; nil likewise.
  public var memory: Double?

  public init(program: String, threads: Int? = nil, beginningThreads: Int? = nil, memory: Double? = nil) {
    self.program = program
    self.threads = threads
    self.beginningThreads = beginningThreads
    self.memory = memory
  }

  /// The words of a worker's command line.
  public func arguments(_ manifest: String) -> [String] {
    var words = [program, "worker", manifest]
    if let threads { words += ["--threads", "\(threads)"] }
    if let beginningThreads { words += ["--beginning-threads", "\(beginningThreads)"] }
    if let memory { words += ["--memory", NumberFormat.shortest(memory)] }
    return words
  }
}
