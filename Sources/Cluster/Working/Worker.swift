import Basics
import Glibc
import Numerics
import Plans

/// Works on the groups of a manifest until none is left, beside any number of others that do the same.
///
/// There is no master: workers know each other only by their claims. One that ends, is killed or is put to sleep loses
/// its claims, and another goes on with its cells; one that comes late finds what is left.
public final class Worker {
  public enum Ending: Sendable, Equatable {
    /// Nothing is left, for anybody.
    case finished
    /// It was asked to stop, or its time is over.
    case stopped
  }

  private enum Step { case worked, waiting, finished }

  /// What became of a group.
  private enum Outcome {
    case done
    /// Others are at its last cells.
    case left
    /// Others had begun all that was missing.
    case nothingBegun
    /// A cell is to be tried again.
    case failed
  }

  private let manifest: Manifest
  private let folder: SweepFolder
  private let computer: any CellComputer
  private let identity: WorkerIdentity
  private let patience: Patience
  private let record: WorkerRecord
  private let heartbeat: Heartbeat
  private let board: ClaimBoard
  private let failures: FailureRecords
  private var chooser: GroupChooser
  private var watch: ClaimWatch
  private var lastListing: ContinuousClock.Instant?
  /// What it took, in seconds.
  private var listingCost = 0.0
  /// Groups that were left to others who still worked on their last cells.
  private var left: Set<Int> = []

  /// - Parameters:
  ///   - patience: seconds that a folder may be out of reach, full or read-only before a worker gives up.
  ///   - isStopping: asked between cells, and by the computer within them.
  public init(
    _ manifest: Manifest, in folder: SweepFolder, computer: any CellComputer, identity: WorkerIdentity,
    patience: Double = 600, isStopping: @escaping @Sendable () -> Bool
  ) {
    self.manifest = manifest
    self.folder = folder
    self.computer = computer
    self.identity = identity
    record = WorkerRecord(of: identity, in: folder)
    let heartbeat = Heartbeat(record: record, folder: folder, interval: manifest.timing.heartbeat)
    self.heartbeat = heartbeat
    self.patience = Patience(
      seconds: patience, path: folder.path, isStopping: { isStopping() || heartbeat.isStopRequested })
    board = ClaimBoard(in: folder)
    failures = FailureRecords(in: folder)
    // Long enough for much of what stages learn, and nothing beside the hours of a large sweep.
    chooser = GroupChooser(manifest.groups, patience: min(0.5, manifest.timing.heartbeat))
    watch = ClaimWatch(expiry: manifest.timing.expiry)
  }

  /// - Throws: `ClusterError`; what is wrong with this machine, as the computer says.
  public func run() throws -> Ending {
    do throws(SystemError) { try record.begin(identity) } catch {
      throw ClusterError.unwritableFolder(path: folder.path, reason: error.reason)
    }
    record.note(.init(libraries: .inUse))
    heartbeat.start()
    defer { heartbeat.stop() }
    do {
      let ending = try workOn()
      record.note(.init(ending: ending == .finished ? "finished" : "stopped"))
      return ending
    } catch {
      record.note(.init(ending: CellFailure(error, host: identity.host).message))
      throw error
    }
  }

  private func workOn() throws -> Ending {
    var waitingSince: ContinuousClock.Instant?
    while !patience.isStopping() {
      do {
        switch try patience.whileRefused(step) {
        case .finished: return .finished
        case .worked: waitingSince = nil
        case .waiting:
          let since = waitingSince ?? .now
          waitingSince = since
          patience.sleep(pause(afterWaiting: since.secondsUntilNow) * Double.random(in: 0.5...1.5))
        }
      } catch is Interrupted { return .stopped }
    }
    return .stopped
  }

  /// Seconds until the next look: a tenth of what was waited already, and fifty times what a look takes.
  private func pause(afterWaiting seconds: Double) -> Double {
    min(max(0.02, min(seconds / 10, 0.5), 50 * listingCost), max(0.5, manifest.timing.heartbeat))
  }

  private func step() throws -> Step {
    if isListingOld { try list() }
    if let group = chooser.next() { return try tryClaim(group, number: 1) }
    try list()
    if chooser.isAllDone { return .finished }
    if let group = chooser.next() { return try tryClaim(group, number: 1) }
    if let (group, number) = expired() { return try tryClaim(group, number: number + 1) }
    if let (group, number) = chooser.nextToJoin() { return try join(group, number) }
    return try finishLeft() ? .worked : .waiting
  }

  /// A claim decides, not a listing: so one is needed only where others are met again and again, and a worker spends
  /// hardly any of its time on listings, however many groups there are.
  private var isListingOld: Bool {
    guard let lastListing else { return true }
    return chooser.hasCollided && lastListing.duration(to: .now) > .seconds(max(0.5, 50 * listingCost))
  }

  private func list() throws(SystemError) {
    let start = ContinuousClock.now
    chooser.update(try board.listing(count: manifest.groups.count))
    lastListing = .now
    listingCost = start.duration(to: .now) / .seconds(1)
  }

