import Basics
import Glibc
import Synchronization

/// Starts workers as processes of this machine. They go on when this process ends.
public final class LocalLauncher: WorkerLauncher {
  private let options: WorkerOptions
  private let children = Mutex<[ChildProcess]>([])
  /// How many were ever started, so that each has a log of its own.
  private let started = Mutex(0)

  public init(_ options: WorkerOptions) {
    self.options = options
  }

  public var timing: Manifest.Timing { .local }

  public var restartsWorkers: Bool { true }

  public var ownOptions: WorkerOptions? { options }

  public func check() throws {}

  public func launch(_ count: Int, for manifest: Manifest, in folder: SweepFolder) throws -> String {
    for _ in 1...max(1, count) {
      let number = started.withLock { started in
        started += 1
        return started
      }
      do throws(SystemError) {
        let child = try ChildProcess.start(
          options.arguments(folder.manifestPath), log: "\(folder.logs)/local-\(getpid())-\(number).log")
        children.withLock { $0.append(child) }
      } catch { throw ClusterError.unwritableFolder(path: folder.logs, reason: error.reason) }
    }
    return "\(count) worker\(count == 1 ? "" : "s") on this machine"
  }

  public func isAlive(in folder: SweepFolder) -> Bool? {
    children.withLock { children in
      children.removeAll { !$0.isRunning }
      return !children.isEmpty
    }
  }

  public func cancel(in folder: SweepFolder) {
    children.withLock { children in for child in children { child.ask(toEndBy: SIGTERM) } }
  }
}
