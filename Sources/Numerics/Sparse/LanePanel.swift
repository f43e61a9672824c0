import Synchronization

/// Sixteen numbers side by side for each of many places, each sixteen in a line of the cache by itself.
///
/// Not shared between threads unless nobody writes any more, or each at places of its own.
final class LanePanel: @unchecked Sendable {
  /// Numbers at a place: one SIMD register.
  static let lanes = 16

  let base: UnsafeMutableRawPointer
  let places: Int

  /// All zero.
  init(places: Int) {
    self.places = places
    base = .allocate(byteCount: max(1, places) * 64, alignment: 64)
    clear()
  }

  /// Number i of some rows of a matrix side by side, at place i.
  convenience init(_ vectors: Matrix, _ group: Range<Int>) {
    self.init(places: vectors.columns)
    let numbers = base.assumingMemoryBound(to: Float.self)
    vectors.withRows(group) { source in
      for i in 0..<places {
        for lane in 0..<group.count { numbers[i * Self.lanes + lane] = source[lane * places + i] }
      }
    }
  }

  deinit { base.deallocate() }

  func clear() {
    base.initializeMemory(as: UInt8.self, repeating: 0, count: max(1, places) * 64)
  }

  /// Writes the first `lanes` numbers of some places to rows of `stride` numbers.
  func write(_ range: Range<Int>, lanes: Int, to target: UnsafeMutablePointer<Float>, stride: Int) {
    let numbers = base.assumingMemoryBound(to: Float.self)
    for place in range {
      for lane in 0..<lanes { target[lane * stride + place] = numbers[place * Self.lanes + lane] }
    }
  }

  @inline(__always)
  subscript(place: Int) -> SIMD16<Float> {
    get { base.load(fromByteOffset: place &* 64, as: SIMD16<Float>.self) }
    set { base.storeBytes(of: newValue, toByteOffset: place &* 64, as: SIMD16<Float>.self) }
  }
}

/// Panels of one size that are used again and again: mapping new memory takes as long as filling it.
final class LanePanelPool: Sendable {
  private let idle = Mutex<[LanePanel]>([])
  private let places: Int

  init(places: Int) { self.places = places }

  /// Some panels, for as long as `body` runs; what they hold is what somebody left there.
  func withPanels<Result>(_ count: Int, _ body: ([LanePanel]) throws -> Result) rethrows -> Result {
    let panels = idle.withLock { idle in
      let taken = Array(idle.suffix(count))
      idle.removeLast(taken.count)
      return taken + (taken.count..<count).map { _ in LanePanel(places: places) }
    }
    defer { idle.withLock { $0 += panels } }
    return try body(panels)
  }
}

/// Rows that are multiplied by sixteen vectors at once: what the vectors have at a number's column is taken side by side.
///
/// Each is asked for stretches of rows, so that its loops are compiled for how it keeps them.
protocol LaneRows: Sendable {
  var rows: Int { get }
  var columns: Int { get }
  /// The numbers of some rows times what stands at their columns, added up less `offset`, at the places of these rows.
  func gather(_ range: Range<Int>, from panel: LanePanel, minus offset: SIMD16<Float>, into images: LanePanel)
  /// Adds to what stands at each column the numbers that some rows have there times the rows' shares, row after row.
  func scatter(_ range: Range<Int>, _ shares: LanePanel, into panel: LanePanel)
}

/// Rows most of whose numbers are zero: each of the others is looked up.
protocol SparseLaneRows: LaneRows {
  var byteCount: Int { get }
  /// The same two with every step in double precision, eight vectors side by side.
  func exactGather(
    _ range: Range<Int>, from panel: UnsafePointer<SIMD8<Double>>, minus offset: SIMD8<Double>,
    into images: UnsafeMutablePointer<SIMD8<Double>>)
  func exactScatter(
    _ range: Range<Int>, _ shares: UnsafePointer<SIMD8<Double>>, into panel: UnsafeMutablePointer<SIMD8<Double>>)
}

