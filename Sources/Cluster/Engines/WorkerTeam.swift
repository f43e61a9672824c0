/// The workers of a sweep that somebody waits for: those that a launcher starts and, where they share its machine, one
/// within this process in the place of one of them.
public final class WorkerTeam {
  private let launcher: any WorkerLauncher
  private let count: Int
  private let manifest: Manifest
  private let folder: SweepFolder
  private var own: OwnWorker?

  /// - Parameter workers: at most so many; never more than there are cells.
  public init(_ launcher: any WorkerLauncher, workers: Int, for manifest: Manifest, in folder: SweepFolder) {
    self.launcher = launcher
    self.manifest = manifest
    self.folder = folder
    count = min(workers, manifest.cells.count)
  }

  /// Sends them and returns at once.
  /// - Parameter means: nil where this process does not stay. A single worker is another process all the same, so that
  ///   the work goes on without this one.
  /// - Returns: what a person is told.
  /// - Throws: `ClusterError`; none has begun then.
  public func start(_ means: OwnWorker.Means?) throws -> String {
    var words = ""
    if let means, let options = launcher.ownOptions, count > 1 {
      // First, so that it is the one that begins with what it has in memory.
      let own = OwnWorker(manifest, in: folder, means, options: options, among: count)
      do { words = try launcher.launch(count - 1, for: manifest, in: folder) + " beside this process" } catch {
        own.end()
        throw error
      }
      self.own = own
    } else {
      words = try launcher.launch(count, for: manifest, in: folder)
    }
    return "\(words); `mien status \(manifest.shortID)` tells how it stands"
  }

  /// For who waits for cells of the sweep.
  public var watch: SweepWatch { SweepWatch(manifest, folder, launcher, workers: count, own: own) }

  /// Ends what this process does of it; another takes its place, so that the work goes on.
  public func leave() {
    guard own != nil else { return }
    end()
    _ = try? launcher.launch(1, for: manifest, in: folder)
  }

  /// Ends what this process does of it.
  public func end() {
    own?.end()
    own = nil
  }

  /// Ends them all.
  func cancel() {
    launcher.cancel(in: folder)
    end()
  }
}
