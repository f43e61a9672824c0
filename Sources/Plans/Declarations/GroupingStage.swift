import Samples

/// A stage that learns by groups of rows.
///
/// What it has learnt is for the groups that it saw. It never sees a test row, so whoever made the splits asks it, when all
/// is done, what its own work does not cover.
public protocol GroupingStage: Stage {
  /// Sentences on groups that a test asks about and no training row is of.
  /// - Parameters:
  ///   - splits: rows of `metadata`, as numbers.
  ///   - metadata: of all rows, training and test.
  func groupNotes(on splits: [RowSplit], of metadata: RowMetadata) -> [String]
}
