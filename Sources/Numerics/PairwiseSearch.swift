import Synchronization

/// The candidates of many references among all of them, each product of two rows computed once and used for both.
///
/// Rows are worked on in blocks; the tile of two blocks holds −2 times their products and is looked through along its
/// rows for the first block and along its columns for the second. Which thread comes first changes the order in which
/// references are looked at, and so how many candidates there are, but never which are the nearest.
struct PairwiseSearch: Sendable {
  private static let block = 384
  /// A row of a tile, with a gap so that its columns do not all fall on the same lines of the cache.
  private static let stride = block + 16

  /// Centred rows, those that ask first.
  let rows: Matrix
  let norms: [Float]
  /// How many of them ask.
  let asking: Int

  private var blocks: Int { (rows.rows + Self.block - 1) / Self.block }
  private var askingBlocks: Int { (asking + Self.block - 1) / Self.block }

  /// Calls `finish` for each asking row with its candidates; a list may have overflowed, so that memory stays bounded
  /// where many rows are equal.
  /// - Parameter margin: what a squared distance can be off by, for a row of that squared norm.
  func forEachList(
    count: Int, margin: (Float) -> Float, context: ExecutionContext,
    _ finish: @escaping @Sendable (Int, CandidateList) -> Void
  ) throws {
    var lists = norms.prefix(min(rows.rows, askingBlocks * Self.block)).map {
      CandidateList(count: count, margin: margin($0), limit: 4 * count + 256)
    }
    let locks = (0..<askingBlocks).map { _ in Lock() }
    let tiles = (0..<blocks).flatMap { distance in
      (0..<askingBlocks).compactMap { $0 + distance < blocks ? (first: $0, second: $0 + distance) : nil }
    }
    try lists.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: tiles.count, size: 4) { piece in
        var tile = [Float](repeating: 0, count: Self.block * Self.stride)
        for (first, second) in tiles[piece] {
          fill(&tile, first, second)
          tile.withUnsafeBufferPointer { tile in
            guard let tile = tile.baseAddress else { return }
            locks[first].withLock { scanRows(tile, first, second, target.base) }
            if second != first, second < askingBlocks {
              locks[second].withLock { scanColumns(tile, first, second, target.base) }
            }
          }
        }
      }
      try context.forEachPiece(of: asking, size: 256) { piece in
        for row in piece {
          target.base[row].compact()
          finish(row, target.base[row])
        }
      }
    }
  }

  private func bounds(_ block: Int) -> Range<Int> {
    block * Self.block..<min(rows.rows, (block + 1) * Self.block)
  }

  private func fill(_ tile: inout [Float], _ first: Int, _ second: Int) {
    let (left, right, columns) = (bounds(first), bounds(second), rows.columns)
    rows.storage.withUnsafeBufferPointer { all in
      guard columns > 0, let all = all.baseAddress else { return }
      BLAS.multiply(
        all + left.lowerBound * columns, stride: columns, transposed: false,
        by: all + right.lowerBound * columns, stride: columns, transposed: true, into: &tile, stride: Self.stride,
        rows: left.count, columns: right.count, inner: columns,
        alpha: -2)
    }
  }

  private func scanRows(
    _ tile: UnsafePointer<Float>, _ first: Int, _ second: Int, _ lists: UnsafeMutablePointer<CandidateList>
  ) {
    let (left, right) = (bounds(first), bounds(second))
    norms.withUnsafeBufferPointer { norms in
      guard let norms = norms.baseAddress else { return }
      for row in left {
        lists[row].add(
          tile + (row - left.lowerBound) * Self.stride, norms + right.lowerBound, count: right.count,
          firstIndex: right.lowerBound, excluding: row)
      }
    }
  }

  private func scanColumns(
    _ tile: UnsafePointer<Float>, _ first: Int, _ second: Int, _ lists: UnsafeMutablePointer<CandidateList>
  ) {
    let (left, right) = (bounds(first), bounds(second))
    norms.withUnsafeBufferPointer { norms in
      guard let norms = norms.baseAddress.map({ $0 + left.lowerBound }) else { return }
      for start in Swift.stride(from: 0, to: right.count, by: 16) {
        let lanes = min(16, right.count - start)
        let lists = lists + right.lowerBound + start
        var limits = SIMD16<Float>(repeating: -.infinity)
        for lane in 0..<lanes { limits[lane] = lists[lane].threshold }
        for row in Swift.stride(from: 0, to: left.count, by: 16) {
          let rows = row..<min(left.count, row + 16)
          let hits = least(tile + start, norms, rows) .<= limits
          guard any(hits) else { continue }
          for lane in 0..<lanes where hits[lane] {
            for row in rows {
              lists[lane].consider(tile[row * Self.stride + start + lane] + norms[row], left.lowerBound + row)
            }
            limits[lane] = lists[lane].threshold
          }
        }
      }
    }
  }

  /// The least value of each of 16 columns over some rows.
  @inline(__always)
  private func least(_ tile: UnsafePointer<Float>, _ norms: UnsafePointer<Float>, _ rows: Range<Int>) -> SIMD16<Float> {
    var least = SIMD16<Float>(repeating: .infinity)
    for row in rows {
      let values = VectorKernels.load16(tile + row * Self.stride) + norms[row]
      least.replace(with: values, where: values .< least)
    }
    return least
  }
}

/// Lets one thread at a time work on the lists of a block.
private final class Lock: Sendable {
  private let mutex = Mutex(())

  func withLock(_ body: () -> Void) {
    mutex.withLock { _ in body() }
  }
}
