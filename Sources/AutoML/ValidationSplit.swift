import Learning
import Numerics

/// Rows to learn from and rows to judge by, of the rows that a search was given.
public struct ValidationSplit: Sendable, Equatable {
  public let train: [Int]
  public let validation: [Int]

  public init(train: [Int], validation: [Int]) {
    self.train = train
    self.validation = validation
  }

  /// - Throws: `AutoMLError.badSplit` where a row is on both sides, twice on one, or not there, or a side is empty.
  func check(rows: Int) throws {
    guard !train.isEmpty, !validation.isEmpty else { throw AutoMLError.badSplit(reason: "one side has no rows") }
    var isUsed = [Bool](repeating: false, count: rows)
    for row in train + validation {
      guard isUsed.indices.contains(row) else { throw AutoMLError.badSplit(reason: "there is no row \(row + 1)") }
      guard !isUsed[row] else { throw AutoMLError.badSplit(reason: "row \(row + 1) is used twice") }
      isUsed[row] = true
    }
  }
}

/// How configurations are judged.
public enum ValidationMethod: String, Sendable, Codable, CaseIterable {
  /// Five folds, each predicted once.
  case crossValidation
  /// A tenth of the rows.
  case holdout

  /// Cross-validation where five fits instead of one still leave time for many trials (FLAML's rule).
  /// - Parameter seconds: of the whole search; nil where time does not count.
  public static func suited(rows: Int, columns: Int, seconds: Double?) -> ValidationMethod {
    guard rows < 100_000 else { return .holdout }
    guard let seconds else { return .crossValidation }
    return Double(rows) * Double(columns) / 0.9 < 1e7 * seconds / 3600 ? .crossValidation : .holdout
  }
}
