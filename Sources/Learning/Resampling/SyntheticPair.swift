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

  /// All rows and, below them, the new ones in the order of the pairs: written where they stay, since fresh memory costs
  /// more than the numbers in it.
  /// - Throws: `Interrupted`.
  static func append(_ pairs: [SyntheticPair], to features: Matrix, context: ExecutionContext) throws -> Matrix {
    guard !pairs.isEmpty else { return features }
    let columns = features.columns
    try AddressSpace.require((features.rows + pairs.count) * columns * MemoryLayout<Float>.stride)
    return try Matrix(rows: features.rows + pairs.count, columns: columns) { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: features.rows + pairs.count, size: max(1, (1 << 17) / columns)) { piece in
        features.storage.withUnsafeBufferPointer { source in
          guard let source = source.baseAddress else { return }
          let old = piece.clamped(to: 0..<features.rows)
          (target.base + piece.lowerBound * columns)
            .update(from: source + piece.lowerBound * columns, count: old.count * columns)
          for row in piece.lowerBound + old.count..<piece.upperBound {
            pairs[row - features.rows].write(to: target.base + row * columns, from: source, columns)
          }
        }
      }
    }
  }

  private func write(
    to target: UnsafeMutablePointer<Float>, from features: UnsafePointer<Float>, _ columns: Int
  ) {
    let (start, end) = (features + row * columns, features + neighbour * columns)
    for column in 0..<columns { target[column] = start[column] + gap * (end[column] - start[column]) }
  }
}
