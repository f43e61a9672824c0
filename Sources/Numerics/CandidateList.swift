/// The references that may be among the `count` nearest of one query, as long as not all are seen.
struct CandidateList {
  private let count: Int
  private let margin: Float
  private let room: Int
  /// What a reference must not exceed to be taken up: the count-th best value so far plus the margin.
  private var threshold = Float.infinity
  private(set) var indices: [Int] = []
  private var values: [Float] = []
  private var compactAt: Int

  init(count: Int, margin: Float) {
    self.count = count
    self.margin = margin
    room = 2 * count + 32
    compactAt = room
    indices.reserveCapacity(room)
    values.reserveCapacity(room)
  }

  /// Looks at `count` references, whose values are `products[i] + norms[i]`, numbered from `firstIndex`.
  mutating func add(
    _ products: UnsafePointer<Float>, _ norms: UnsafePointer<Float>, count: Int, firstIndex: Int, excluding: Int?
  ) {
    let excluded = excluding.map { $0 - firstIndex } ?? -1
    var i = 0
    while i + 16 <= count {
      let values = VectorKernels.load16(products + i) + VectorKernels.load16(norms + i)
      // The least lane decides: far cheaper than a look at each, and nearly always too large.
      if values.min() <= threshold {
        for lane in 0..<16 where values[lane] <= threshold && i + lane != excluded {
          take(values[lane], firstIndex + i + lane)
        }
      }
      i += 16
    }
    while i < count {
      let value = products[i] + norms[i]
      if value <= threshold, i != excluded { take(value, firstIndex + i) }
      i += 1
    }
  }

  private mutating func take(_ value: Float, _ index: Int) {
    values.append(value)
    indices.append(index)
    if values.count >= compactAt { compact() }
  }

  /// Drops what the count-th best value so far rules out.
  mutating func compact() {
    guard values.count > count else { return }
    threshold = values.sorted()[count - 1] + margin
    var kept = 0
    for i in values.indices where values[i] <= threshold {
      values[kept] = values[i]
      indices[kept] = indices[i]
      kept += 1
    }
    values.removeLast(values.count - kept)
    indices.removeLast(indices.count - kept)
    // Many equal rows: let the list double, so that it is not sorted again and again.
    compactAt = max(room, 2 * kept)
  }
}
