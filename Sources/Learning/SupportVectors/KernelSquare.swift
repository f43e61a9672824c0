import Numerics

/// The kernel values of some rows with each other.
///
/// Nothing changes after `init`, so threads may share it.
final class KernelSquare: @unchecked Sendable {
  /// Rows of one piece of work.
  private static let height = 128

  private let values: OwnedBuffer<Float>
  /// Numbers from one row to the next, a multiple of 16; those beyond the last row's are zero.
  let stride: Int

  /// - Throws: `Interrupted`.
  /// - Cost: half of rows²·columns multiply-adds; 4·rows² bytes.
  init(_ source: KernelSource, _ rows: GatheredRows, context: ExecutionContext) throws {
    let (count, height) = (rows.count, Self.height)
    stride = Lanes.padded(count)
    values = OwnedBuffer(uninitialized: count * stride)
    let (base, stride) = (DisjointPointer(values.base), stride)
    try context.forEachPiece(of: count, size: height) { piece in
      // Up to the diagonal; what lies beyond is the mirror of what other pieces compute.
      try KernelBlock.fill(
        source.function, rows.operand(piece), rows.operand, columns: 0..<piece.upperBound, inner: source.columns,
        into: piece.map { base.base + $0 * stride }, context: context.singleThreaded)
    }
    try context.forEachPiece(of: count, size: height) { piece in
      for first in Swift.stride(from: piece.upperBound, to: count, by: height) {
        for row in piece {
          for column in first..<min(first + height, count) { base[row * stride + column] = base[column * stride + row] }
        }
      }
      for row in piece {
        for column in count..<stride { base[row * stride + column] = 0 }
      }
    }
  }

  var byteCount: Int { values.count * MemoryLayout<Float>.stride }
  static func byteCount(rows: Int) -> Int { rows * Lanes.padded(rows) * MemoryLayout<Float>.stride }

  func row(_ place: Int) -> UnsafePointer<Float> { UnsafePointer(values.base + place * stride) }
}
