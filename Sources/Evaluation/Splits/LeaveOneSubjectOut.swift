import Samples

/// Each subject is the test once, while all others train: the usual protocol for micro-expressions (MEGC 2019).
///
/// A row of no known subject takes no part, because nobody can say whether it shows the tested face.
/// Needs no seed. Cost: O(subjects × rows).
public struct LeaveOneSubjectOut: Splitting {
  public init() {}

  /// - Throws: `EvaluationError.subjectsUnknown`, `.tooFewSubjects`.
  public func splits(of rows: EvaluationRows, seed: UInt64 = 0) throws -> SplitSet {
    guard let subjects = rows.knownSubjects else { throw EvaluationError.subjectsUnknown }
    let splits = leavingOneOut(subjects) { "subject \($0)" }
    guard splits.count >= 2 else {
      throw EvaluationError.tooFewSubjects(found: splits.count, needed: 2, purpose: "loso")
    }
    let left = subjects.unknownCount
    let notes = left == 0 ? [] : ["left out: \(rowCount(left)) of no known subject"]
    return try SplitSet(splits, of: rows, notes: notes)
  }
}

/// A split for each group that has rows, in the order of their names: it tests, the other known ones train.
func leavingOneOut(_ grouping: Grouping, named name: (String) -> String) -> [RowSplit] {
  let known = grouping.codes.indices.filter { grouping.codes[$0] != nil }
  let groups = grouping.rows.enumerated().filter { !$0.element.isEmpty }
  return groups.enumerated().map { fold, group in
    RowSplit(
      train: known.filter { grouping.codes[$0] != group.offset }, test: group.element,
      fold: fold, name: name(grouping.names[group.offset]))
  }
}
