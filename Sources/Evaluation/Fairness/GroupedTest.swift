import Numerics

/// What a classifier answered, with the group of each row; rows of no known group are left out, and so are groups
/// without rows.
struct GroupedTest {
  let truth: Labels
  let predicted: [Int]
  /// Every name has rows, every row a name.
  let groups: Grouping
  /// nil where no subject is known.
  let subjects: Grouping?
  /// Which row of the data each is, where folds repeat.
  let repeatedRows: [Int]?
  let unknownRows: Int
  /// Of each group.
  let tables: [ConfusionMatrix]
  let overall: ConfusionMatrix
  /// By how much errors of rows are too small, as rows are tested again.
  let rowFactor: Double
  /// By how much all errors are too small, as folds share training rows.
  let foldFactor: Double

  /// - Throws: `EvaluationError.noGroup`, `.noRows`, `.differentLengths`, `.unknownCode`.
  init(_ tested: ComparedClassifier, groups grouping: Grouping) throws {
    let all = try GroupTables(truth: tested.truth, predicted: tested.predicted, groups: grouping)
    let known = grouping.codes.indices.filter { grouping.codes[$0] != nil }
    truth = tested.truth.gathering(known)
    predicted = known.map { tested.predicted[$0] }
    groups = Grouping(
      known.map { row in grouping.codes[row].map { grouping.names[$0] } }, order: all.groups.map(\.name))
    subjects = tested.subjects?.gathering(known)
    repeatedRows = tested.repeatedRows.map { rows in known.map { rows[$0] } }
    unknownRows = tested.truth.count - known.count
    tables = all.groups.map(\.table)
    overall = all.overall
    rowFactor = tested.rowFactor
    foldFactor = tested.foldFactor
  }

  var names: [String] { groups.names }

  /// Of each group, each counting once however often folds repeat.
  var rowCounts: [Int] {
    guard let repeatedRows else { return tables.map(\.total) }
    return counts(of: repeatedRows)
  }

  /// nil where no subject is known.
  var subjectCounts: [Int]? { subjects.map { counts(of: $0.unitOfRow.unitOfRow) } }

  private func counts(of units: [Int]) -> [Int] {
    var members = [Set<Int>](repeating: [], count: names.count)
    for (row, group) in groups.codes.enumerated() { if let group { members[group].insert(units[row]) } }
    return members.map(\.count)
  }
}

extension Grouping {
  /// Names in a given order, which holds them all.
  fileprivate init(_ nameOfRow: [String?], order names: [String]) {
    let codeOfName = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    self.init(unchecked: names, nameOfRow.map { $0.flatMap { codeOfName[$0] } })
  }
}
