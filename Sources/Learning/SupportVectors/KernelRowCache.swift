import Numerics

/// Kernel rows kept within a budget of bytes; the one not used for longest makes room.
///
/// Rows are known by the position of their variable. A row may be shorter than the present width, after variables came
/// back: `filled` says how much of it is there.
final class KernelRowCache {
  /// Numbers that a row takes, a multiple of 16.
  private(set) var stride: Int
  private(set) var slots: Int
  private let memory: OwnedBuffer<Float>
  private var slotOfPosition: [Int32]
  private var positionOfSlot: [Int32]
  private var filledOfSlot: [Int32]
  private var lastUse: [UInt64]
  private var clock: UInt64 = 0
  private var used = 0

  /// - Parameters:
  ///   - positions: how many variables there are.
  ///   - byteBudget: of all rows together; at least four rows are kept whatever it says.
  init(positions: Int, byteBudget: Int) {
    stride = Lanes.padded(positions)
    let rows = min(positions, max(4, byteBudget / (4 * stride)))
    memory = OwnedBuffer(uninitialized: rows * stride)
    slots = rows
    slotOfPosition = [Int32](repeating: -1, count: positions)
    positionOfSlot = [Int32](repeating: -1, count: positions)
    filledOfSlot = [Int32](repeating: 0, count: positions)
    lastUse = [UInt64](repeating: 0, count: positions)
  }

  func contains(_ position: Int) -> Bool { slotOfPosition[position] >= 0 }

  /// The row and how many of its numbers are there, or nil. Marks it as used.
  func row(_ position: Int) -> (numbers: UnsafeMutablePointer<Float>, filled: Int)? {
    let slot = Int(slotOfPosition[position])
    guard slot >= 0 else { return nil }
    clock += 1
    lastUse[slot] = clock
    return (memory.base + slot * stride, Int(filledOfSlot[slot]))
  }

  /// Room for a row that is not there yet; the caller fills `width` numbers of it.
  func insert(_ position: Int, width: Int) -> UnsafeMutablePointer<Float> {
    let slot = used < slots ? used : leastRecentlyUsed()
    if used < slots { used += 1 }
    if positionOfSlot[slot] >= 0 { slotOfPosition[Int(positionOfSlot[slot])] = -1 }
    positionOfSlot[slot] = Int32(position)
    slotOfPosition[position] = Int32(slot)
    clock += 1
    lastUse[slot] = clock
    filledOfSlot[slot] = Int32(width)
    return memory.base + slot * stride
  }

  func markFilled(_ position: Int, width: Int) {
    filledOfSlot[Int(slotOfPosition[position])] = Int32(width)
  }

  /// Keeps the variables at `kept` (ascending), in that order at positions 0, 1, …, and forgets the rest.
  ///
  /// Works in place: rows and numbers only ever move towards the front.
  func compact(keeping kept: [Int32]) {
    var newPosition = [Int32](repeating: -1, count: slotOfPosition.count)
    for (new, old) in kept.enumerated() { newPosition[Int(old)] = Int32(new) }
    for index in slotOfPosition.indices { slotOfPosition[index] = -1 }
    let newStride = Lanes.padded(kept.count)
    var target = 0
    for slot in 0..<used where positionOfSlot[slot] >= 0 && newPosition[Int(positionOfSlot[slot])] >= 0 {
      let filled = gather(kept, filled: filledOfSlot[slot], from: slot * stride, to: target * newStride)
      place(newPosition[Int(positionOfSlot[slot])], lastUse: lastUse[slot], filled: filled, in: target)
      target += 1
    }
    restride(newStride, used: target)
  }

  /// Makes room in each row for `width` variables. Rows that no longer fit are forgotten.
  func widen(to width: Int) {
    let newStride = Lanes.padded(width)
    let fitting = min(used, memory.count / newStride)
    for slot in fitting..<max(used, fitting) where positionOfSlot[slot] >= 0 {
      slotOfPosition[Int(positionOfSlot[slot])] = -1
    }
    for slot in (0..<fitting).reversed() {
      // Overlapping moves are allowed: `update` behaves as memmove.
      (memory.base + slot * newStride).update(from: memory.base + slot * stride, count: Int(filledOfSlot[slot]))
    }
    restride(newStride, used: fitting)
  }

  private func gather(_ kept: [Int32], filled: Int32, from: Int, to: Int) -> Int32 {
    let source = memory.base + from
    let target = memory.base + to
    return kept.withUnsafeBufferPointer { kept in
      var count = 0
      while count < kept.count, kept[count] < filled {
        target[count] = source[Int(kept[count])]
        count += 1
      }
      return Int32(count)
    }
  }

  private func place(_ position: Int32, lastUse use: UInt64, filled: Int32, in slot: Int) {
    positionOfSlot[slot] = position
    slotOfPosition[Int(position)] = Int32(slot)
    lastUse[slot] = use
    filledOfSlot[slot] = filled
  }

  private func restride(_ newStride: Int, used newUsed: Int) {
    for slot in newUsed..<positionOfSlot.count { positionOfSlot[slot] = -1 }
    stride = newStride
    used = newUsed
    slots = min(slotOfPosition.count, memory.count / max(newStride, 1))
  }

  private func leastRecentlyUsed() -> Int {
    var oldest = 0
    for slot in 1..<max(slots, 1) where lastUse[slot] < lastUse[oldest] { oldest = slot }
    return oldest
  }
}
