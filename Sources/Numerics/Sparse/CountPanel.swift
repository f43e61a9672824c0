import CByteProducts

/// Some rows of counts as products of bytes read them: tiles of columns, in each four rows of a column side by side. Behind
/// the last column stands one of ones.
///
/// Not shared between threads unless nobody writes any more.
final class CountPanel: @unchecked Sendable {
  /// Columns of a tile.
  static let width = Int(count_tile_columns)
  /// Columns that are multiplied by a whole tile at a time.
  private static let height = Int(count_tile_rows)
  /// Rows that one thread packs at a time.
  private static let packed = 128

  private let tiles: Int
  /// Rows in fours.
  private var groups: Int
  private let bytes: OwnedBuffer<UInt8>
  private var tileSize: Int { groups * 4 * Self.width }

  init(tiles: Int, rows: Int) {
    self.tiles = tiles
    groups = (rows + 3) / 4
    bytes = OwnedBuffer(uninitialized: tiles * groups * 4 * Self.width)
  }

  /// Takes other rows in.
  /// - Precondition: they are no more than it was made for.
  func fill(_ counts: CountedRows, _ range: Range<Int>, _ context: ExecutionContext) throws {
    groups = (range.count + 3) / 4
    let ones = place(ofColumn: counts.rows.columns)
    let places = (0..<counts.rows.columns).map { UInt32(place(ofColumn: $0)) }
    try context.forEachPiece(of: range.count, size: Self.packed) { [self] piece in
      let (firstGroup, endGroup) = (piece.lowerBound / 4, (piece.upperBound + 3) / 4)
      for tile in 0..<tiles {
        let start = bytes.base + tile * tileSize + firstGroup * 4 * Self.width
        start.update(repeating: 0, count: (endGroup - firstGroup) * 4 * Self.width)
      }
      places.withUnsafeBufferPointer { places in
        for row in piece {
          let target = bytes.base + row / 4 * 4 * Self.width + row % 4
          counts.forEachCount(inRow: range.lowerBound + row) { target[Int(places[$0])] = $1 }
          target[ones] = 1
        }
      }
    }
  }

  private func place(ofColumn column: Int) -> Int {
    column / Self.width * tileSize + column % Self.width * 4
  }

  /// Adds the inner products of a tile's columns with those of itself and of the tiles behind it, to the lower half of a
  /// matrix with a row and a column for each column here.
  func addProducts(ofTile tile: Int, to target: UnsafeMutablePointer<Int32>) {
    let (own, stride) = (bytes.base + tile * tileSize, tiles * Self.width)
    for row in Swift.stride(from: tile * Self.width, to: stride, by: Self.height) {
      add_products_of_counts(
        bytes.base + place(ofColumn: row), own, groups, target + row * stride + tile * Self.width, stride)
    }
  }
}
