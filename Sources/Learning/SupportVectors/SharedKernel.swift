import Numerics

/// The kernel matrix of all training rows, worked out once for all pairs of classes and the folds of probabilities:
/// each row of k classes is in k − 1 pairs.
///
/// Nothing changes after `init`, so threads may share it.
final class SharedKernel: @unchecked Sendable {
  /// With fewer columns a row of the matrix is computed as quickly as it is looked up.
  private static let fewestColumns = 64

  private let values: OwnedBuffer<Float>
  private let stride: Int

  /// - Throws: `Interrupted`.
  /// - Cost: half of rows²·columns multiply-adds; 4·rows² bytes.
  /// - Returns: nil where it would not fit into the bytes, or not pay: two classes make one pair, which asks for some rows
  ///   only.
  init?(_ source: KernelSource, classes: Int, byteBudget: Int, context: ExecutionContext) throws {
    let rows = source.selfTerms.count
    stride = Lanes.padded(rows)
    guard classes > 2, source.columns >= Self.fewestColumns, 4 * rows * stride <= byteBudget else { return nil }
    values = OwnedBuffer(uninitialized: rows * stride)
    let all = GatheredRows(source, (0..<rows).map(Int32.init)[...])
    let (base, stride) = (DisjointPointer(values.base), stride)
    let height = KernelBlock.height
    try context.forEachPiece(of: rows, size: height) { piece in
      // Up to the diagonal; what lies beyond is the mirror of what other pieces compute.
      try KernelBlock.fill(
        source.function, all.operand(piece), all.operand, columns: 0..<piece.upperBound, inner: source.columns,
        into: piece.map { base.base + $0 * stride }, context: context.singleThreaded)
    }
    try context.forEachPiece(of: rows, size: height) { piece in
      for first in Swift.stride(from: piece.upperBound, to: rows, by: height) {
        for row in piece {
          for column in first..<min(first + height, rows) { base[row * stride + column] = base[column * stride + row] }
        }
      }
    }
  }

  /// Kernel values of one row with those at some places of `order`.
  func gather(_ row: Int32, _ order: [Int32], _ range: Range<Int>, into target: UnsafeMutablePointer<Float>) {
    let own = UnsafePointer(values.base + Int(row) * stride)
    order.withUnsafeBufferPointer { order in
      for place in range { target[place] = own[Int(order[place])] }
    }
    for place in range.upperBound..<Lanes.padded(range.upperBound) { target[place] = 0 }
  }
}
