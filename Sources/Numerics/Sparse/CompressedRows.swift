import Synchronization

/// The numbers of a matrix that are not zero, row after row.
///
/// Takes eight bytes for each, so it pays where fewer than half are; products with it pay where fewer than about a sixth
/// are, for each number is looked up rather than streamed.
public struct CompressedRows: Sendable {
  public let rows: Int
  public let columns: Int
  /// Where each row starts among `indices` and `values`, and behind them the end.
  let starts: [Int]
  /// The column of each number, ascending within a row.
  let indices: [UInt32]
  let values: [Float]

  init(rows: Int, columns: Int, starts: [Int], indices: [UInt32], values: [Float]) {
    self.rows = rows
    self.columns = columns
    self.starts = starts
    self.indices = indices
    self.values = values
  }

  /// How many numbers are not zero.
  public var count: Int { values.count }

  public var byteCount: Int { count * 8 + starts.count * MemoryLayout<Int>.stride }

  /// - Parameter rowCounts: of `source`, as `nonZeroCounts` gives them.
  /// - Throws: `Interrupted`.
  /// - Cost: one pass over the matrix.
  public init(_ source: Matrix, rowCounts: [Int], context: ExecutionContext = .plain) throws {
    var starts = [0]
    starts.reserveCapacity(source.rows + 1)
    for count in rowCounts { starts.append(starts[starts.count - 1] + count) }
    let total = starts[starts.count - 1]
    let columns = source.columns
    // One more, because each number is written before it is known whether it stays.
    var indices = [UInt32](repeating: 0, count: total + 1)
    var values = [Float](repeating: 0, count: total + 1)
    try Self.filling(&indices, &values) { indices, values in
      let starts = starts
      try context.forEachPiece(of: source.rows, size: 64) { piece in
        source.storage.withUnsafeBufferPointer { numbers in
          guard let base = numbers.baseAddress else { return }
          for row in piece {
            let start = starts[row]
            _ = Self.compress(
              base + row * columns, columns: columns, most: starts[row + 1] - start, indices: indices.base + start,
              values: values.base + start)
          }
        }
      }
    }
    indices.removeLast()
    values.removeLast()
    self.init(rows: source.rows, columns: columns, starts: starts, indices: indices, values: values)
  }

  /// Writes the numbers of a row that are not zero, and their columns, up to `most` of them and one more, which is none.
  /// - Returns: how many they are.
  static func compress(
    _ row: UnsafePointer<Float>, columns: Int, most: Int, indices: UnsafeMutablePointer<UInt32>,
    values: UnsafeMutablePointer<Float>
  ) -> Int {
    var (position, column) = (0, 0)
    while column < columns, position < most {
      // Sixteen zeros in a row are passed over; behind the last number nothing is written, for the place is another's.
      let stop = min(columns, column + 16)
      if stop == column + 16, VectorKernels.areZeros(row + column) {
        column = stop
        continue
      }
      while column < stop, position < most {
        let value = row[column]
        indices[position] = UInt32(truncatingIfNeeded: column)
        values[position] = value
        position += value != 0 ? 1 : 0
        column += 1
      }
    }
    return position
  }

  /// Whether no number is NaN or infinite.
  public var isFinite: Bool { values.reduce(0) { $0 + $1 * 0 } == 0 }

  /// The sum of each column, added up in double precision row by row.
  public func columnSums() -> [Double] {
    var sums = [Double](repeating: 0, count: columns)
    sums.withUnsafeMutableBufferPointer { sums in
      for (index, value) in zip(indices, values) { sums[Int(index)] += Double(value) }
    }
    return sums
  }

  /// The squares of all numbers, added up in double precision.
  public func sumOfSquares() -> Double {
    values.withUnsafeBufferPointer { values in
      values.baseAddress.map { VectorKernels.squaredNorm($0, count: values.count) } ?? 0
    }
  }

  private static func filling(
    _ indices: inout [UInt32], _ values: inout [Float],
    _ fill: (DisjointPointer<UInt32>, DisjointPointer<Float>) throws -> Void
  ) rethrows {
    try indices.withUnsafeMutableBufferPointer { indices in
      try values.withUnsafeMutableBufferPointer { values in
        guard let first = indices.baseAddress, let second = values.baseAddress else { return }
        try fill(DisjointPointer(first), DisjointPointer(second))
      }
    }
  }
}

extension Matrix {
  /// How many numbers of each row are not zero. Cost: one pass, on all threads.
  public func nonZeroCounts(context: ExecutionContext = .plain) throws -> [Int] {
    try nonZeroCounts(below: .max, context: context) ?? []
  }

  /// The same; nil as soon as it is seen that there are `most` or more in all.
  public func nonZeroCounts(below most: Int, context: ExecutionContext = .plain) throws -> [Int]? {
    var counts = [Int](repeating: 0, count: rows)
    let total = Atomic<Int>(0)
    try counts.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: rows, size: 64) { piece in
        guard total.load(ordering: .relaxed) < most else { return }
        storage.withUnsafeBufferPointer { numbers in
          guard let numbers = numbers.baseAddress else { return }
          for row in piece {
            target[row] = VectorKernels.nonZeroCount(numbers + row * columns, count: columns)
            total.add(target[row], ordering: .relaxed)
          }
        }
      }
    }
    return total.load(ordering: .relaxed) < most ? counts : nil
  }
}
