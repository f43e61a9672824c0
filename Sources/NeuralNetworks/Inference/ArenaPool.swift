import Numerics
import Synchronization

/// Memory that is handed from one piece of work to the next.
final class ArenaPool: Sendable {
  struct Arena: @unchecked Sendable {
    let buffer: OwnedBuffer<Float>
    var base: UnsafeMutablePointer<Float> { buffer.base }
  }

  private let free = Mutex<[Arena]>([])

  func take(_ count: Int) -> Arena {
    let found = free.withLock { free -> Arena? in
      guard let index = free.firstIndex(where: { $0.buffer.count >= count }) else {
        free.removeAll()
        return nil
      }
      return free.remove(at: index)
    }
    if let found { return found }
    let buffer = OwnedBuffer<Float>(uninitialized: count)
    adviseLargePages(UnsafeMutableRawBufferPointer(start: buffer.base, count: count * 4))
    return Arena(buffer: buffer)
  }

  /// Lends memory for as long as `body` runs.
  func withMemory<Result>(_ count: Int, _ body: (UnsafeMutablePointer<Float>) throws -> Result) rethrows -> Result {
    let arena = take(max(1, count))
    defer { give(arena) }
    return try body(arena.base)
  }

  func give(_ arena: Arena) { free.withLock { $0.append(arena) } }
}
