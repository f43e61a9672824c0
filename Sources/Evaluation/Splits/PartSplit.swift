import Samples

/// The data set's own training and test part, as its makers cut it.
///
/// Rows of no part stay out; a note counts them. Needs no seed. Cost: O(rows).
public struct PartSplit: Splitting {
  public init() {}

  /// - Throws: `EvaluationError.partsUnknown` where no row is in training or none in test.
  public func splits(of rows: EvaluationRows, seed: UInt64 = 0) throws -> SplitSet {
    guard let parts = rows.parts else { throw EvaluationError.partsUnknown }
    let split = RowSplit(
      train: parts.indices.filter { parts[$0] == .train }, test: parts.indices.filter { parts[$0] == .test },
      name: "the data set's own split")
    guard !split.train.isEmpty, !split.test.isEmpty else { throw EvaluationError.partsUnknown }
    let unknown = parts.count { $0 == nil }
    var notes = overlapNotes(rows, in: [split])
    if unknown > 0 { notes.append("left out: \(rowCount(unknown)) of no part") }
    return try SplitSet([split], of: rows, notes: notes)
  }
}
