import Basics
import Numerics
import Plans

/// How a submitted sweep stands: read from the shared folder alone, so that it is the same wherever it is asked.
public struct SweepStatus: Sendable {
  /// A group that somebody works on.
  public struct Running: Sendable, Equatable {
    public var worker: String
    public var plan: String
    /// Seconds since it was claimed, and since its worker was last heard of.
    public var since, lastSign: Double
  }

  public struct Failed: Sendable, Equatable {
    public var cell: Int
    public var plan: String
    public var failure: CellFailure
    /// Whether it is given up; otherwise it is tried again.
    public var isFinal: Bool
  }

  /// Machines that computed cells with the same libraries.
  public struct Machines: Sendable, Equatable {
    public var libraries: NumericLibraries
    /// Each once, in the order of their names.
    public var hosts: [String]
  }

  public let name: String
  public let script: String
  public let cells: Int
  public private(set) var done = 0
  public private(set) var running: [Running] = []
  public private(set) var failed: [Failed] = []
  /// Workers that were heard of within the time of expiry.
  public private(set) var workersAlive = 0
  /// Why workers ended that did not end because nothing was left.
  public private(set) var endings: [String] = []
  /// Cells that workers computed for it, and the seconds that these took.
  public private(set) var computed = 0
  public private(set) var seconds = 0.0
  /// By what the last digits of their numbers depend on, in the order of hosts; workers that did not say take no part.
  public private(set) var machines: [Machines] = []
  public let isStopRequested: Bool

  public var isOver: Bool { done + failed.count(where: \.isFinal) >= cells }

  /// How long the rest will take with the workers there are; nil where none is at work or none has done a cell yet.
  public var secondsLeft: Double? {
    guard workersAlive > 0, computed > 0, !isOver else { return nil }
    let left = cells - done - failed.count(where: \.isFinal)
    return seconds / Double(computed) * Double(left) / Double(workersAlive)
  }

  /// Cost: a look-up for each cell, and a file for each worker, failure and group that is being worked on.
  /// - Throws: `ClusterError.unreadableManifest`, `.otherVersion`.
  public init(of folder: SweepFolder, store: some StoredValues) throws(ClusterError) {
    let manifest = try Manifest(reading: folder.manifestPath)
    name = manifest.shortID
    script = manifest.script
    cells = manifest.cells.count
    isStopRequested = folder.isStopRequested
    let isDone = manifest.cells.map { cell in Digest(hexadecimal: cell.key).map(store.contains) ?? false }
    done = isDone.count(where: \.self)
    let now = Self.now(in: folder)
    readWorkers(folder, now, manifest.timing)
    readClaims(folder, manifest, isDone, now)
    for (cell, failures) in FailureRecords(in: folder).all().sorted(by: { $0.key < $1.key }) {
      guard manifest.cells.indices.contains(cell), !isDone[cell], let last = failures.last else { continue }
      let final = FailureRecords.final(failures)
      failed.append(
        Failed(cell: cell, plan: manifest.text(of: cell), failure: final ?? last, isFinal: final != nil))
    }
  }

  /// By the clock of the folder; where nothing may be written there, by the last sign of any worker.
  private static func now(in folder: SweepFolder) -> Double {
    let names = visibleNames(in: folder.workers) ?? []
    let path = "\(folder.path)/.clock"
    if let now = try? FileTime.touch(path) { return now.seconds }
    return names.compactMap { FileTime(of: "\(folder.workers)/\($0)")?.seconds }.max() ?? 0
  }

  private mutating func readWorkers(_ folder: SweepFolder, _ now: Double, _ timing: Manifest.Timing) {
    var hosts: [NumericLibraries: Set<String>] = [:]
    for name in (visibleNames(in: folder.workers) ?? []).sorted() {
      let path = "\(folder.workers)/\(name)"
      guard let (identity, lines) = WorkerRecord.read(path), let last = FileTime(of: path) else { continue }
      seconds += lines.compactMap(\.seconds).reduce(0, +)
      let done = lines.count { $0.seconds != nil }
      computed += done
      if done > 0, let libraries = lines.compactMap(\.libraries).last {
        hosts[libraries, default: []].insert(identity.host)
      }
      if let ending = lines.last(where: { $0.ending != nil })?.ending {
        if ending != "finished", ending != "stopped" { endings.append("\(identity.text): \(ending)") }
      } else if now - last.seconds <= timing.expiry {
        workersAlive += 1
      }
    }
    func order(_ machines: Machines) -> String { machines.hosts.joined(separator: " ") + machines.libraries.text }
    machines = hosts.map { Machines(libraries: $0.key, hosts: $0.value.sorted()) }.sorted { order($0) < order($1) }
  }

  private mutating func readClaims(_ folder: SweepFolder, _ manifest: Manifest, _ isDone: [Bool], _ now: Double) {
    let board = ClaimBoard(in: folder)
    guard let listing = try? board.listing(count: manifest.groups.count) else { return }
    for (index, standing) in listing.standings.enumerated() {
      guard case .claimed(let number) = standing, let last = board.lastSign(of: index, number),
        now - last.seconds <= manifest.timing.expiry
      else { continue }
      let group = manifest.groups[index]
      let begun = (listing.begun[index] ?? []).filter { group.cells.contains($0) && !isDone[$0] }.sorted()
      // Between two cells it is the next.
      let next = group.cells.first { !isDone[$0] } ?? group.cells[0]
      let what = group.isBeginning ? "what all begin with: " : ""
      for cell in begun.isEmpty ? [next] : begun {
        let path =
          begun.isEmpty
          ? board.path(index, number) : board.path(ofCell: cell, index, number, among: group.cells)
        let owner = board.owner(at: path)
        running.append(
          Running(
            worker: owner?.text ?? "unknown", plan: what + manifest.text(of: cell),
            since: owner.map { max(0, now - Double($0.since)) } ?? 0, lastSign: max(0, now - last.seconds)))
      }
    }
  }
}

extension Manifest {
  /// A cell for a log.
  func title(of cell: Int) -> String { "cell \(cell): \(text(of: cell))" }

  /// A cell for a person: its plan as written, and its split.
  func text(of cell: Int) -> String {
    let entry = cells[cell]
    let steps = (try? PlanRecord(text: parts[entry.part].plans[entry.plan]))?.steps.map(\.text) ?? []
    return "\(steps.filter { !$0.isEmpty }.joined(separator: " | ")), split \(entry.split + 1)"
  }
}
