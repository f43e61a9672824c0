import Basics
import Glibc
import Plans

/// Where the workers of one manifest meet: a folder beside the values of the cache.
///
/// | name | is |
/// | --- | --- |
/// | `manifest.json` | what is to be done |
/// | `claims/` | who works on which group, and on which of its cells; which groups are done |
/// | `failures/` | what became of cells that failed |
/// | `workers/` | a file a worker: who it is, what it did; its time is the last sign of life |
/// | `logs/` | what workers said |
/// | `workers.sbatch`, `jobs` | what Slurm was handed, and what it calls it |
/// | `stop` | workers end where this is there |
public struct SweepFolder: Sendable {
  public let path: String

  public init(path: String) {
    self.path = path
  }

  /// The folder of a manifest in a cache.
  public init(of manifest: Manifest, inCache cache: String) {
    path = "\(Self.place(inCache: cache))/\(manifest.id.hexadecimal)"
  }

  static func place(inCache cache: String) -> String { cache + "/sweeps" }

  public var manifestPath: String { path + "/manifest.json" }
  package var claims: String { path + "/claims" }
  var failures: String { path + "/failures" }
  package var workers: String { path + "/workers" }
  public var logs: String { path + "/logs" }
  var jobs: String { path + "/jobs" }
  var stop: String { path + "/stop" }
  var batchScript: String { path + "/workers.sbatch" }

  /// The cache that it is in.
  public var cache: String {
    path.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
  }

  /// Makes the folder with its manifest, or goes on with the one that is there: what failed is to be tried again, and
  /// workers that are at work keep the longer time between their signs of life.
  /// - Throws: `ClusterError.unwritableFolder`.
  public func prepare(_ manifest: Manifest) throws(ClusterError) {
    var manifest = manifest
    if let old = try? Manifest(reading: manifestPath), old.timing.expiry > manifest.timing.expiry {
      manifest.timing = old.timing
    }
    do throws(SystemError) {
      for folder in [claims, failures, workers, logs] { try makeFolder(folder, permissions: 0o700) }
      try manifest.write(to: manifestPath)
    } catch { throw .unwritableFolder(path: path, reason: error.reason) }
    unlink(stop)
    forgetFailures(manifest)
  }

  /// What failed before is free again.
  private func forgetFailures(_ manifest: Manifest) {
    for name in visibleNames(in: failures) ?? [] {
      unlink("\(failures)/\(name)")
      guard let cell = name.split(separator: ".").first.flatMap({ Int($0) }),
        let group = manifest.groups.firstIndex(where: { !$0.isBeginning && $0.cells.contains(cell) })
      else { continue }
      ClaimBoard(in: self).reopen(group, cells: manifest.groups[group].cells)
    }
  }

  /// Asks all workers to end after what they are doing, whoever started them.
  /// - Throws: `ClusterError.unwritableFolder`.
  public func requestStop() throws(ClusterError) {
    do throws(SystemError) {
      let file = try AtomicFile<SystemError>(path: stop, permissions: 0o600)
      try file.commit(isSynced: false)
    } catch { throw .unwritableFolder(path: path, reason: error.reason) }
  }

  var isStopRequested: Bool { access(stop, F_OK) == 0 }

  /// All manifests in a cache, with the time at which each was written; the newest last.
  public static func all(inCache cache: String) -> [SweepFolder] {
    let folders = (visibleNames(in: place(inCache: cache)) ?? []).map {
      SweepFolder(path: "\(place(inCache: cache))/\($0)")
    }
    return folders.compactMap { folder -> (SweepFolder, FileTime)? in
      FileTime(of: folder.manifestPath).map { (folder, $0) }
    }.sorted { ($0.1.seconds, $0.0.path) < ($1.1.seconds, $1.0.path) }.map(\.0)
  }

  /// The one whose name begins so, or that is a path of a manifest or its folder; the newest where nothing is said.
  /// - Throws: `ClusterError.unknownSweep`.
  public static func find(_ name: String?, inCache cache: String) throws(ClusterError) -> SweepFolder {
    guard let name else {
      guard let newest = all(inCache: cache).last else { throw .unknownSweep("") }
      return newest
    }
    if name.contains("/") {
      let folder = name.hasSuffix("/manifest.json") ? String(name.dropLast("/manifest.json".count)) : name
      guard access(folder + "/manifest.json", F_OK) == 0 else { throw .unknownSweep(name) }
      return SweepFolder(path: folder)
    }
    let found = all(inCache: cache).filter {
      !name.isEmpty && $0.path.split(separator: "/").last?.hasPrefix(name.lowercased()) ?? false
    }
    guard found.count == 1 else { throw .unknownSweep(name) }
    return found[0]
  }
}
