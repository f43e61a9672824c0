import Basics
import Synchronization

/// What one worker does of a group under a claim: its own, or another's that it has joined. From any thread.
final class GroupWork: Sendable {
  private struct State {
    var underway: Set<Int> = []
    var hasBegun = false
    var hasFailed = false
  }

  let group, number: Int
  /// Those of the group.
  let cells: [Int]
  private let board: ClaimBoard
  private let owner: WorkerIdentity
  private let state = Mutex(State())

  init(_ group: Int, _ number: Int, cells: [Int], on board: ClaimBoard, owner: WorkerIdentity) {
    (self.group, self.number, self.cells) = (group, number, cells)
    self.board = board
    self.owner = owner
  }

  /// Whether any cell was begun here.
  var hasBegun: Bool { state.withLock { $0.hasBegun } }
  /// Whether one ended here with an error.
  var hasFailed: Bool { state.withLock { $0.hasFailed } }

  /// - Returns: whether the cell is this worker's to compute.
  /// - Throws: what the system said.
  func begin(_ cell: Int) throws(SystemError) -> Bool {
    if cells.count > 1 { guard try board.begin(cell, group, number, owner: owner) else { return false } }
    state.withLock { state in
      state.hasBegun = true
      state.underway.insert(cell)
    }
    return true
  }

  /// - Parameter hasFailed: it may be tried again then, by anybody.
  func end(_ cell: Int, hasFailed: Bool) {
    state.withLock { state in
      state.underway.remove(cell)
      state.hasFailed = state.hasFailed || hasFailed
    }
    if hasFailed { giveBack([cell]) }
  }

  /// What was begun here and has not come to an end is anybody's.
  func giveBack() {
    let underway = state.withLock { state in
      defer { state.underway = [] }
      return state.underway
    }
    giveBack(underway)
  }

  private func giveBack(_ cells: Set<Int>) {
    guard self.cells.count > 1 else { return }
    for cell in cells { board.release(cell, group, number) }
  }
}
