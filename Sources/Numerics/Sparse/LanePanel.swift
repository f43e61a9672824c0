/// Sixteen numbers side by side for each of many places, each sixteen in a line of the cache by itself.
///
/// Not shared between threads unless nobody writes any more.
final class LanePanel: @unchecked Sendable {
  /// Numbers at a place: one SIMD register.
  static let lanes = 16

  let base: UnsafeMutableRawPointer
  let places: Int

  /// All zero.
  init(places: Int) {
    self.places = places
    base = .allocate(byteCount: max(1, places) * 64, alignment: 64)
    base.initializeMemory(as: UInt8.self, repeating: 0, count: max(1, places) * 64)
  }

  /// Number i of some rows of a matrix side by side, at place i.
  convenience init(_ vectors: Matrix, _ group: Range<Int>) {
    self.init(places: vectors.columns)
    let numbers = base.assumingMemoryBound(to: Float.self)
    for (lane, vector) in group.enumerated() {
      for i in 0..<places { numbers[i * Self.lanes + lane] = vectors.storage[vector * places + i] }
    }
  }

  deinit { base.deallocate() }

  @inline(__always)
  subscript(place: Int) -> SIMD16<Float> {
    get { base.load(fromByteOffset: place &* 64, as: SIMD16<Float>.self) }
    set { base.storeBytes(of: newValue, toByteOffset: place &* 64, as: SIMD16<Float>.self) }
  }
}

extension CompactRows {
  /// A row's numbers times what stands at their columns, added up.
  @inline(__always)
  func gather(_ row: Int, from panel: LanePanel) -> SIMD16<Float> {
    var sums = (SIMD16<Float>.zero, SIMD16<Float>.zero, SIMD16<Float>.zero, SIMD16<Float>.zero)
    withNumbers { indices, codes, values in
      @inline(__always) func term(_ position: Int, _ sum: inout SIMD16<Float>) {
        sum.addProduct(SIMD16(repeating: values[Int(codes[position])]), panel[Int(indices[position])])
      }
      var position = starts[row]
      let end = starts[row + 1]
      while position + 4 <= end {
        term(position, &sums.0)
        term(position + 1, &sums.1)
        term(position + 2, &sums.2)
        term(position + 3, &sums.3)
        position += 4
      }
      while position < end {
        term(position, &sums.0)
        position += 1
      }
    }
    return (sums.0 + sums.1) + (sums.2 + sums.3)
  }

  /// Adds to what stands at each column of a row the row's number there times `shares`.
  @inline(__always)
  func scatter(_ row: Int, _ shares: SIMD16<Float>, into panel: LanePanel) {
    withNumbers { indices, codes, values in
      for position in starts[row]..<starts[row + 1] {
        let column = Int(indices[position])
        panel[column] = panel[column].addingProduct(SIMD16(repeating: values[Int(codes[position])]), shares)
      }
    }
  }
}
