import Synchronization

extension Matrix {
  /// The first element, row by row, that is NaN or infinite; nil when all are finite. Cost: one pass, on all threads.
  public func firstNonFinite(
    context: ExecutionContext = .plain
  ) throws -> (row: Int, column: Int)? {
    guard !storage.isEmpty else { return nil }
    let first = Mutex<Int>(Int.max)
    let storage = storage
    try context.forEachPiece(of: storage.count, size: 1 << 20) { piece in
      guard first.withLock({ piece.lowerBound < $0 }) else { return }
      let found = storage.withUnsafeBufferPointer { Self.firstNonFinite(in: $0, piece) }
      if let found { first.withLock { $0 = min($0, found) } }
    }
    let index = first.withLock { $0 }
    return index == Int.max ? nil : (index / columns, index % columns)
  }

  private static func firstNonFinite(in numbers: UnsafeBufferPointer<Float>, _ range: Range<Int>) -> Int? {
    guard let base = numbers.baseAddress else { return nil }
    // x·0 is 0 for finite numbers and NaN for the others, so one sum tells of a whole stretch.
    let stretch = 4096
    var start = range.lowerBound
    while start < range.upperBound {
      let end = min(start + stretch, range.upperBound)
      if !(sumOfZeros(base + start, count: end - start) == 0) {
        return (start..<end).first { !base[$0].isFinite }
      }
      start = end
    }
    return nil
  }

  private static func sumOfZeros(_ numbers: UnsafePointer<Float>, count: Int) -> Float {
    var sums = (SIMD16<Float>.zero, SIMD16<Float>.zero)
    var i = 0
    while i + 32 <= count {
      sums.0.addProduct(VectorKernels.load16(numbers + i), SIMD16<Float>.zero)
      sums.1.addProduct(VectorKernels.load16(numbers + i + 16), SIMD16<Float>.zero)
      i += 32
    }
    var total = (sums.0 + sums.1).sum()
    while i < count {
      total += numbers[i] * 0
      i += 1
    }
    return total
  }
}
