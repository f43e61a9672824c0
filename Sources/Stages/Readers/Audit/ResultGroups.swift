import Basics
import Evaluation
import Numerics
import Plans
import Samples

/// The test rows of a result with the group of each, by one attribute or several.
struct ResultGroups {
  /// As they were asked for.
  let names: [String]
  /// Of each attribute, fold after fold.
  let groupings: [Grouping]
  let crossed: Grouping
  /// Without subjects where the groups are subjects: each is then a sample of that person's rows.
  let tested: ComparedClassifier
  /// Whether a group is one person.
  let areSubjects: Bool
  /// Whether a group is one class.
  let areClasses: Bool

  /// More groups than these are refused; of subjects there may be more.
  static func mostGroups(areSubjects: Bool) -> Int { areSubjects ? 2000 : 99 }

  /// - Throws: `AuditError`, `SamplesError.noAttribute`, `EvaluationError`.
  init(_ result: EvaluationResult, by names: [String]) throws {
    guard !names.isEmpty else { throw AuditError.noAttributes }
    if let twice = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
      throw AuditError.namedTwice(names[twice])
    }
    var roles: [MetadataColumn.Role] = []
    groupings = try names.map { name in
      let columns = try result.outcomes.map { try $0.test.groupColumn(named: name) }
      if let first = columns.first { roles.append(first.role) }
      return Grouping(columns.flatMap(\.texts))
    }
    self.names = names
    areSubjects = roles.contains(.subject)
    areClasses = roles.contains(.label)
    crossed = try Grouping.crossed(groupings)
    let by = names.joined(separator: " and ")
    let limit = Self.mostGroups(areSubjects: areSubjects)
    guard crossed.names.count <= limit else {
      throw AuditError.tooManyGroups(count: crossed.names.count, by: by, limit: limit)
    }
    if crossed.names.count == 1, let only = crossed.names.first { throw AuditError.oneGroup(name: only, by: by) }
    let tested = try ComparedClassifier(result)
    self.tested =
      areSubjects
      ? ComparedClassifier(
        truth: tested.truth, predicted: tested.predicted, subjects: nil, folds: tested.folds, isPooled: tested.isPooled,
        rowNumbers: tested.rowNumbers)
      : tested
  }

  /// "sex · age"
  var title: String { names.joined(separator: " · ") }
}
