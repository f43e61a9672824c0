import Synchronization

/// How many numbers of a matrix are missing, that is NaN, and where.
public struct MissingNumbers: Sendable, Equatable {
  /// Missing numbers in each column.
  public let perColumn: [Int]
  /// Rows in which at least one is missing.
  public let rows: Int
  /// All rows of the matrix.
  public let totalRows: Int

  public init(perColumn: [Int], rows: Int, totalRows: Int) {
    self.perColumn = perColumn
    self.rows = rows
    self.totalRows = totalRows
  }

  public var count: Int { perColumn.reduce(0, +) }
  /// Columns in which at least one is missing, in order.
  public var columns: [Int] { perColumn.indices.filter { perColumn[$0] > 0 } }
}

extension Matrix {
  /// What is missing; nil where nothing is. Cost: one pass, on all threads; two where something is missing.
  public func missingNumbers(context: ExecutionContext = .plain) throws -> MissingNumbers? {
    guard try firstNonFinite(context: context) != nil else { return nil }
    let tally = Mutex((perColumn: [Int](repeating: 0, count: columns), rows: 0))
    let (storage, width) = (storage, columns)
    try context.forEachPiece(of: rows, size: max(1, (1 << 18) / width)) { piece in
      var (perColumn, rows) = ([Int](repeating: 0, count: width), 0)
      storage.withUnsafeBufferPointer { numbers in
        for row in piece {
          var isHoled = false
          for column in 0..<width where numbers[row * width + column].isNaN {
            perColumn[column] += 1
            isHoled = true
          }
          if isHoled { rows += 1 }
        }
      }
      let (own, holed) = (perColumn, rows)
      tally.withLock { tally in
        tally.rows += holed
        for column in 0..<width { tally.perColumn[column] += own[column] }
      }
    }
    let (perColumn, rows) = tally.withLock { $0 }
    return rows == 0 ? nil : MissingNumbers(perColumn: perColumn, rows: rows, totalRows: self.rows)
  }
}
