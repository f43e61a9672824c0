import Basics
import Diagnostics
import Evaluation
import Numerics
import Plans

/// A sweep's table with the gap of every combination beside its scores.
struct AuditedSweep {
  /// What is asked of each combination.
  struct Question {
    let names: [String]
    let metric: Metric
    let missing: MissingGroups
    let absent: AbsentClasses
  }

  let table: Table

  /// A combination that cannot be audited has no values, and a note says why; where none can be, that is an error.
  /// - Throws: `StageError.noPlans` where no row knows its plan; what auditing the first throws where none can be audited.
  init(_ sweep: Table, _ question: Question, _ context: ReaderContext) throws {
    guard sweep.rows.contains(where: { $0.plan?.modelIndex != nil }) else { throw StageError.noPlans(reader: "audit") }
    let failures = sweep.columns.firstIndex(of: "error")
    var table = sweep
    table.columns = Self.columns(from: sweep.columns, by: question.names) ?? []
    var (audited, refused) = (0, [any ExplainableError]())
    var lacking: Set<LackingClass> = []
    table.rows = try sweep.rows.map { row in
      var row = row
      let hasFailed = failures.map { $0 < row.cells.count && row.cells[$0] != .missing } ?? false
      var cells: [Scalar] = [.missing, .missing, .missing]
      if let plan = row.plan, plan.modelIndex != nil, !hasFailed {
        let result = try context.evaluated(plan)
        do {
          cells = try Self.cells(result, question, &lacking, context.stage.execution)
          audited += 1
        } catch let error as any ExplainableError { refused.append(error) }
      }
      row.cells += cells
      return row
    }
    if audited == 0, let first = refused.first { throw first }
    table.notes += Self.notes(question, refused, among: audited + refused.count, lacking)
    self.table = table
  }

  private static func notes(
    _ question: Question, _ refused: [any ExplainableError], among count: Int, _ lacking: Set<LackingClass>
  ) -> [String] {
    let by = question.names.joined(separator: " · ")
    var notes = [
      "gap: between the best and the worst group by \(by) in \(question.metric.title), of all test rows together, with its "
        + "interval and p corrected for pairs of groups, not for combinations; worst recall: the least UAR of a group"
    ]
    if let first = refused.first {
      notes.append("\(grouped(refused.count)) of \(grouped(count)) combinations cannot be audited: \(first.problem)")
    }
    if !lacking.isEmpty {
      let pairs = listedGroups(lacking.map(\.text).sorted())
      notes.append(
        question.absent == .keep
          ? "UAR of a group that lacks a class is taken over other classes than elsewhere: \(pairs)"
          : "no worst recall where a group lacks a class, since its UAR would be taken over other classes (`absent=keep` tells "
            + "it): \(pairs)")
    }
    return notes
  }

  /// Those of the sweep, then the audit's.
  static func columns(from columns: [String], by names: [String]) -> [String]? {
    let suffix = names.joined(separator: "_")
    return columns + ["gap_\(suffix)", "worst_\(suffix)", "worst_\(suffix)_recall"]
  }

  private static func cells(
    _ result: EvaluationResult, _ question: Question, _ lacking: inout Set<LackingClass>, _ context: ExecutionContext
  ) throws -> [Scalar] {
    let groups = try ResultGroups(result, by: question.names, missing: question.missing)
    try groups.requireSameClasses(for: question.metric, question.absent)
    let gap = try AttributeGaps(
      question.metric, of: groups.tested, attributes: [(groups.title, groups.crossed)], context: context
    ).attributes[0].gap
    let recalls = try GroupValues.of([.uar], groups.tested, groups: groups.crossed, context: context)[0]
    let without = try groups.lacking()
    let isTold = question.absent == .keep || groups.canCompare(by: .uar, lacking: without)
    if !groups.canCompare(by: .uar, lacking: without) { lacking.formUnion(without) }
    let estimate = gap.map {
      Estimate($0.value, lower: $0.bounds?.lowerBound, upper: $0.bounds?.upperBound, probability: $0.probability)
    }
    return [
      estimate.map { .estimate($0) } ?? .missing, (gap?.worst).map { .text($0) } ?? .missing,
      (isTold ? recalls.worst(isHigherBetter: true) : nil).map { .number($0) } ?? .missing,
    ]
  }
}
