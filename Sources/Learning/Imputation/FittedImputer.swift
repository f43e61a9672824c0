import Numerics

/// What stands for the missing numbers of each column, as learnt.
public struct FittedImputer: FittedTransformer, Equatable {
  /// Columns of the rows it was fitted on.
  public let width: Int
  /// Those that are kept, in order; the others had no number at all.
  public let columns: [Int]
  /// What stands for a missing number of each column that is kept.
  public let fills: [Float]
  /// The columns that a column of 0 and 1 is added for.
  public let indicators: [Int]

  public var byteCount: Int { columns.byteCount + fills.byteCount + indicators.byteCount }

  /// The kept columns without holes, then the indicators.
  /// - Throws: `LearningError.wrongWidth`, `.nonFinite` at infinity, `.damagedModel`; `Interrupted`. Cost: one pass.
  public func transform(_ features: Matrix, context: ExecutionContext = .plain) throws -> Matrix {
    try ModelChecks.require(isSound)
    guard features.columns == width else {
      throw LearningError.wrongWidth(expected: width, found: features.columns)
    }
    try InputChecks.checkNoInfinity(features, context: context)
    let (kept, newWidth) = (columns.count, columns.count + indicators.count)
    return try Matrix(rows: features.rows, columns: newWidth) { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: features.rows, size: max(1, (1 << 18) / newWidth)) { rows in
        features.storage.withUnsafeBufferPointer { source in
          for row in rows {
            let (from, to) = (row * width, row * newWidth)
            for (place, column) in columns.enumerated() {
              let number = source[from + column]
              target[to + place] = number.isNaN ? fills[place] : number
            }
            for (place, column) in indicators.enumerated() {
              target[to + kept + place] = source[from + column].isNaN ? 1 : 0
            }
          }
        }
      }
    }
  }

  private var isSound: Bool {
    func areColumns(_ list: [Int]) -> Bool {
      list.allSatisfy { $0 >= 0 && $0 < width } && zip(list, list.dropFirst()).allSatisfy { $0 < $1 }
    }
    return !columns.isEmpty && columns.count == fills.count && fills.allSatisfy(\.isFinite) && areColumns(columns)
      && areColumns(indicators)
  }
}
