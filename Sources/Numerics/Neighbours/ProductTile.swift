/// −2 times the products of a block of asking points with a block of references, and the search through them.
///
/// With the reference's squared norm added, such a value is a lower bound of the squared distance, less the asking point's
/// squared norm: just what thresholds of `NearestLists` are compared with.
struct ProductTile {
  /// A row of the tile, with a gap so that its columns do not all fall on the same lines of the cache.
  private static let rowStride = TileSearch.block + 16

  private let asking: NeighbourPoints
  private let references: NeighbourPoints
  private let isAmongReferences: Bool
  let values: UnsafeMutablePointer<Float>
  private let candidates: CandidatePairs

  init(_ asking: NeighbourPoints, _ references: NeighbourPoints, isAmongReferences: Bool) {
    self.asking = asking
    self.references = references
    self.isAmongReferences = isAmongReferences
    values = .allocate(capacity: TileSearch.block * Self.rowStride)
    candidates = CandidatePairs(asking, references)
  }

  func deallocate() {
    values.deallocate()
    candidates.deallocate()
  }

  func fill(_ rows: Range<Int>, _ columns: Range<Int>) {
    let width = references.bounding.columns
    asking.bounding.storage.withUnsafeBufferPointer { left in
      references.bounding.storage.withUnsafeBufferPointer { right in
        guard let left = left.baseAddress, let right = right.baseAddress else { return }
        BLAS.multiply(
          left + rows.lowerBound * width, stride: width, transposed: false, by: right + columns.lowerBound * width,
          stride: width,
          transposed: true, into: values, stride: Self.rowStride, rows: rows.count, columns: columns.count,
          inner: width,
          alpha: -2)
      }
    }
  }

  // MARK: For the asking points

  func scanRows(_ rows: Range<Int>, _ columns: Range<Int>, _ lists: NearestLists) {
    references.norms.withUnsafeBufferPointer { norms in
      guard let norms = norms.baseAddress.map({ $0 + columns.lowerBound }) else { return }
      for query in rows where !lists.isFull(query) {
        start(query, UnsafePointer(values) + (query - rows.lowerBound) * Self.rowStride, norms, columns, lists)
      }
      candidates.settle(lists)
      for query in rows {
        scan(query, UnsafePointer(values) + (query - rows.lowerBound) * Self.rowStride, norms, columns, lists)
      }
      candidates.settle(lists)
    }
  }

  /// Computes the distances of references whose bounds are among the least, so that a first threshold leaves few others.
  private func start(
    _ query: Int, _ row: UnsafePointer<Float>, _ norms: UnsafePointer<Float>, _ columns: Range<Int>,
    _ lists: NearestLists
  ) {
    // One more, since the point itself may be among them.
    let limit = Self.limit(row, norms, columns.count, atLeast: lists.count + 1)
    for start in stride(from: 0, to: columns.count, by: 16) {
      let end = min(start + 16, columns.count)
      if end - start == 16, !(Self.values(row + start, norms + start) - limit).bits.hasSign { continue }
      for place in start..<end where row[place] + norms[place] < limit && !isItself(query, columns.lowerBound + place) {
        consider(columns.lowerBound + place, for: query, lists)
      }
    }
  }

