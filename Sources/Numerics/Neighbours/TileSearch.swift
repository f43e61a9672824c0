import Synchronization

/// The nearest references of many points, by products of blocks of points with blocks of references.
///
/// A tile holds −2 times the products of two blocks. It is looked through along its rows, for the first block; where the
/// points are references themselves, also along its columns, for the second, so that each product is computed once and
/// used for both. Which thread comes first changes how many distances are computed, never which are the smallest.
struct TileSearch: Sendable {
  static let block = 384

  /// The blocks of one group: points find neighbours in their own group only.
  struct Blocks: Sendable {
    /// Ranges of asking points.
    let asking: [Range<Int>]
    /// Ranges of references; where the points that ask are references too, the blocks of `asking` come first.
    let references: [Range<Int>]
  }

  struct Tile: Equatable {
    let rows: Range<Int>
    let columns: Range<Int>
    /// The number of the asking block that the rows are, and of that which the columns are, if they are another one.
    let first: Int
    let second: Int?
  }

  let asking: NeighbourPoints
  let references: NeighbourPoints
  let groups: [Blocks]
  /// Whether the asking points are the first of the references, in the same order; none is then its own neighbour.
  let isAmongReferences: Bool

  /// - Throws: `Interrupted`.
  func table(count: Int, _ bounds: DistanceBounds, _ context: ExecutionContext) throws -> NeighbourTable {
    try NearestLists.table(count: count, slack: bounds.slack(of: asking, among: references)) { lists in
      let locks = groups.flatMap(\.asking).map { _ in Lock() }
      let tiles = tiles
      try context.forEachPiece(of: tiles.count, size: 4) { piece in
        let products = ProductTile(asking, references, isAmongReferences: isAmongReferences)
        defer { products.deallocate() }
        for tile in tiles[piece] {
          products.fill(tile.rows, tile.columns)
          locks[tile.first].withLock { products.scanRows(tile.rows, tile.columns, lists) }
          if let second = tile.second {
            locks[second].withLock { products.scanColumns(tile.rows, tile.columns, lists) }
          }
        }
        context.report(fraction: Double(piece.upperBound) / Double(tiles.count))
      }
    }
  }

  /// Those next to each other have different first blocks, so that threads seldom meet; and every block meets itself
  /// first, which gives its lists a start.
  var tiles: [Tile] {
    var byDistance: [[Tile]] = []
    var number = 0
    for group in groups {
      for (place, rows) in group.asking.enumerated() {
        for (distance, other) in others(place, group).enumerated() {
          if distance == byDistance.count { byDistance.append([]) }
          let isAsking = isAmongReferences && distance > 0 && other < group.asking.count
          byDistance[distance].append(
            Tile(
              rows: rows, columns: group.references[other], first: number + place,
              second: isAsking ? number + other : nil))
        }
      }
      number += group.asking.count
    }
    return byDistance.flatMap { $0 }
  }

  /// The reference blocks that an asking block meets, in order.
  private func others(_ place: Int, _ group: Blocks) -> [Int] {
    let count = group.references.count
    return isAmongReferences ? Array(place..<count) : (0..<count).map { (place + $0) % count }
  }

  /// A range cut into blocks of nearly the same size, each but the last a whole number of SIMD vectors.
  static func blocks(of range: Range<Int>) -> [Range<Int>] {
    let number = (range.count + block - 1) / block
    guard number > 0 else { return [] }
    let size = ((range.count + number - 1) / number + 15) / 16 * 16
    return stride(from: range.lowerBound, to: range.upperBound, by: size).map {
      $0..<min($0 + size, range.upperBound)
    }
  }
}

/// Lets one thread at a time work on the lists of a block.
private final class Lock: Sendable {
  private let mutex = Mutex(())

  func withLock(_ body: () -> Void) {
    mutex.withLock { _ in body() }
  }
}
