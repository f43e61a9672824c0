import Numerics

/// Copies of some rows, contiguous, with 16 zero rows behind them, so that blocks may begin at any row.
///
/// Nothing changes after `init`, so threads may share it.
final class GatheredRows: @unchecked Sendable {
  private let features: OwnedBuffer<Float>
  private let selfTerms: OwnedBuffer<Float>
  let count: Int

  init(_ source: KernelSource, _ rows: ArraySlice<Int32>) {
    let padded = rows.count + 16
    count = rows.count
    columns = source.columns
    features = OwnedBuffer(repeating: 0, count: padded * source.columns)
    selfTerms = OwnedBuffer(repeating: 0, count: padded)
    Self.copy(source, rows, features: features.base, selfTerms: selfTerms.base)
  }

  private let columns: Int

  var byteCount: Int { (features.count + selfTerms.count) * MemoryLayout<Float>.stride }

  var operand: KernelOperand { operand(0..<count) }

  func operand(_ rows: Range<Int>) -> KernelOperand {
    KernelOperand(
      features: features.base + rows.lowerBound * columns, selfTerms: selfTerms.base + rows.lowerBound,
      count: rows.count)
  }

  static func copy(
    _ source: KernelSource, _ rows: ArraySlice<Int32>, features: UnsafeMutablePointer<Float>,
    selfTerms: UnsafeMutablePointer<Float>
  ) {
    source.features.withUnsafeBufferPointer { numbers in
      guard let base = numbers.baseAddress else { return }
      for (offset, row) in rows.enumerated() {
        (features + offset * source.columns).update(from: base + Int(row) * source.columns, count: source.columns)
        selfTerms[offset] = source.selfTerms[Int(row)]
      }
    }
  }
}
