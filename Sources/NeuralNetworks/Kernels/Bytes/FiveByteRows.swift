import CByteProducts

/// What turns sums of products of bytes into numbers of a map.
struct ByteFinish {
  let filters: PackedByteFilters
  /// Of each image.
  let ranges: UnsafePointer<ByteRange>
  /// Rows of the product that are of one image.
  let rowsEach: Int
  /// The scales, sums and biases of the columns.
  let scales: UnsafePointer<Float>
  let sums: UnsafePointer<Int32>
  let floats: Finish
}

/// The sums of five rows of a product of bytes and one panel of columns, in registers.
///
/// Five, since the numbers of a row are spread over a register before they are multiplied, and of six rows not all would
/// fit. Sums of whole numbers are exact, in whatever order: the same in any batch and on any processor.
struct FiveByteRows<Lanes: ByteLanes> {
  private var sums: (Lanes, Lanes, Lanes, Lanes, Lanes)

  /// - Parameters:
  ///   - rows: five pointers for each tap; rows that are not wanted may point anywhere readable.
  ///   - bytes: how many lie behind each pointer, a multiple of four.
  @inline(__always)
  init(_ rows: UnsafePointer<UnsafePointer<UInt8>>, taps: Int, bytes: Int, weights: UnsafePointer<Int8>) {
    var s0 = Lanes.zero
    var s1 = Lanes.zero
    var s2 = Lanes.zero
    var s3 = Lanes.zero
    var s4 = Lanes.zero
    var weights = weights
    for tap in 0..<taps {
      let row = rows + 5 * tap
      let (r0, r1, r2, r3, r4) = (row[0], row[1], row[2], row[3], row[4])
      for four in 0..<bytes / 4 {
        let place = 4 * four
        s0.add(r0 + place, weights)
        s1.add(r1 + place, weights)
        s2.add(r2 + place, weights)
        s3.add(r3 + place, weights)
        s4.add(r4 + place, weights)
        weights += 4 * Lanes.width
      }
    }
    sums = (s0, s1, s2, s3, s4)
  }

  /// Stores the first `count` rows of a map. - Parameter place: the first row and the first column of them.
  @inline(__always)
  func store(at target: UnsafeMutablePointer<Float>, _ place: (row: Int, column: Int), count: Int, _ finish: ByteFinish)
  {
    let step = finish.filters.columns
    @inline(__always)
    func put(_ sum: Lanes, _ index: Int) {
      guard index < count else { return }
      let row = place.row + index
      let range = finish.ranges[row / finish.rowsEach]
      sum.forEach(after: place.column) { sums, column in
        let columnSums = UnsafeRawPointer(finish.sums + column).loadUnaligned(as: SIMD16<Int32>.self)
        let exact = sums &- columnSums &* SIMD16(repeating: range.zero)
        let scales = SIMD16<Float>(from: finish.scales + column) * range.scale
        var values = floats_of_integers(exact) * scales
        if let bias = finish.floats.bias { values += SIMD16(from: bias + column) }
        if let residual = finish.floats.residual { values += SIMD16(from: residual + row * step + column) }
        values.limited(finish.floats.lower, finish.floats.upper).write(to: target + row * step + column)
      }
    }
    put(sums.0, 0)
    put(sums.1, 1)
    put(sums.2, 2)
    put(sums.3, 3)
    put(sums.4, 4)
  }
}
