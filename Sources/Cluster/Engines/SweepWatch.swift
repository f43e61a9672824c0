import Basics
import Diagnostics
import Glibc
import Numerics
import Plans

/// Waits for cells of a manifest that others work on.
public final class SweepWatch {
  private let manifest: Manifest
  private let folder: SweepFolder
  private let launcher: any WorkerLauncher
  private let workers: Int
  private let own: OwnWorker?
  private let cells: [Digest: Int]
  private let groups: [Int: Int]
  private var nextLook = ContinuousClock.now
  private var nextQuestion = ContinuousClock.now + .seconds(1)
  private var failures: [Int: [CellFailure]] = [:]
  private var restartsLeft = 3
  /// How often in a row nobody was found at work.
  private var timesAlone = 0

  /// - Parameters:
  ///   - workers: so many are started anew where all have ended and cells are left.
  ///   - own: the one within this process; its end is mostly that of the sweep, and need not be waited for.
  init(
    _ manifest: Manifest, _ folder: SweepFolder, _ launcher: any WorkerLauncher, workers: Int, own: OwnWorker? = nil
  ) {
    self.manifest = manifest
    self.folder = folder
    self.launcher = launcher
    self.workers = workers
    self.own = own
    cells = Dictionary(
      manifest.cells.enumerated().compactMap { index, cell in Digest(hexadecimal: cell.key).map { ($0, index) } },
      uniquingKeysWith: { first, _ in first })
    groups = Dictionary(
      manifest.groups.enumerated().filter { !$0.element.isBeginning }
        .flatMap { index, group in group.cells.map { ($0, index) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// Waits for one cell.
  /// - Returns: nil where it is in the cache; its failure where it is given up.
  /// - Throws: `Interrupted`; `ClusterError.nobodyLeft`.
  func wait(for key: Digest, _ executor: Executor) throws -> Diagnostic? {
    var pause = 0.02
    while !executor.cache.contains(key) {
      try executor.context.checkInterruption()
      if nextLook <= .now {
        failures = FailureRecords(in: folder).all()
        nextLook = .now + .seconds(manifest.timing.heartbeat / 2)
      }
      if let cell = cells[key], let failure = FailureRecords.final(failures[cell] ?? []) { return failure.diagnostic }
      try askForWorkers { executor.cache.contains($0) }
      usleep(UInt32(pause * 1e6))
      pause = min(pause * 1.5, 0.25)
    }
    return nil
  }

  /// Waits for all cells.
  /// - Parameters:
  ///   - isDone: whether a key's value is in the shared cache.
  ///   - told: how many cells are done, now and then.
  /// - Throws: `Interrupted`; `ClusterError.nobodyLeft`.
  public func awaitAll(
    isDone: (Digest) -> Bool, isInterrupted: () -> Bool, told: (Int, Int) -> Void
  ) throws {
    var left = Set(cells.keys)
    let start = ContinuousClock.now
    while true {
      let look = ContinuousClock.now
      failures = FailureRecords(in: folder).all()
      left = left.filter { key in
        !isDone(key) && FailureRecords.final(failures[cells[key] ?? -1] ?? []) == nil
      }
      told(cells.count - left.count, cells.count)
      guard !left.isEmpty else { return }
      try pause(Self.pause(elapsed: start.secondsUntilNow, look: look.secondsUntilNow), isInterrupted)
      try askForWorkers(isDone)
    }
  }

  /// Seconds between two looks: a twentieth of what was waited already, so that a short sweep does not wait for the look,
  /// and ten times what a look takes, so that looking at many cells does not keep the folder busy.
  static func pause(elapsed: Double, look: Double) -> Double {
    max(min(max(elapsed / 20, 0.01), 0.5), min(10 * look, 5))
  }

  private func pause(_ seconds: Double, _ isInterrupted: () -> Bool) throws {
    let end = ContinuousClock.now + .seconds(seconds)
    repeat {
      if isInterrupted() { throw Interrupted() }
      if own?.takeEnd() == true { return }
      usleep(UInt32(min(10_000, max(1000, seconds * 1e6))))
    } while ContinuousClock.now < end
  }

  /// Nobody may be left: then others are started, or that is the end.
  private func askForWorkers(_ isDone: (Digest) -> Bool) throws {
    guard nextQuestion <= .now else { return }
    nextQuestion = .now + .seconds(launcher.timing.heartbeat * 2)
    guard launcher.isAlive(in: folder) == false, !isAnybodyHeard else {
      timesAlone = 0
      return
    }
    timesAlone += 1
    // What was published last may not be seen yet.
    guard timesAlone > 1 else { return }
    timesAlone = 0
    let left = cells.keys.count { !isDone($0) }
    guard left > 0 else { return }
    guard restartsLeft > 0, launcher.restartsWorkers, !folder.isStopRequested else {
      throw ClusterError.nobodyLeft(cells: left)
    }
    restartsLeft -= 1
    _ = try launcher.launch(workers, for: manifest, in: folder)
  }

  /// Workers that others have started count too.
  private var isAnybodyHeard: Bool {
    guard let now = try? FileTime.touch(folder.path + "/.clock") else { return true }
    return (visibleNames(in: folder.workers) ?? []).contains { name in
      let path = "\(folder.workers)/\(name)"
      guard let last = FileTime(of: path), now.seconds - last.seconds <= manifest.timing.expiry else { return false }
      return WorkerRecord.read(path)?.lines.contains { $0.ending != nil } == false
    }
  }
}
