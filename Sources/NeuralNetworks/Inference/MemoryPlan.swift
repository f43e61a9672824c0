/// Where each result lies in one stretch of memory: those that are needed at the same time lie apart, others share it.
struct MemoryPlan {
  /// Of each result, in numbers an image; nil where none is needed.
  let offsets: [Int?]
  let size: Int

  /// - Parameters:
  ///   - sizes: numbers an image of each result; nil where it is not computed.
  ///   - lastUses: the step after which a result is no longer needed.
  init(sizes: [Int?], lastUses: [Int]) {
    var offsets: [Int?] = []
    var total = 0
    for (step, size) in sizes.enumerated() {
      guard let size else {
        offsets.append(nil)
        continue
      }
      let taken = (0..<step).compactMap { earlier -> Range<Int>? in
        guard let offset = offsets[earlier], let size = sizes[earlier], lastUses[earlier] >= step
        else { return nil }
        return offset..<offset + size
      }.sorted { $0.lowerBound < $1.lowerBound }
      var offset = 0
      for range in taken where range.lowerBound < offset + size {
        offset = max(offset, range.upperBound)
      }
      offsets.append(offset)
      total = max(total, offset + size)
    }
    self.offsets = offsets
    self.size = total
  }
}
