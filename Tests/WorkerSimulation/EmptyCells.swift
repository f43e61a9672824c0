import Basics
import Cluster
import Glibc

/// Cells that compute nothing and are published as values of the cache are: written beside their place and renamed.
struct EmptyCells: CellComputer {
  let folder: String
  /// What each takes, asleep.
  let milliseconds: Int

  private func path(_ cell: Int) -> String { "\(folder)/\(cell % 256)/\(cell)" }

  func isDone(_ cell: Int) -> Bool { access(path(cell), F_OK) == 0 }

  func prepareBeginning(of cell: Int) throws {}

  func compute(
    _ cells: [Int], willBegin: @escaping @Sendable (Int) throws -> Bool,
    didEnd: @escaping @Sendable (Int, Result<Double, any Error>) -> Void
  ) throws {
    for cell in cells {
      guard try willBegin(cell) else { continue }
      if milliseconds > 0 { usleep(UInt32(milliseconds) * 1000) }
      let file = try AtomicFile<SystemError>(path: path(cell))
      try file.write([1])
      try file.commit(isSynced: false)
      didEnd(cell, .success(0))
    }
  }
}
