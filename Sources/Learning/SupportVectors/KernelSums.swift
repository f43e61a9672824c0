import Numerics

extension KernelSource {
  /// Σ over `support` of coefficient · k(row, support row), for each of `rows`.
  ///
  /// Cost: rows × support kernel values, in blocks; added in double precision.
  /// - Throws: `Interrupted`.
  func sums(
    of rows: ArraySlice<Int32>, over support: [Int32], coefficients: [Double], context: ExecutionContext
  ) throws -> [Double] {
    let right = GatheredRows(self, support[...])
    let width = Lanes.padded(support.count)
    let factors = coefficients + [Double](repeating: 0, count: width - support.count)
    let values = OwnedBuffer<Float>(uninitialized: KernelBlock.height * width)
    var sums: [Double] = []
    sums.reserveCapacity(rows.count)
    for start in stride(from: rows.startIndex, to: rows.endIndex, by: KernelBlock.height) {
      let left = GatheredRows(self, rows[start..<min(start + KernelBlock.height, rows.endIndex)])
      let targets = (0..<left.count).map { values.base + $0 * width }
      try KernelBlock.fill(
        function, left.operand, right.operand, columns: 0..<support.count, inner: columns, into: targets,
        context: context)
      factors.withUnsafeBufferPointer { factors in
        guard let factors = factors.baseAddress else { return sums.append(contentsOf: targets.map { _ in 0 }) }
        sums.append(contentsOf: targets.map { WorkingSetSelection.product($0, factors, count: width) })
      }
    }
    return sums
  }
}
