/// The references that may be among the `count` nearest of one query, as long as not all are seen.
///
/// The order in which references are looked at decides how many are taken up, never whether one of the nearest is.
struct CandidateList {
  private let count: Int
  private let margin: Float
  private let room: Int
  /// What a reference must not exceed to be taken up: the count-th best value so far plus the margin.
  private(set) var threshold = Float.infinity
  private(set) var indices: [Int32] = []
  private var values: [Float] = []
  /// The best values so far, ascending, at most `count`.
  private var best: [Float] = []
  private var compactAt: Int
  private let limit: Int
  /// Whether more references than the limit were level with the nearest; the list is then empty and of no use.
  private(set) var hasOverflowed = false

  init(count: Int, margin: Float, limit: Int = .max) {
    self.count = count
    self.limit = limit
    self.margin = margin
    room = 2 * count + 16
    compactAt = room
    indices.reserveCapacity(room)
    values.reserveCapacity(room)
    best.reserveCapacity(count + 1)
  }

  /// Looks at `count` references, whose values are `products[i] + norms[i]`, numbered from `firstIndex`.
  mutating func add(
    _ products: UnsafePointer<Float>, _ norms: UnsafePointer<Float>, count: Int, firstIndex: Int, excluding: Int?
  ) {
    let excluded = excluding.map { $0 - firstIndex } ?? -1
    var i = 0
    while i + 256 <= count {
      // Sixteen vectors at a time: the least of each lane decides, and nearly always it is too large.
      var least = (Self.values(products + i, norms + i), Self.values(products + i + 16, norms + i + 16))
      for next in stride(from: i + 32, to: i + 256, by: 32) {
        let values = (Self.values(products + next, norms + next), Self.values(products + next + 16, norms + next + 16))
        least.0.replace(with: values.0, where: values.0 .< least.0)
        least.1.replace(with: values.1, where: values.1 .< least.1)
      }
      least.0.replace(with: least.1, where: least.1 .< least.0)
      if any(least.0 .<= threshold) { scan(products, norms, i..<i + 256, firstIndex, excluded) }
      i += 256
    }
    scan(products, norms, i..<count, firstIndex, excluded)
  }

  private mutating func scan(
    _ products: UnsafePointer<Float>, _ norms: UnsafePointer<Float>, _ range: Range<Int>, _ firstIndex: Int,
    _ excluded: Int
  ) {
    var i = range.lowerBound
    while i < range.upperBound {
      let end = min(i + 16, range.upperBound)
      if end - i < 16 || any(Self.values(products + i, norms + i) .<= threshold) {
        for place in i..<end where place != excluded { consider(products[place] + norms[place], firstIndex + place) }
      }
      i = end
    }
  }

  @inline(__always)
  private static func values(_ products: UnsafePointer<Float>, _ norms: UnsafePointer<Float>) -> SIMD16<Float> {
    VectorKernels.load16(products) + VectorKernels.load16(norms)
  }

  /// Takes a reference up unless it is too far.
  @inline(__always)
  mutating func consider(_ value: Float, _ index: Int) {
    if value <= threshold { take(value, index) }
  }

  private mutating func take(_ value: Float, _ index: Int) {
    values.append(value)
    indices.append(Int32(truncatingIfNeeded: index))
    if best.count < count || value < best[count - 1] { rank(value) }
    if values.count >= compactAt { compact() }
  }

  /// Puts a value among the best, by insertion.
  private mutating func rank(_ value: Float) {
    if best.count == count { best.removeLast() }
    best.append(value)
    best.withUnsafeMutableBufferPointer { best in
      var place = best.count - 1
      while place > 0, best[place - 1] > value {
        best[place] = best[place - 1]
        place -= 1
      }
      best[place] = value
    }
    if best.count == count { threshold = best[count - 1] + margin }
  }

  /// Drops what the count-th best value so far rules out.
  mutating func compact() {
    var kept = 0
    for i in values.indices where values[i] <= threshold {
      values[kept] = values[i]
      indices[kept] = indices[i]
      kept += 1
    }
    values.removeLast(values.count - kept)
    indices.removeLast(indices.count - kept)
    guard kept <= limit else { return overflow() }
    // Many equal rows: let the list double, so that it is not gone through again and again.
    compactAt = max(room, 2 * kept)
  }

  private mutating func overflow() {
    hasOverflowed = true
    threshold = -.infinity
    (indices, values, best) = ([], [], [])
  }
}
