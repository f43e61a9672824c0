/// What is done to sums before they are stored: a bias is added, then another map, then they are held between bounds.
struct Finish {
  /// One for each column, to the padded number of columns; none adds nothing.
  let bias: UnsafePointer<Float>?
  /// Laid out like what is stored.
  let residual: UnsafePointer<Float>?
  let lower: Float
  let upper: Float
}

/// Where sums go that are not stored side by side, sixteen columns to a block, and what is done to them before.
struct BlockedFinish {
  /// For each row, where its first sixteen columns go.
  let targets: UnsafePointer<Int>
  /// From one block to the next.
  let step: Int
  let bias: UnsafePointer<Float>
  let lower: Float
  let upper: Float
}

/// The sums of six rows of a product and one panel of columns, in registers: the innermost loop of every convolution.
///
/// Each sum adds its products in order of taps and channels, whatever else is computed beside it. So a result is the same
/// in any batch, on any number of threads, and at the edge of a block: a product of a library, which takes other kernels
/// for other numbers of rows, would not give that.
struct SixRows<Lanes: ChannelLanes> {
  private var sums: (Lanes, Lanes, Lanes, Lanes, Lanes, Lanes)

  /// - Parameters:
  ///   - rows: six pointers for each tap; rows that are not wanted may point anywhere readable.
  ///   - channels: numbers behind each pointer.
  ///   - weights: a panel of `taps · channels` rows.
  ///   - step: from one row of weights to the next, where they are not packed.
  @inline(__always)
  init(
    _ rows: UnsafePointer<UnsafePointer<Float>>, taps: Int, channels: Int, weights: UnsafePointer<Float>,
    step: Int = Lanes.width
  ) {
    var s0 = Lanes.zero
    var s1 = Lanes.zero
    var s2 = Lanes.zero
    var s3 = Lanes.zero
    var s4 = Lanes.zero
    var s5 = Lanes.zero
    var weights = weights
    for tap in 0..<taps {
      let row = rows + 6 * tap
      let (r0, r1, r2, r3, r4, r5) = (row[0], row[1], row[2], row[3], row[4], row[5])
      for channel in 0..<channels {
        let weight = Lanes(at: weights)
        s0.add(r0[channel], weight)
        s1.add(r1[channel], weight)
        s2.add(r2[channel], weight)
        s3.add(r3[channel], weight)
        s4.add(r4[channel], weight)
        s5.add(r5[channel], weight)
        weights += step
      }
    }
    sums = (s0, s1, s2, s3, s4, s5)
  }

  /// Stores the first `count` rows, `stride` apart.
  @inline(__always)
  func store(at target: UnsafeMutablePointer<Float>, stride: Int, count: Int) {
    sums.0.store(at: target)
    if count > 1 { sums.1.store(at: target + stride) }
    if count > 2 { sums.2.store(at: target + 2 * stride) }
    if count > 3 { sums.3.store(at: target + 3 * stride) }
    if count > 4 { sums.4.store(at: target + 4 * stride) }
    if count > 5 { sums.5.store(at: target + 5 * stride) }
  }

  /// The same, finished. - Parameter column: the first column of the panel; `target` and `finish` begin at column 0.
  @inline(__always)
  func store(
    at target: UnsafeMutablePointer<Float>, stride: Int, count: Int, column: Int, row: Int, _ finish: Finish
  ) {
    @inline(__always)
    func finished(_ sum: Lanes, _ index: Int) {
      guard index < count else { return }
      let place = (row + index) * stride + column
      let lanes = sum.changed { values, offset in
        var values = values
        if let bias = finish.bias { values += SIMD16(from: bias + column + offset) }
        if let residual = finish.residual { values += SIMD16(from: residual + place + offset) }
        return values.limited(finish.lower, finish.upper)
      }
      lanes.store(at: target + place)
    }
    finished(sums.0, 0)
    finished(sums.1, 1)
    finished(sums.2, 2)
    finished(sums.3, 3)
    finished(sums.4, 4)
    finished(sums.5, 5)
  }
  /// The same block by block, each row where it belongs.
  @inline(__always)
  func store(at target: UnsafeMutablePointer<Float>, row: Int, _ finish: BlockedFinish) {
    @inline(__always)
    func put(_ sum: Lanes, _ index: Int) {
      let place = target + finish.targets[row + index]
      _ = sum.changed { values, offset in
        let finished = (values + SIMD16(from: finish.bias + offset)).limited(finish.lower, finish.upper)
        finished.write(to: place + offset / 16 * finish.step)
        return finished
      }
    }
    put(sums.0, 0)
    put(sums.1, 1)
    put(sums.2, 2)
    put(sums.3, 3)
    put(sums.4, 4)
    put(sums.5, 5)
  }
}
