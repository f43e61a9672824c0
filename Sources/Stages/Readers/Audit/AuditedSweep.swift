import Evaluation
import Numerics
import Plans

/// A sweep's table with the gap of every combination beside its scores.
struct AuditedSweep {
  let table: Table

  /// - Throws: `StageError.noPlans` where no row knows its plan; what auditing any of them throws.
  init(_ sweep: Table, by names: [String], metric: Metric, _ context: ReaderContext) throws {
    guard sweep.rows.contains(where: { $0.plan?.modelIndex != nil }) else { throw StageError.noPlans(reader: "audit") }
    let failures = sweep.columns.firstIndex(of: "error")
    var table = sweep
    table.columns = Self.columns(from: sweep.columns, by: names) ?? []
    table.rows = try sweep.rows.map { row in
      var row = row
      let hasFailed = failures.map { $0 < row.cells.count && row.cells[$0] != .missing } ?? false
      if let plan = row.plan, plan.modelIndex != nil, !hasFailed {
        row.cells += try Self.cells(try context.evaluated(plan), names, metric, context.stage.execution)
      } else {
        row.cells += [.missing, .missing, .missing]
      }
      return row
    }
    let by = names.joined(separator: " · ")
    table.notes.append(
      "gap: between the best and the worst group by \(by) in \(metric.title), of all test rows together, with its interval "
        + "and p corrected for pairs of groups, not for combinations; worst recall: the least UAR of a group")
    self.table = table
  }

  /// Those of the sweep, then the audit's.
  static func columns(from columns: [String], by names: [String]) -> [String]? {
    let suffix = names.joined(separator: "_")
    return columns + ["gap_\(suffix)", "worst_\(suffix)", "worst_\(suffix)_recall"]
  }

  private static func cells(
    _ result: EvaluationResult, _ names: [String], _ metric: Metric, _ context: ExecutionContext
  ) throws -> [Scalar] {
    let groups = try ResultGroups(result, by: names)
    let gap = try AttributeGaps(
      metric, of: groups.tested, attributes: [(groups.title, groups.crossed)], context: context
    ).attributes[0].gap
    let recalls = try GroupValues.of([.uar], groups.tested, groups: groups.crossed, context: context)[0]
    let estimate = gap.map {
      Estimate($0.value, lower: $0.bounds?.lowerBound, upper: $0.bounds?.upperBound, probability: $0.probability)
    }
    return [
      estimate.map { .estimate($0) } ?? .missing, (gap?.worst).map { .text($0) } ?? .missing,
      recalls.worst(isHigherBetter: true).map { .number($0) } ?? .missing,
    ]
  }
}
