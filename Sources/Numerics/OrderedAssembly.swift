import Synchronization

/// Puts together what several threads make piece by piece, in the order of the pieces: one that comes early waits for those
/// before it. Each is let go as soon as it has its place, so that all is in memory once and not twice.
public final class OrderedAssembly<Whole: Sendable, Piece: Sendable>: Sendable {
  private struct State {
    var whole: Whole
    var next = 0
    var early: [Int: Piece] = [:]
  }

  private let state: Mutex<State>
  private let append: @Sendable (inout Whole, Piece) throws -> Void

  /// - Parameter append: puts a piece behind those before it; called by one thread at a time.
  public init(_ whole: Whole, append: @escaping @Sendable (inout Whole, Piece) throws -> Void) {
    state = Mutex(State(whole: whole))
    self.append = append
  }

  /// Takes a piece; `place` counts from 0.
  /// - Throws: what appending throws.
  public func add(_ piece: Piece, at place: Int) throws {
    try state.withLock { state in
      state.early[place] = piece
      while let next = state.early.removeValue(forKey: state.next) {
        try append(&state.whole, next)
        state.next += 1
      }
    }
  }

  /// All pieces that have their place.
  public var whole: Whole { state.withLock { $0.whole } }
}

extension Array {
  /// Sets room aside for what `total` rows will take where `done` of them take `needed`: an array that doubles again and
  /// again is in memory twice. What is never written takes no memory.
  /// - Throws: `NumericsError.outOfMemory` where the address space is limited and has no room.
  public mutating func setRoomAside(for needed: Int, rows done: Int, of total: Int) throws {
    guard needed > capacity else { return }
    let expected = Int(Double(needed) / Double(Swift.max(1, done)) * Double(total) * 17 / 16)
    // The first rows may be far larger than the others.
    let room = Swift.max(needed, Swift.min(expected, AddressSpace.limit == nil ? 8 * needed : needed * 3 / 2))
    try AddressSpace.require(room * MemoryLayout<Element>.stride)
    reserveCapacity(room)
  }
}
