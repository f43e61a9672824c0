/// Histograms of nodes whose children will need them, used over and over.
///
/// Not shared between threads while it lends or takes back.
final class HistogramPool: @unchecked Sendable {
  private let words: Int
  private var memory: [UnsafeMutableRawPointer] = []
  private var free: [Int] = []

  /// - Parameter blocks: of sixteen columns; each slot holds a histogram for every one.
  init(blocks: Int) {
    words = blocks * BlockHistogram.words
  }

  deinit {
    for slot in memory { slot.deallocate() }
  }

  func borrow() -> Int {
    if let slot = free.popLast() { return slot }
    memory.append(.allocate(byteCount: words * MemoryLayout<Int64>.stride, alignment: 64))
    return memory.count - 1
  }

  func giveBack(_ slot: Int) {
    free.append(slot)
  }

  func histogram(slot: Int, block: Int) -> UnsafeMutablePointer<Int64> {
    memory[slot].assumingMemoryBound(to: Int64.self) + block * BlockHistogram.words
  }
}
