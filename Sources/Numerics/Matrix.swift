/// Rows of `Float`, contiguous and row-major: element (r, c) is `storage[r * columns + c]`.
///
/// A value type: copies share memory until one of them is changed.
public struct Matrix: Sendable, Equatable {
  public let rows: Int
  public let columns: Int
  public var storage: [Float]

  /// - Precondition: `storage.count == rows * columns`.
  public init(rows: Int, columns: Int, storage: [Float]) {
    precondition(storage.count == rows * columns, "a matrix needs rows × columns numbers")
    self.rows = rows
    self.columns = columns
    self.storage = storage
  }

  public init(rows: Int, columns: Int, repeating value: Float = 0) {
    self.init(rows: rows, columns: columns) { $0.update(repeating: value) }
  }

  /// Makes a matrix without zeroing it first; `fill` must write every element.
  public init(
    rows: Int, columns: Int, filledBy fill: (UnsafeMutableBufferPointer<Float>) throws -> Void
  ) rethrows {
    let count = rows * columns
    let storage = try [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      adviseLargePages(UnsafeMutableRawBufferPointer(buffer))
      try fill(UnsafeMutableBufferPointer(rebasing: buffer[0..<count]))
      initialized = count
    }
    self.init(rows: rows, columns: columns, storage: storage)
  }

  @inlinable
  public subscript(row: Int, column: Int) -> Float {
    get { storage[row * columns + column] }
    set { storage[row * columns + column] = newValue }
  }

  /// One row, as a slice of the storage.
  @inlinable
  public func row(_ row: Int) -> ArraySlice<Float> {
    storage[row * columns..<(row + 1) * columns]
  }

  /// The rows at `indices`, in that order, repeats allowed. Cost: one copy, on all threads.
  public func gathering(_ indices: [Int], context: ExecutionContext = .plain) -> Matrix {
    Matrix(rows: indices.count, columns: columns) { target in
      guard let base = target.baseAddress else { return }
      let target = DisjointPointer(base)
      context.forEachShortPiece(of: indices.count, size: copiedRows) { piece in
        storage.withUnsafeBufferPointer { source in
          guard let from = source.baseAddress else { return }
          for position in piece {
            let index = indices[position]
            precondition(index >= 0 && index < rows, "a row that is not in the matrix")
            (target.base + position * columns).update(from: from + index * columns, count: columns)
          }
        }
      }
    }
  }

  /// This matrix with the rows of `other` below it. Cost: one copy, on all threads. - Precondition: as many columns.
  public func appending(_ other: Matrix, context: ExecutionContext = .plain) -> Matrix {
    precondition(columns == other.columns, "matrices of different widths")
    return Matrix(rows: rows + other.rows, columns: columns) { target in
      guard let base = target.baseAddress else { return }
      let target = DisjointPointer(base)
      for (matrix, start) in [(self, 0), (other, rows)] {
        context.forEachShortPiece(of: matrix.rows, size: copiedRows) { piece in
          matrix.storage.withUnsafeBufferPointer { source in
            guard let from = source.baseAddress else { return }
            (target.base + (start + piece.lowerBound) * columns).update(
              from: from + piece.lowerBound * columns, count: piece.count * columns)
          }
        }
      }
    }
  }

  /// Rows that one thread copies at a time: about a megabyte.
  private var copiedRows: Int { max(1, (1 << 18) / max(1, columns)) }
}