// Beside the panel, so that its numbers are found without a call wherever a file is compiled by itself.

/// A sum over positions, by four in turn, for one would wait for itself; what these come to is added up anew after a while,
/// so that rounding grows with the root of that only.
@inline(__always)
private func inFours<Lanes: SIMD>(
  _ range: Range<Int>, _ term: (_ position: Int, _ sum: inout Lanes) -> Void
) -> Lanes where Lanes.Scalar: FloatingPoint {
  var total = Lanes.zero
  var position = range.lowerBound
  while position < range.upperBound {
    var sums = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
    let end = min(range.upperBound, position &+ 64)
    while position &+ 4 <= end {
      term(position, &sums.0)
      term(position &+ 1, &sums.1)
      term(position &+ 2, &sums.2)
      term(position &+ 3, &sums.3)
      position &+= 4
    }
    while position < end {
      term(position, &sums.0)
      position &+= 1
    }
    total += (sums.0 + sums.1) + (sums.2 + sums.3)
  }
  return total
}

extension CompactRows: SparseLaneRows {
  func gather(_ range: Range<Int>, from panel: LanePanel, minus offset: SIMD16<Float>, into images: LanePanel) {
    for row in range { images[row] = SIMD16.zero - offset }
    withStretches(range) { row, positions, indices, codes, values in
      images[row] =
        inFours(positions) { position, sum in
          sum.addProduct(SIMD16(repeating: values[Int(codes[position])]), panel[Int(indices[position])])
        } - offset
    }
  }

  func scatter(_ range: Range<Int>, _ shares: LanePanel, into panel: LanePanel) {
    withStretches(range) { row, positions, indices, codes, values in
      let share = shares[row]
      for position in positions {
        let column = Int(indices[position])
        panel[column] = panel[column].addingProduct(SIMD16(repeating: values[Int(codes[position])]), share)
      }
    }
  }

  func exactGather(
    _ range: Range<Int>, from panel: UnsafePointer<SIMD8<Double>>, minus offset: SIMD8<Double>,
    into images: UnsafeMutablePointer<SIMD8<Double>>
  ) {
    for row in range { images[row] = SIMD8.zero - offset }
    withStretches(range) { row, positions, indices, codes, values in
      images[row] =
        inFours(positions) { position, sum in
          sum.addProduct(SIMD8(repeating: Double(values[Int(codes[position])])), panel[Int(indices[position])])
        } - offset
    }
  }

  func exactScatter(
    _ range: Range<Int>, _ shares: UnsafePointer<SIMD8<Double>>, into panel: UnsafeMutablePointer<SIMD8<Double>>
  ) {
    withStretches(range) { row, positions, indices, codes, values in
      for position in positions {
        panel[Int(indices[position])].addProduct(SIMD8(repeating: Double(values[Int(codes[position])])), shares[row])
      }
    }
  }

  /// Calls `body` with each row and where its numbers stand; not at all where there are no numbers in any row.
  @inline(__always)
  private func withStretches(
    _ range: Range<Int>,
    _ body: (
      _ row: Int, _ positions: Range<Int>, _ indices: UnsafePointer<UInt16>, _ codes: UnsafePointer<UInt8>,
      _ values: UnsafePointer<Float>
    ) -> Void
  ) {
    withNumbers { indices, codes, values in
      starts.withUnsafeBufferPointer { starts in
        for row in range { body(row, starts[row]..<starts[row + 1], indices, codes, values) }
      }
    }
  }
}

extension CompressedRows: SparseLaneRows {
  func gather(_ range: Range<Int>, from panel: LanePanel, minus offset: SIMD16<Float>, into images: LanePanel) {
    for row in range { images[row] = SIMD16.zero - offset }
    withStretches(range) { row, positions, indices, values in
      images[row] =
        inFours(positions) { position, sum in
          sum.addProduct(SIMD16(repeating: values[position]), panel[Int(indices[position])])
        } - offset
    }
  }