  /// Some claims are looked at, not all: each of many waiting workers looks at others, and goes on with those.
  private func expired() -> (group: Int, number: Int)? {
    let claimed = chooser.claimed(atMost: .max)
    watch.keep(among: claimed.map { .init(group: $0.group, number: $0.number) }, atMost: 32)
    for claim in watch.claims {
      // One that has vanished meanwhile was given back, which the next listing tells.
      guard let sign = board.lastSign(of: claim.group, claim.number) else { continue }
      if watch.isExpired(claim, lastSign: sign) { return (claim.group, claim.number) }
    }
    return nil
  }

  private func tryClaim(_ group: Int, number: Int) throws -> Step {
    guard try board.claim(group, number: number, owner: identity) else {
      chooser.noteTaken(group)
      return .worked
    }
    do {
      try holding(group, number) {
        if number > 1 { try blame(group, number - 1) }
        if manifest.groups[group].isBeginning {
          try computer.prepareBeginning(of: manifest.groups[group].cells[0])
          try finish(group)
        } else if try compute(group, number) == .failed {
          board.release(group, number)
          chooser.noteGivenBack(group, avoidingUntil: .now + .seconds(manifest.timing.heartbeat))
        }
      }
    } catch {
      board.release(group, number)
      throw error
    }
    return .worked
  }

  /// Takes cells of a group that another holds.
  private func join(_ group: Int, _ number: Int) throws -> Step {
    try holding(group, number) {
      switch try compute(group, number, fromEnd: true) {
      case .done, .left: return .worked
      case .nothingBegun, .failed:
        // A listing may be old, and what failed here others should try first.
        chooser.noteJoined(group, avoidingUntil: .now + .seconds(manifest.timing.heartbeat))
        return .worked
      }
    }
  }

  /// Shows meanwhile that somebody works under a claim.
  private func holding<Value>(_ group: Int, _ number: Int, _ body: () throws -> Value) throws -> Value {
    let path = board.path(group, number)
    heartbeat.hold(path)
    defer { heartbeat.drop(path) }
    return try body()
  }

  /// Whoever began cells under an expired claim and did not end them vanished, or sleeps.
  private func blame(_ group: Int, _ number: Int) throws(SystemError) {
    let cells = manifest.groups[group].cells
    for cell in cells where !manifest.groups[group].isBeginning && !computer.isDone(cell) {
      guard let owner = board.owner(at: board.path(ofCell: cell, group, number, among: cells)) else { continue }
      try failures.record(CellFailure(vanishedOn: owner.host), of: cell)
    }
  }

  /// Computes what nobody else has begun of a group.
  private func compute(_ group: Int, _ number: Int, fromEnd: Bool = false) throws -> Outcome {
    let cells = manifest.groups[group].cells
    let missing = missing(of: cells)
    guard !missing.isEmpty else {
      try finish(group)
      return .done
    }
    let work = GroupWork(group, number, cells: cells, on: board, owner: identity)
    do { try compute(fromEnd ? missing.reversed() : missing, work) } catch {
      work.giveBack()
      throw error
    }
    if self.missing(of: cells).isEmpty {
      try finish(group)
      return .done
    }
    if work.hasFailed { return .failed }
    left.insert(group)
    chooser.noteLeft(group)
    return work.hasBegun ? .left : .nothingBegun
  }

  private func compute(_ cells: [Int], _ work: GroupWork) throws {
    let (computer, patience, failures, record, host) = (computer, patience, failures, record, identity.host)
    try computer.compute(
      cells,
      willBegin: { cell in
        guard try patience.whileRefused({ try work.begin(cell) }) else { return false }
        // Under a claim that has expired, or before one was given back.
        guard !computer.isDone(cell) else {
          work.end(cell, hasFailed: false)
          return false
        }
        return true
      },
      didEnd: { cell, outcome in
        switch outcome {
        case .success(let seconds):
          record.note(.init(cell: cell, seconds: seconds))
          work.end(cell, hasFailed: false)
        case .failure(let error):
          try? failures.record(CellFailure(error, host: host), of: cell)
          work.end(cell, hasFailed: true)
        }
      })
  }

  private func finish(_ group: Int) throws {
    try patience.whileRefused { try board.finish(group) }
    chooser.noteDone(group)
    left.remove(group)
  }

  /// Of those who end the last cells of a group at once, on a network file system each may miss the other's.
  private func finishLeft() throws -> Bool {
    left = left.filter { chooser.standings[$0] != .done }
    let groups = left.filter { missing(of: manifest.groups[$0].cells).isEmpty }
    for group in groups { try finish(group) }
    return !groups.isEmpty
  }

  /// Cells that are neither done nor given up.
  private func missing(of cells: [Int]) -> [Int] {
    let missing = cells.filter { !computer.isDone($0) }
    guard !missing.isEmpty else { return [] }
    let failed = failures.all(of: Set(missing))
    return missing.filter { FailureRecords.final(failed[$0] ?? []) == nil }
  }
}
