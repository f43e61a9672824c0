import Synchronization

/// The nearest references of many points, by products of blocks of points with blocks of references.
///
/// A tile holds −2 times the products of two blocks. It is looked through along its rows, for the first block; where the
/// points are references themselves, also along its columns, for the second, so that each product is computed once and
/// used for both. Which thread comes first changes how many distances are computed, never which are the smallest.
struct TileSearch: Sendable {
  static let block = 384

  let asking: NeighbourPoints
  let references: NeighbourPoints
  /// Whether the asking points are the first of the references, in the same order; none is then its own neighbour.
  let isAmongReferences: Bool

  private var askingBlocks: Int { (asking.count + Self.block - 1) / Self.block }
  private var blocks: Int { (references.count + Self.block - 1) / Self.block }

  /// - Throws: `Interrupted`.
  func table(count: Int, _ bounds: DistanceBounds, _ context: ExecutionContext) throws -> NeighbourTable {
    try NearestLists.table(count: count, slack: bounds.slack(of: asking, among: references)) { lists in
      let locks = (0..<askingBlocks).map { _ in Lock() }
      let tiles = tiles
      try context.forEachPiece(of: tiles.count, size: 4) { piece in
        let tile = ProductTile(asking, references, isAmongReferences: isAmongReferences)
        defer { tile.deallocate() }
        for (first, second) in tiles[piece] {
          let rows = range(of: first, asking.count)
          let columns = range(of: second, references.count)
          tile.fill(rows, columns)
          locks[first].withLock { tile.scanRows(rows, columns, lists) }
          if isAmongReferences, second != first, second < askingBlocks {
            locks[second].withLock { tile.scanColumns(rows, columns, lists) }
          }
        }
      }
    }
  }

  /// Pairs of blocks. Those next to each other in the list have different first blocks, so that threads seldom meet; and
  /// every block meets itself first, which gives its lists a start.
  private var tiles: [(first: Int, second: Int)] {
    (0..<blocks).flatMap { distance in
      (0..<askingBlocks).compactMap { first in
        guard isAmongReferences else { return (first, (first + distance) % blocks) }
        return first + distance < blocks ? (first, first + distance) : nil
      }
    }
  }

  private func range(of block: Int, _ count: Int) -> Range<Int> {
    block * Self.block..<min(count, (block + 1) * Self.block)
  }
}

/// Lets one thread at a time work on the lists of a block.
private final class Lock: Sendable {
  private let mutex = Mutex(())

  func withLock(_ body: () -> Void) {
    mutex.withLock { _ in body() }
  }
}
