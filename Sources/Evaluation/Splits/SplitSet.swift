import Samples

/// All splits of one protocol, and what a person should know about them.
public struct SplitSet: Sendable, Equatable {
  public let splits: [RowSplit]
  /// Sentences such as "class contempt is only in test: it cannot be learnt".
  public let notes: [String]

  /// - Throws: `EvaluationError.emptySide`.
  init(_ splits: [RowSplit], of rows: EvaluationRows, notes: [String]) throws {
    for split in splits {
      if split.train.isEmpty { throw EvaluationError.emptySide(split: split.name, side: "training") }
      if split.test.isEmpty { throw EvaluationError.emptySide(split: split.name, side: "test") }
    }
    self.splits = splits
    self.notes = notes + coverageNotes(on: splits, of: rows.labels)
  }
}

/// Decides which rows train and which test. The conforming value holds options that were checked when it was made.
public protocol Splitting: Sendable {
  /// The same rows and seed give the same splits, always.
  /// - Throws: `EvaluationError`, where the rows do not allow such splits.
  func splits(of rows: EvaluationRows, seed: UInt64) throws -> SplitSet
}

/// What is kept whole when rows are dealt to the sides of a split.
public enum SplitUnit: String, Sendable, Codable, CaseIterable {
  /// All rows of a subject are on one side, where subjects are known; otherwise single rows.
  case subject
  /// Single rows, even where subjects are known: a face may be on both sides, and a note says so.
  case row
}
