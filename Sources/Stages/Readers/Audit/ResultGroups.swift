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
  /// What is to be said of test rows of no known group.
  private let found: RowGroups
  /// Without subjects where the groups are subjects: each is then a sample of that person's rows.
  let tested: ComparedClassifier
  /// Whether a group is one person.
  let areSubjects: Bool
  /// Whether a group is one class.
  let areClasses: Bool

  /// More groups than these are refused; of subjects there may be more.
  static func mostGroups(areSubjects: Bool) -> Int { areSubjects ? 2000 : 99 }

  /// - Throws: `AuditError`, `GroupsError.missing`, `SamplesError.noAttribute`, `EvaluationError`.
  init(_ result: EvaluationResult, by names: [String], missing: MissingGroups = .stop) throws {
    found = try RowGroups(
      result.outcomes.map(\.test), by: names, missing, of: .tested, numbers: result.outcomes.flatMap(\.split.test))
    groupings = found.each
    self.names = names
    areSubjects = found.roles.contains(.subject)
    areClasses = found.roles.contains(.label)
    crossed = found.crossed
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

  /// How many test rows have no known group, and what became of them.
  /// - Parameter fate: of those that are of no group: "take no part".
  func missingNote(skipped fate: String) -> [String] {
    found.missingRows > 0
      ? [
        "\(grouped(found.missingRows)) of \(grouped(found.rowCount)) test rows have no \(found.unknownText) and "
          + found.fate(skipped: fate)
      ] : []
  }

  /// Other rows by the same names, with the same fate of rows of no known group.
  func regrouped(_ metadata: RowMetadata) throws -> Grouping {
    try RowGroups([metadata], by: names, found.missing == .stop ? .skip : found.missing, of: .all).crossed
  }

  /// Classes that other groups have a test row of, and one that is compared has not.
  func lacking() throws -> [LackingClass] {
    try ClassCoverage(of: tested, groups: crossed).lacking.flatMap { lacking in
      lacking.classes.map { LackingClass(group: lacking.group, name: $0) }
    }
  }

  /// Whether a metric is the same thing of every group: nothing that is taken over classes, or over the same ones. Where each
  /// group is a class, what is taken over recalls is the recall of that class.
  func canCompare(by metric: Metric, lacking: [LackingClass]) -> Bool {
    metric.classAverage == .none || lacking.isEmpty || areClasses && metric.classAverage == .recalls
  }

  /// - Throws: `GroupsError.differentAverages` where groups cannot be compared by a metric, unless they are to be.
  func requireSameClasses(for metric: Metric, _ absent: AbsentClasses) throws {
    guard absent == .stop, metric.classAverage != .none else { return }
    let lacking = try lacking()
    guard canCompare(by: metric, lacking: lacking) else {
      throw GroupsError.differentAverages(metric: metric.title, lacking, by: names.joined(separator: " and "))
    }
  }
}