  func scatter(_ range: Range<Int>, _ shares: LanePanel, into panel: LanePanel) {
    withStretches(range) { row, positions, indices, values in
      let share = shares[row]
      for position in positions {
        let column = Int(indices[position])
        panel[column] = panel[column].addingProduct(SIMD16(repeating: values[position]), share)
      }
    }
  }

  func exactGather(
    _ range: Range<Int>, from panel: UnsafePointer<SIMD8<Double>>, minus offset: SIMD8<Double>,
    into images: UnsafeMutablePointer<SIMD8<Double>>
  ) {
    for row in range { images[row] = SIMD8.zero - offset }
    withStretches(range) { row, positions, indices, values in
      images[row] =
        inFours(positions) { position, sum in
          sum.addProduct(SIMD8(repeating: Double(values[position])), panel[Int(indices[position])])
        } - offset
    }
  }

  func exactScatter(
    _ range: Range<Int>, _ shares: UnsafePointer<SIMD8<Double>>, into panel: UnsafeMutablePointer<SIMD8<Double>>
  ) {
    withStretches(range) { row, positions, indices, values in
      for position in positions {
        panel[Int(indices[position])].addProduct(SIMD8(repeating: Double(values[position])), shares[row])
      }
    }
  }

  /// Calls `body` with each row and where its numbers stand; not at all where there are no numbers in any row.
  @inline(__always)
  private func withStretches(
    _ range: Range<Int>,
    _ body: (
      _ row: Int, _ positions: Range<Int>, _ indices: UnsafePointer<UInt32>, _ values: UnsafePointer<Float>
    ) -> Void
  ) {
    indices.withUnsafeBufferPointer { indices in
      values.withUnsafeBufferPointer { values in
        starts.withUnsafeBufferPointer { starts in
          guard let indices = indices.baseAddress, let values = values.baseAddress else { return }
          for row in range { body(row, starts[row]..<starts[row + 1], indices, values) }
        }
      }
    }
  }
}

extension Matrix: LaneRows {
  func gather(_ range: Range<Int>, from panel: LanePanel, minus offset: SIMD16<Float>, into images: LanePanel) {
    forEachEight(of: range) { first, count, sweep in
      let (a, b, c, d, e, f, g, h) = sweep.products(with: panel)
      @inline(__always) func put(_ image: SIMD16<Float>, _ row: Int) {
        if row < count { images[first + row] = image - offset }
      }
      put(a, 0)
      put(b, 1)
      put(c, 2)
      put(d, 3)
      put(e, 4)
      put(f, 5)
      put(g, 6)
      put(h, 7)
    }
  }

  func scatter(_ range: Range<Int>, _ shares: LanePanel, into panel: LanePanel) {
    forEachEight(of: range) { first, count, sweep in
      // A row that is there only to make eight has no share.
      @inline(__always) func share(_ row: Int) -> SIMD16<Float> { row < count ? shares[first + row] : .zero }
      sweep.spread((share(0), share(1), share(2), share(3), share(4), share(5), share(6), share(7)), to: panel)
    }
  }

  /// Eight rows at a time; where fewer are left the last one stands for those that are missing.
  @inline(__always)
  private func forEachEight(of range: Range<Int>, _ body: (_ first: Int, _ count: Int, DenseSweep) -> Void) {
    withRows(range) { base in
      for first in stride(from: 0, to: range.count, by: DenseSweep.height) {
        let count = min(DenseSweep.height, range.count - first)
        @inline(__always) func row(_ place: Int) -> UnsafePointer<Float> {
          base + (first + min(place, count - 1)) * columns
        }
        let rows = (row(0), row(1), row(2), row(3), row(4), row(5), row(6), row(7))
        body(range.lowerBound + first, count, DenseSweep(rows, columns: columns))
      }
    }
  }
}
