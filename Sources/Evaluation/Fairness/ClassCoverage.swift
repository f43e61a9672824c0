/// Which classes the groups that are compared have no test row of, though another has: whatever is taken over classes is
/// then taken over other ones in each of them.
public struct ClassCoverage: Sendable, Equatable {
  public struct Lacking: Sendable, Equatable {
    public let group: String
    /// In the order of their codes.
    public let classes: [String]
  }

  /// Of the groups with rows enough to be compared those that lack a class, in the order of their names.
  public let lacking: [Lacking]

  /// Cost: O(rows).
  /// - Throws: `EvaluationError.noGroup`, `.noRows`, `.differentLengths`, `.unknownCode`.
  public init(of tested: ComparedClassifier, groups: Grouping) throws {
    let test = try GroupedTest(tested, groups: groups)
    let rowCounts = test.rowCounts
    let compared = test.names.indices.filter { rowCounts[$0] >= GroupAudit.fewRows }.map {
      (name: test.names[$0], counts: test.tables[$0].truthTotals)
    }
    let shown = test.truth.names.indices.filter { code in compared.contains { $0.counts[code] > 0 } }
    lacking = compared.compactMap { name, counts in
      let classes = shown.filter { counts[$0] == 0 }.map { test.truth.names[$0] }
      return classes.isEmpty ? nil : Lacking(group: name, classes: classes)
    }
  }
}
