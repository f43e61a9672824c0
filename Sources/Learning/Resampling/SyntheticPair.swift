import Numerics

/// Where a new row comes from: `gap` of the way from one row to another.
struct SyntheticPair: Sendable, Equatable {
  let row: Int
  let neighbour: Int
  let gap: Float

  /// The same way, but further, less far, or backwards.
  func scaled(by factor: Float) -> SyntheticPair {
    SyntheticPair(row: row, neighbour: neighbour, gap: gap * factor)
  }

  /// The new rows, in the order of the pairs.
  static func rows(_ pairs: [SyntheticPair], of features: Matrix, context: ExecutionContext) throws -> Matrix {
    let columns = features.columns
    return try Matrix(rows: pairs.count, columns: columns) { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: pairs.count, size: max(1, (1 << 17) / columns)) { piece in
        features.storage.withUnsafeBufferPointer { source in
          for i in piece {
            let pair = pairs[i]
            let (from, to) = (pair.row * columns, pair.neighbour * columns)
            for c in 0..<columns {
              target[i * columns + c] = source[from + c] + pair.gap * (source[to + c] - source[from + c])
            }
          }
        }
      }
    }
  }
}
