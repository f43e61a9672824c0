import Basics
import Cluster
import Glibc

/// What `mien submit` is asked for.
public struct SubmitOptions: Sendable {
  /// Who starts the workers.
  public enum Engine: String, Sendable, CaseIterable {
    case local, slurm
  }

  public var engine = Engine.local
  /// nil: as many as there are cores, or twenty jobs.
  public var workers: Int?
  /// Whether to stay until all is done, and run the script then.
  public var waits = false
  public var request = SlurmRequest()
  /// Seconds between two signs of life of a worker; nil leaves it to the engine.
  public var heartbeat: Double?

  public init() {}
}

extension HostOptions {
  /// Who starts workers, and how many where nothing was said.
  func launcher(_ options: SubmitOptions) -> (launcher: any WorkerLauncher, workers: Int) {
    switch options.engine {
    case .slurm:
      return (SlurmLauncher(options.request, program: ownProgram), options.workers ?? 20)
    case .local:
      let processors = Allocation.ofThisProcess.processors
      let workers = options.workers ?? processors
      let gibibyte = 1_073_741_824.0
      let own = WorkerOptions(
        program: ownProgram, threads: options.request.cpus ?? max(1, processors / max(1, workers)),
        beginningThreads: options.request.cpus == nil && workers > 1 ? processors : nil,
        memory: options.request.memory ?? Double(cacheBudget) / gibibyte / Double(max(1, workers)))
      return (LocalLauncher(own), workers)
    }
  }
}

/// Where this program lies, for starting it again.
private var ownProgram: String {
  guard let path = realpath("/proc/self/exe", nil) else { return "mien" }
  defer { free(path) }
  return String(cString: path)
}
