import Numerics

/// The kernel matrix of all training rows, worked out once for all pairs of classes and the folds of probabilities:
/// each row of k classes is in k − 1 pairs.
///
/// Nothing changes after `init`, so threads may share it.
final class SharedKernel: @unchecked Sendable {
  /// With fewer columns a row of the matrix is computed as quickly as it is looked up.
  static let fewestColumns = 64
  /// The same of a matrix that stays in the cache of the processor, and its size in bytes.
  private static let (fewestColumnsOfSmall, smallBytes) = (32, 4 << 20)

  private let values: KernelSquare
  var byteCount: Int { values.byteCount }

  /// - Throws: `Interrupted`.
  /// - Cost: half of rows²·columns multiply-adds; 4·rows² bytes.
  /// - Returns: nil where it would not fit into the bytes, or not pay: two classes make one pair, which asks for some rows
  ///   only.
  init?(_ source: KernelSource, classes: Int, byteBudget: Int, context: ExecutionContext) throws {
    let rows = source.selfTerms.count
    let bytes = KernelSquare.byteCount(rows: rows)
    let fewest = bytes <= Self.smallBytes ? Self.fewestColumnsOfSmall : Self.fewestColumns
    guard classes > 2, source.columns >= fewest, bytes <= byteBudget else { return nil }
    values = try KernelSquare(
      source, GatheredRows(source, (0..<rows).map(Int32.init)[...]), context: context)
  }

  /// Kernel values of one row with those at some places of `order`.
  func gather(_ row: Int32, _ order: [Int32], _ range: Range<Int>, into target: UnsafeMutablePointer<Float>) {
    let own = values.row(Int(row))
    order.withUnsafeBufferPointer { order in
      for place in range { target[place] = own[Int(order[place])] }
    }
    for place in range.upperBound..<Lanes.padded(range.upperBound) { target[place] = 0 }
  }
}
