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

  private let manifest: Manifest
  private let folder: SweepFolder
  private let computer: any CellComputer
  private let identity: WorkerIdentity
  private let isStopping: @Sendable () -> Bool
  private let record: WorkerRecord
  private let heartbeat: Heartbeat
  private let board: ClaimBoard
  private let failures: FailureRecords
  private var chooser: GroupChooser
  private var watch: ClaimWatch
  private var lastListing: ContinuousClock.Instant?
  /// What it took, in seconds.
  private var listingCost = 0.0
  /// Seconds that a folder may be out of reach, full or read-only before a worker gives up.
  private let patience: Double

  /// - Parameter isStopping: asked between cells, and by the computer within them.
  public init(
    _ manifest: Manifest, in folder: SweepFolder, computer: any CellComputer, identity: WorkerIdentity,
    patience: Double = 600, isStopping: @escaping @Sendable () -> Bool
  ) {
    self.manifest = manifest
    self.folder = folder
    self.computer = computer
    self.identity = identity
    self.isStopping = isStopping
    self.patience = patience
    record = WorkerRecord(of: identity, in: folder)
    heartbeat = Heartbeat(record: record, folder: folder, interval: manifest.timing.heartbeat)
    board = ClaimBoard(in: folder)
    failures = FailureRecords(in: folder)
    // Long enough for most of what stages learn, and nothing beside the hours of a large sweep.
    chooser = GroupChooser(manifest.groups, patience: min(2, manifest.timing.heartbeat))
    watch = ClaimWatch(expiry: manifest.timing.expiry)
  }

  /// - Throws: `ClusterError`; what is wrong with this machine, as the computer says.
  public func run() throws -> Ending {
    do throws(SystemError) { try record.begin(identity) } catch {
      throw ClusterError.unwritableFolder(path: folder.path, reason: error.reason)
    }
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
    var troubleSince: ContinuousClock.Instant?
    while !isAsked {
      do {
        switch try step() {
        case .finished: return .finished
        case .worked: waitingSince = nil
        case .waiting:
          let since = waitingSince ?? .now
          waitingSince = since
          sleep(pause(afterWaiting: since.secondsUntilNow) * Double.random(in: 0.5...1.5))
        }
        troubleSince = nil
      } catch let error as SystemError {
        let since = troubleSince ?? .now
        troubleSince = since
        guard since.duration(to: .now) < .seconds(patience) else {
          throw ClusterError.unwritableFolder(path: folder.path, reason: error.reason)
        }
        sleep(1)
      } catch is Interrupted { return .stopped }
    }
    return .stopped
  }

  /// Seconds until the next look: a tenth of what was waited already, and fifty times what a look takes.
  private func pause(afterWaiting seconds: Double) -> Double {
    min(max(0.02, min(seconds / 10, 0.5), 50 * listingCost), max(0.5, manifest.timing.heartbeat))
  }

  private var isAsked: Bool { isStopping() || heartbeat.isStopRequested }

  /// Not in one piece, so that a signal is answered.
  private func sleep(_ seconds: Double) {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end, !isAsked { usleep(UInt32(max(1000, min(20_000, seconds * 1e6)))) }
  }

  private func step() throws -> Step {
    if isListingOld { try list() }
    if let group = chooser.next() { return try tryClaim(group, number: 1) }
    try list()
    if chooser.isAllDone { return .finished }
    if let group = chooser.next() { return try tryClaim(group, number: 1) }
    if let (group, number) = expired() { return try tryClaim(group, number: number + 1) }
    return .waiting
  }

  /// A claim decides, not a listing: so one is needed only where others are met again and again, and a worker spends
  /// hardly any of its time on listings, however many groups there are.
  private var isListingOld: Bool {
    guard let lastListing else { return true }
    return chooser.hasCollided && lastListing.duration(to: .now) > .seconds(max(0.5, 50 * listingCost))
  }

  private func list() throws(SystemError) {
    let start = ContinuousClock.now
    chooser.update(try board.standings(count: manifest.groups.count))
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
    let path = board.path(group, number)
    heartbeat.hold(path)
    defer { heartbeat.drop(path) }
    do {
      if number > 1 { try blame(group, number - 1) }
      if try work(on: group, number) {
        try board.finish(group)
        chooser.noteDone(group)
      } else {
        board.release(group, number)
        chooser.noteGivenBack(group, avoidingUntil: .now + .seconds(manifest.timing.heartbeat))
      }
    } catch {
      board.release(group, number)
      throw error
    }
    return .worked
  }

  /// Whoever held an expired claim vanished, or sleeps, while it worked on some cells.
  private func blame(_ group: Int, _ number: Int) throws(SystemError) {
    let lines = board.lines(of: group, number)
    let ended = Set(lines.compactMap { Self.cell($0, after: "end ") })
    let host = lines.first.flatMap { ClaimOwner(line: $0) }?.host ?? ""
    for cell in lines.compactMap({ Self.cell($0, after: "begin ") }) where !ended.contains(cell) {
      try failures.record(CellFailure(vanishedOn: host), of: cell)
    }
  }

  static func cell(_ line: String, after word: String) -> Int? {
    line.hasPrefix(word) ? Int(line.dropFirst(word.count)) : nil
  }

  /// - Returns: whether nothing is left of the group.
  private func work(on group: Int, _ number: Int) throws -> Bool {
    let cells = manifest.groups[group].cells
    if manifest.groups[group].isBeginning {
      try computer.prepareBeginning(of: cells[0])
      return true
    }
    let missing = left(of: cells)
    if !missing.isEmpty {
      let (board, failures, record, host) = (board, failures, record, identity.host)
      try computer.compute(
        missing, willBegin: { board.note("begin \($0)", in: group, number) },
        didEnd: { cell, outcome in
          switch outcome {
          case .success(let seconds): record.note(.init(cell: cell, seconds: seconds))
          case .failure(let error): try? failures.record(CellFailure(error, host: host), of: cell)
          }
          board.note("end \(cell)", in: group, number)
        })
    }
    return missing.isEmpty || left(of: cells).isEmpty
  }

  /// Cells that are neither done nor given up.
  private func left(of cells: [Int]) -> [Int] {
    let missing = cells.filter { !computer.isDone($0) }
    guard !missing.isEmpty else { return [] }
    let failed = failures.all(of: Set(missing))
    return missing.filter { FailureRecords.final(failed[$0] ?? []) == nil }
  }
}
