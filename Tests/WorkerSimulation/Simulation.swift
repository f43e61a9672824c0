import Basics
import Cluster
import Glibc

/// Runs many workers over one folder and counts what they did.
enum Simulation {
  private static func valuesFolder(_ folder: String) -> String { folder + "/values" }

  /// One worker, to its end.
  static func work(on path: String, milliseconds: Int) -> Int32 {
    let folder = SweepFolder(path: path)
    do {
      let manifest = try Manifest(reading: folder.manifestPath)
      let cells = EmptyCells(folder: valuesFolder(folder.cache), milliseconds: milliseconds)
      let worker = Worker(manifest, in: folder, computer: cells, identity: WorkerIdentity(), isStopping: { false })
      return try worker.run() == .finished ? 0 : 1
    } catch {
      print("\(error)")
      return 1
    }
  }

  /// - Parameters:
  ///   - together: so many cells are on the same rows.
  ///   - milliseconds: what each cell takes.
  static func run(in cache: String, cells: Int, workers: Int, together: Int, milliseconds: Int) -> Int32 {
    do {
      for part in 0..<256 { try makeFolder("\(valuesFolder(cache))/\(part)") }
      let manifest = Manifest(simulating: cells, together: together)
      let folder = SweepFolder(of: manifest, inCache: cache)
      try folder.prepare(manifest)
      let start = ContinuousClock.now
      let processes = try (0..<workers).map { _ in try spawn(folder.path, milliseconds) }
      var failed = 0
      for process in processes {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        failed += status == 0 ? 0 : 1
      }
      print("all workers have ended after \(start.duration(to: .now) / .seconds(1)) s")
      let seconds = try span(of: folder)
      return try report(folder, manifest, seconds: seconds, failed: failed, workers: workers)
    } catch {
      print("\(error)")
      return 1
    }
  }

  /// Seconds from the first claim to the last group that was done, by the file system's clock.
  private static func span(of folder: SweepFolder) throws -> Double {
    let times = try folderEntries(folder.claims).compactMap { entry -> Double? in
      var status = stat()
      guard stat("\(folder.claims)/\(entry.name)", &status) == 0 else { return nil }
      return Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) * 1e-9
    }
    return (times.max() ?? 0) - (times.min() ?? 0)
  }

  private static func report(
    _ folder: SweepFolder, _ manifest: Manifest, seconds: Double, failed: Int, workers: Int
  ) throws -> Int32 {
    let finished = CellCounts(of: folder, manifest)
    let missing = manifest.cells.indices.count { finished.counts[$0] == nil }
    let twice = finished.counts.values.count { $0 > 1 }
    let groups = Double(manifest.groups.count)
    let begun = manifest.groups.filter { $0.cells.count > 1 }.reduce(0) { $0 + $1.cells.count }
    print("\(workers) workers, \(manifest.cells.count) cells in \(manifest.groups.count) groups: \(seconds) s")
    print("claims \(groups / seconds) a second, renames \(Double(manifest.cells.count) / seconds) a second")
    print("files of begun cells \(Double(begun) / seconds) a second")
    print("\(finished.workersOfGroups.count { $0 > 1 }) groups were parted")
    print("\(missing) cells lost, \(twice) done twice, \(failed) workers failed")
    let listing = ContinuousClock.now
    let count = try folderEntries(folder.claims).count
    let milliseconds = listing.duration(to: .now) / .milliseconds(1)
    print("a listing of \(count) names: \(milliseconds) ms; \(1000 / milliseconds) a second")
    return missing + twice + failed == 0 ? 0 : 1
  }

  /// Starts this program again as a worker.
  private static func spawn(_ folder: String, _ milliseconds: Int) throws -> pid_t {
    let texts = ["simulation", "worker", folder, "\(milliseconds)"]
    var words: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process = pid_t()
    let failure = posix_spawn(&process, "/proc/self/exe", nil, nil, &words, environ)
    guard failure == 0 else { throw SystemError(failure) }
    return process
  }
}
