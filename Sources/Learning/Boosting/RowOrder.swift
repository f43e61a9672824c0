import Numerics

/// The rows of every tree that grows at the moment, those of a node side by side, each with its gradient.
///
/// Two copies: parting a node reads from one and writes to the other, level by level. Threads write to places that do
/// not overlap: the nodes' own.
final class RowOrder: @unchecked Sendable {
  private static let batch = 128
  let capacity: Int
  private let rows: (OwnedBuffer<Int32>, OwnedBuffer<Int32>)
  private let gradients: (OwnedBuffer<Int64>, OwnedBuffer<Int64>)
  private var isSecondCurrent = false

  init(outputs: Int, rows count: Int) {
    capacity = count
    rows = (OwnedBuffer(uninitialized: outputs * count), OwnedBuffer(uninitialized: outputs * count))
    gradients = (OwnedBuffer(uninitialized: outputs * count), OwnedBuffer(uninitialized: outputs * count))
  }

  func rows(of output: Int) -> UnsafeMutablePointer<Int32> {
    (isSecondCurrent ? rows.1 : rows.0).base + output * capacity
  }

  func gradients(of output: Int) -> UnsafeMutablePointer<Int64> {
    (isSecondCurrent ? gradients.1 : gradients.0).base + output * capacity
  }

  func partedRows(of output: Int) -> UnsafeMutablePointer<Int32> {
    (isSecondCurrent ? rows.0 : rows.1).base + output * capacity
  }

  private func partedGradients(of output: Int) -> UnsafeMutablePointer<Int64> {
    (isSecondCurrent ? gradients.0 : gradients.1).base + output * capacity
  }

  /// All of `chosen` in one node.
  func begin(output: Int, chosen: [Int32], packed: UnsafePointer<Int64>) {
    let (rows, gradients) = (rows(of: output), gradients(of: output))
    for (i, row) in chosen.enumerated() {
      rows[i] = row
      gradients[i] = packed[Int(row)]
    }
  }

  /// Writes the rows of a node into the other copy, those that go left first, the others behind them in reverse.
  /// - Parameter bytes: the bins of the column, `width` apart.
  /// - Returns: how many go left.
  func part(
    output: Int, _ range: Range<Int>, bytes: UnsafePointer<UInt8>, split: BoostedSplit, missingBin: Int
  ) -> Int {
    let (from, fromGradients) = (rows(of: output), gradients(of: output))
    let (to, toGradients) = (partedRows(of: output), partedGradients(of: output))
    let last = UInt8(truncatingIfNeeded: split.bin)
    // The bin of missing numbers is above all others, so they go right by themselves; `turned` is no bin otherwise.
    let turned = split.missingGoesLeft ? missingBin : 256
    var left = range.lowerBound
    var right = range.upperBound - 1
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.batch) { fetched in
      guard let fetched = fetched.baseAddress else { return }
      for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.batch) {
        let size = min(Self.batch, range.upperBound - start)
        // Many loads at once, as in `BlockHistogram.add`.
        for i in 0..<size { fetched[i] = bytes[Int(from[start &+ i]) &* BinnedColumns.blockWidth] }
        for i in 0..<size {
          let row = from[start &+ i]
          let gradient = fromGradients[start &+ i]
          // Written to both ends; the end that it does not belong to is written again later.
          to[left] = row
          toGradients[left] = gradient
          to[right] = row
          toGradients[right] = gradient
          let goesLeft = fetched[i] <= last || Int(fetched[i]) == turned ? 1 : 0
          left &+= goesLeft
          right &-= 1 &- goesLeft
        }
      }
    }
    return left - range.lowerBound
  }

  /// What was parted becomes current.
  func turnOver() {
    isSecondCurrent.toggle()
  }
}
