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

/// Rows most of whose numbers are zero, multiplied by many vectors at once: a row's numbers are looked up one by one, and
/// what the vectors have there is taken side by side.
protocol LaneRows: Sendable {
  var rows: Int { get }
  var columns: Int { get }
  var byteCount: Int { get }
  /// A row's numbers times what stands at their columns, added up.
  func gather(_ row: Int, from panel: LanePanel) -> SIMD16<Float>
  /// Adds to what stands at each column of a row the row's number there times `shares`.
  func scatter(_ row: Int, _ shares: SIMD16<Float>, into panel: LanePanel)
  /// The same two with every step in double precision, eight vectors side by side.
  func exactGather(_ row: Int, from panel: UnsafePointer<SIMD8<Double>>) -> SIMD8<Double>
  func exactScatter(_ row: Int, _ shares: SIMD8<Double>, into panel: UnsafeMutablePointer<SIMD8<Double>>)
}

/// Four sums in turn, for one would wait for itself.
@inline(__always)
private func inFours<Lanes: SIMD>(
  _ range: Range<Int>, _ term: (_ position: Int, _ sum: inout Lanes) -> Void
) -> Lanes where Lanes.Scalar: FloatingPoint {
  var sums = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
  var position = range.lowerBound
  while position + 4 <= range.upperBound {
    term(position, &sums.0)
    term(position + 1, &sums.1)
    term(position + 2, &sums.2)
    term(position + 3, &sums.3)
    position += 4
  }
  while position < range.upperBound {
    term(position, &sums.0)
    position += 1
  }
  return (sums.0 + sums.1) + (sums.2 + sums.3)
}

// Beside the panel, so that its numbers are found without a call wherever a file is compiled by itself.

extension CompactRows: LaneRows {
  func gather(_ row: Int, from panel: LanePanel) -> SIMD16<Float> {
    var sum = SIMD16<Float>.zero
    withNumbers { indices, codes, values in
      sum = inFours(starts[row]..<starts[row + 1]) { position, sum in
        sum.addProduct(SIMD16(repeating: values[Int(codes[position])]), panel[Int(indices[position])])
      }
    }
    return sum
  }

  func scatter(_ row: Int, _ shares: SIMD16<Float>, into panel: LanePanel) {
    withNumbers { indices, codes, values in
      for position in starts[row]..<starts[row + 1] {
        let column = Int(indices[position])
        panel[column] = panel[column].addingProduct(SIMD16(repeating: values[Int(codes[position])]), shares)
      }
    }
  }

  func exactGather(_ row: Int, from panel: UnsafePointer<SIMD8<Double>>) -> SIMD8<Double> {
    var sum = SIMD8<Double>.zero
    withNumbers { indices, codes, values in
      sum = inFours(starts[row]..<starts[row + 1]) { position, sum in
        sum.addProduct(SIMD8(repeating: Double(values[Int(codes[position])])), panel[Int(indices[position])])
      }
    }
    return sum
  }

  func exactScatter(_ row: Int, _ shares: SIMD8<Double>, into panel: UnsafeMutablePointer<SIMD8<Double>>) {
    withNumbers { indices, codes, values in
      for position in starts[row]..<starts[row + 1] {
        panel[Int(indices[position])].addProduct(SIMD8(repeating: Double(values[Int(codes[position])])), shares)
      }
    }
  }
}

extension CompressedRows: LaneRows {
  @inline(__always)
  private func withNumbers(_ body: (_ indices: UnsafePointer<UInt32>, _ values: UnsafePointer<Float>) -> Void) {
    indices.withUnsafeBufferPointer { indices in
      values.withUnsafeBufferPointer { values in
        guard let indices = indices.baseAddress, let values = values.baseAddress else { return }
        body(indices, values)
      }
    }
  }

  func gather(_ row: Int, from panel: LanePanel) -> SIMD16<Float> {
    var sum = SIMD16<Float>.zero
    withNumbers { indices, values in
      sum = inFours(starts[row]..<starts[row + 1]) { position, sum in
        sum.addProduct(SIMD16(repeating: values[position]), panel[Int(indices[position])])
      }
    }
    return sum
  }

  func scatter(_ row: Int, _ shares: SIMD16<Float>, into panel: LanePanel) {
    withNumbers { indices, values in
      for position in starts[row]..<starts[row + 1] {
        let column = Int(indices[position])
        panel[column] = panel[column].addingProduct(SIMD16(repeating: values[position]), shares)
      }
    }
  }

  func exactGather(_ row: Int, from panel: UnsafePointer<SIMD8<Double>>) -> SIMD8<Double> {
    var sum = SIMD8<Double>.zero
    withNumbers { indices, values in
      sum = inFours(starts[row]..<starts[row + 1]) { position, sum in
        sum.addProduct(SIMD8(repeating: Double(values[position])), panel[Int(indices[position])])
      }
    }
    return sum
  }

  func exactScatter(_ row: Int, _ shares: SIMD8<Double>, into panel: UnsafeMutablePointer<SIMD8<Double>>) {
    withNumbers { indices, values in
      for position in starts[row]..<starts[row + 1] {
        panel[Int(indices[position])].addProduct(SIMD8(repeating: Double(values[position])), shares)
      }
    }
  }
}