  /// A value that at least `number` others are below: each of 32 lanes has its least.
  private static func limit(
    _ row: UnsafePointer<Float>, _ norms: UnsafePointer<Float>, _ count: Int, atLeast number: Int
  ) -> Float {
    guard number <= 32, count >= 32 else { return .infinity }
    var least = (values(row, norms), values(row + 16, norms + 16))
    for start in stride(from: 32, through: count - 32, by: 32) {
      let next = (values(row + start, norms + start), values(row + start + 16, norms + start + 16))
      least.0.replace(with: next.0, where: next.0 .< least.0)
      least.1.replace(with: next.1, where: next.1 .< least.1)
    }
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: 32) { sorted in
      for lane in 0..<32 {
        let value = lane < 16 ? least.0[lane] : least.1[lane - 16]
        var place = lane
        while place > 0, sorted[place - 1] > value {
          sorted[place] = sorted[place - 1]
          place -= 1
        }
        sorted[place] = value
      }
      return sorted[number - 1].nextUp
    }
  }

  private func scan(
    _ query: Int, _ row: UnsafePointer<Float>, _ norms: UnsafePointer<Float>, _ columns: Range<Int>,
    _ lists: NearestLists
  ) {
    let threshold = lists.thresholds.base + query
    var place = 0
    while place + 128 <= columns.count {
      // Eight vectors at a time, by their sign bits: nearly always all values are too large.
      let limit = SIMD16<Float>(repeating: threshold.pointee)
      var signs = (SIMD16<UInt32>.zero, SIMD16<UInt32>.zero)
      for next in stride(from: place, to: place + 128, by: 32) {
        signs.0 |= (Self.values(row + next, norms + next) - limit).bits
        signs.1 |= (Self.values(row + next + 16, norms + next + 16) - limit).bits
      }
      if (signs.0 | signs.1).hasSign {
        scanClosely(query, row, norms, place..<place + 128, columns.lowerBound, lists)
      }
      place += 128
    }
    scanClosely(query, row, norms, place..<columns.count, columns.lowerBound, lists)
  }

  private func scanClosely(
    _ query: Int, _ row: UnsafePointer<Float>, _ norms: UnsafePointer<Float>, _ places: Range<Int>, _ first: Int,
    _ lists: NearestLists
  ) {
    let threshold = lists.thresholds.base + query
    var start = places.lowerBound
    while start < places.upperBound {
      let end = min(start + 16, places.upperBound)
      if end - start == 16 {
        var signs = (Self.values(row + start, norms + start) - threshold.pointee).bits.signs
        while signs != 0 {
          consider(start + signs.trailingZeroBitCount, query, row, norms, first, lists)
          signs &= signs - 1
        }
      } else {
        for place in start..<end { consider(place, query, row, norms, first, lists) }
      }
      start = end
    }
  }

  @inline(__always)
  private func consider(
    _ place: Int, _ query: Int, _ row: UnsafePointer<Float>, _ norms: UnsafePointer<Float>, _ first: Int,
    _ lists: NearestLists
  ) {
    guard row[place] + norms[place] < lists.thresholds[query], !isItself(query, first + place) else { return }
    consider(first + place, for: query, lists)
  }

  // MARK: For the references that ask

  /// - Precondition: all columns are points that ask.
  func scanColumns(_ rows: Range<Int>, _ columns: Range<Int>, _ lists: NearestLists) {
    references.norms.withUnsafeBufferPointer { norms in
      guard let norms = norms.baseAddress.map({ $0 + rows.lowerBound }) else { return }
      for start in stride(from: 0, to: columns.count, by: 16) {
        let lanes = min(16, columns.count - start)
        let query = columns.lowerBound + start
        for top in stride(from: 0, to: rows.count, by: 32) {
          let places = top..<min(rows.count, top + 32)
          let limits =
            lanes == 16
            ? VectorKernels.load16(lists.thresholds.base + query) : Self.partial(lists.thresholds.base + query, lanes)
          let signs = signs(of: start, norms, places, limits)
          guard signs.hasSign else { continue }
          // Beyond the last column the tile holds whatever memory held before, minus infinity perhaps.
          var found = signs.signs & ((1 << UInt32(lanes)) - 1)
          while found != 0 {
            let lane = found.trailingZeroBitCount
            scanClosely(column: start + lane, query + lane, norms, places, rows.lowerBound, lists)
            found &= found - 1
          }
        }
      }
      candidates.settle(lists)
    }
  }

  private func scanClosely(
    column: Int, _ query: Int, _ norms: UnsafePointer<Float>, _ places: Range<Int>, _ first: Int, _ lists: NearestLists
  ) {
    for place in places where values[place * Self.rowStride + column] + norms[place] < lists.thresholds[query] {
      consider(first + place, for: query, lists)
    }
  }

  /// For each of 16 columns whether any value in some rows is below its limit, as sign bits.
  @inline(__always)
  private func signs(
    of column: Int, _ norms: UnsafePointer<Float>, _ rows: Range<Int>, _ limits: SIMD16<Float>
  ) -> SIMD16<UInt32> {
    var signs = SIMD16<UInt32>.zero
    for row in rows {
      signs |= ((VectorKernels.load16(values + row * Self.rowStride + column) + norms[row]) - limits).bits
    }
    return signs
  }

  /// Thresholds of the last columns; no value is below those that are not there.
  private static func partial(_ thresholds: UnsafePointer<Float>, _ lanes: Int) -> SIMD16<Float> {
    var limits = SIMD16<Float>(repeating: -.infinity)
    for lane in 0..<lanes { limits[lane] = thresholds[lane] }
    return limits
  }

  // MARK: Both

  private func isItself(_ query: Int, _ reference: Int) -> Bool { isAmongReferences && query == reference }

  private func consider(_ reference: Int, for query: Int, _ lists: NearestLists) {
    guard !lists.isClosed(query, to: references.rows[reference]) else { return }
    candidates.add(reference, for: query, lists)
  }

  @inline(__always)
  private static func values(_ products: UnsafePointer<Float>, _ norms: UnsafePointer<Float>) -> SIMD16<Float> {
    VectorKernels.load16(products) + VectorKernels.load16(norms)
  }
}

// Comparisons of SIMD vectors, and whether any lane is true, compile to many shuffles; sign bits of differences do not.

extension SIMD16<Float> {
  @inline(__always)
  fileprivate var bits: SIMD16<UInt32> { unsafeBitCast(self, to: SIMD16<UInt32>.self) }
}

extension SIMD16<UInt32> {
  /// Whether the sign bit of any lane is set.
  @inline(__always)
  fileprivate var hasSign: Bool {
    let eight = unsafeBitCast(self, to: SIMD8<UInt64>.self)
    let four = eight.lowHalf | eight.highHalf
    let two = four.lowHalf | four.highHalf
    return (two.x | two.y) & 0x8000_0000_8000_0000 != 0
  }

  /// The sign bits as one number, that of lane 0 lowest.
  @inline(__always)
  fileprivate var signs: UInt32 {
    let places = SIMD16<UInt32>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
    let set = (self &>> 31) &<< places
    let eight = set.lowHalf | set.highHalf
    let four = eight.lowHalf | eight.highHalf
    let two = four.lowHalf | four.highHalf
    return two.x | two.y
  }
}
