import Basics
import Plans
import Synchronization
import TestSupport

@testable import Cluster

/// Cells that take no time: what is done stands in memory, as in a cache that all workers see.
final class ToyCells: CellComputer {
  struct Broken: Error {}

  private let done = Mutex<[Int: Int]>([:])
  private let failing: Set<Int>
  private let isInterrupted: @Sendable () -> Bool
  private let pause: @Sendable (Int) -> Void

  /// - Parameters:
  ///   - failing: cells that fail whenever they are tried.
  ///   - pause: runs within each cell.
  init(
    failing: Set<Int> = [], isInterrupted: @escaping @Sendable () -> Bool = { false },
    pause: @escaping @Sendable (Int) -> Void = { _ in }
  ) {
    self.failing = failing
    self.isInterrupted = isInterrupted
    self.pause = pause
  }

  /// How often each cell came to an end.
  var counts: [Int: Int] { done.withLock { $0 } }

  func isDone(_ cell: Int) -> Bool { done.withLock { $0[cell] != nil } }

  func prepareBeginning(of cell: Int) throws {}

  func compute(
    _ cells: [Int], willBegin: @escaping @Sendable (Int) throws -> Bool,
    didEnd: @escaping @Sendable (Int, Result<Double, any Error>) -> Void
  ) throws {
    for cell in cells {
      guard try willBegin(cell) else { continue }
      pause(cell)
      if failing.contains(cell) {
        didEnd(cell, .failure(Broken()))
      } else {
        done.withLock { $0[cell, default: 0] += 1 }
        didEnd(cell, .success(0.5))
      }
    }
  }
}

/// A folder with a manifest of so many cells, two a group or all in one.
struct ToySweep {
  let temporary: TemporaryFolder
  let folder: SweepFolder
  let manifest: Manifest

  init(cells count: Int, heartbeat: Double = 0.02, expiry: Double = 0.2, inOneGroup: Bool = false) throws {
    temporary = try TemporaryFolder()
    let cells = (0..<count).map { index in
      Manifest.Cell(part: 0, plan: 0, split: index, key: Digest("cell", "\(index)").hexadecimal)
    }
    let key = Digest("base").hexadecimal
    let whole = [
      CellGroup(cells: [0], beginning: nil, beginningKey: key),
      CellGroup(cells: Array(0..<count), beginning: 0, beginningKey: key, shared: 0),
    ]
    let paths = (0..<count).map { [Digest("base"), Digest("rows", "\($0 / 2)")] }
    manifest = Manifest(
      script: "toy.mien", workingFolder: temporary.path, timing: .init(heartbeat: heartbeat, expiry: expiry),
      parts: [.init(seed: 1, isDataStrict: false, plans: ["{}"])], cells: cells,
      groups: inOneGroup
        ? whole
        : CellGroup.groups(
          cells.map { Manifest.Cell(part: 0, plan: 0, split: $0.split / 2, key: $0.key) }, paths: paths))
    folder = SweepFolder(of: manifest, inCache: temporary.path)
    try folder.prepare(manifest)
  }

  func worker(_ cells: ToyCells, isStopping: @escaping @Sendable () -> Bool = { false }) -> Worker {
    Worker(manifest, in: folder, computer: cells, identity: WorkerIdentity(), patience: 60, isStopping: isStopping)
  }
}

extension ClaimBoard {
  func standings(count: Int) throws -> [Standing] { try listing(count: count).standings }
}
