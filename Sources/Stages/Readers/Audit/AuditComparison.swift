import Evaluation
import Numerics
import Plans

/// Several results on the same test rows: the gap of each, and what each changes beside the first, paired.
struct AuditComparison {
  let document: Document

  /// - Throws: `StageError.differentTestRows`; as `AuditReport`.
  init(
    _ values: [PlanValue], _ results: [EvaluationResult], by names: [String], metric: Metric, missing: MissingGroups,
    absent: AbsentClasses, _ context: ReaderContext
  ) throws {
    guard results.allSatisfy({ $0.testName == results[0].testName }) else { throw StageError.differentTestRows }
    let execution = context.stage.execution
    let titles = Self.titles(values)
    let groups = try results.map { try ResultGroups($0, by: names, missing: missing) }
    for groups in groups { try groups.requireSameClasses(for: metric, absent) }
    let audits = try groups.map {
      try GroupAudit(metric, of: $0.tested, attributes: $0.groupings, context: execution)
    }
    let metrics = [metric] + Metric.headline.filter { $0.name != metric.name }
    let scores = try results.map { result in
      try ScoreInterval.intervals(of: metrics, for: ComparedClassifier(result), context: execution)
    }
    let gaps = Table(
      columns: ["result", "gap", "p", "worst", "shrunken gap"],
      rows: zip(titles, audits).map { title, audit in
        .init([
          .text(title), Self.estimate(audit.gap?.value, audit.gap?.bounds), audit.gap.probabilityCell,
          audit.gap.map { .text($0.worst) } ?? .missing, Self.estimate(audit.shrunkenGap, audit.shrunkenGapBounds),
        ])
      }, notes: audits.compactMap(\.gap?.boundNote).prefix(1).map { $0 })
    let ofAllRows = Table(
      columns: ["all rows"] + metrics.map(\.name),
      rows: zip(titles, scores).map { title, scores in
        .init([.text(title)] + scores.map { Self.estimate($0.estimate, $0.bounds) })
      })
    var blocks: [Document.Block] =
      zip(titles, results).map { .text("\($0): \($1.plan.text)") } + [.text("evaluation: \(results[0].evaluation)")]
    var fields: [(name: String, value: Scalar)] = []
    let changes = try Self.changes(groups, audits, metric, titles, execution)
    let costs = try Self.costs(results, metric, titles, execution)
    blocks += (changes + costs).map { .text($0.text) } + [.table(gaps), .table(ofAllRows)]
    for (title, audit) in zip(titles, audits) { fields.append(("\(title)_gap", Self.number(audit.gap?.value))) }
    fields += (changes + costs).flatMap(\.fields)
    document = Document(
      kind: "audits", blocks: blocks, synthetic: results[0].provenance.synthetic, fields: fields,
      notes: [
        "change: of the difference between the two groups that are furthest apart in \(titles[0]); each subject, or "
          + "row, is left out of both results at once"
      ] + groups[0].missingNote(skipped: "take no part")
        + results.flatMap(\.notes).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } },
      provenance: [ProvenanceLine(.evaluation, results[0].evaluation), results[0].provenance.dataLine])
  }

  private static func titles(_ values: [PlanValue]) -> [String] {
    let names = values.compactMap(\.name)
    let areNamed = names.count == values.count && Set(names).count == names.count
    return areNamed ? names : values.count == 2 ? ["first", "second"] : values.indices.map { "\($0 + 1)" }
  }

  private typealias Finding = (text: String, fields: [(name: String, value: Scalar)])

  /// What each does to the score of all rows, beside the first, paired.
  private static func costs(
    _ results: [EvaluationResult], _ metric: Metric, _ titles: [String], _ context: ExecutionContext
  ) throws -> [Finding] {
    let tested = try ComparedClassifier.several(results)
    return try tested.indices.dropFirst().map { index in
      let found = try ScoreDifference.between(tested[0], tested[index], by: [metric], context: context)[0]
      let verdict =
        switch found.verdict {
        case .better: "which is a gain"
        case .worse: "which is what it costs"
        case .notTold: "which luck alone could bring"
        case .unknown: "which cannot be judged"
        }
      let probability = found.probability.map { ", \(auditProbability($0))" } ?? ""
      let prefix = titles.count == 2 ? "cost" : "\(titles[index])_cost"
      return (
        "\(metric.title) of all rows: \(auditText(tested[0].value(of: metric))) in \(titles[0]), "
          + "\(auditText(tested[index].value(of: metric))) in \(titles[index]); change "
          + "\(auditText(found.value, found.bounds))\(probability), \(verdict).",
        [
          (prefix, .number(found.value)), ("\(prefix)_low", number(found.bounds?.lowerBound)),
          ("\(prefix)_high", number(found.bounds?.upperBound)), ("\(prefix)_p", number(found.probability)),
        ]
      )
    }
  }

  private static func changes(
    _ groups: [ResultGroups], _ audits: [GroupAudit], _ metric: Metric, _ titles: [String], _ context: ExecutionContext
  ) throws -> [Finding] {
    guard let gap = audits[0].gap else {
      return [("No gap can be judged: fewer than two groups have rows enough.", [])]
    }
    return try groups.indices.dropFirst().map { index in
      let found = try GapChange(
        metric, from: groups[0].tested, to: groups[index].tested, groups: groups[0].crossed, better: gap.best,
        worse: gap.worst, context: context)
      let verdict =
        switch found.probability {
        case nil: "which one person in a group cannot judge"
        case let p? where p < ScoreDifference.significance:
          abs(found.after) < abs(found.before) ? "so the gap is smaller" : "so the gap is not smaller: it is another"
        default: "which luck alone could bring"
        }
      let probability = found.probability.map { ", \(auditProbability($0))" } ?? ""
      let text =
        "\(metric.title) of \(gap.best) less that of \(gap.worst): \(auditText(found.before)) in \(titles[0]), "
        + "\(auditText(found.after)) in \(titles[index]); change \(auditText(found.change, found.bounds))\(probability), "
        + "\(verdict)."
      let prefix = titles.count == 2 ? "change" : "\(titles[index])_change"
      return (
        text,
        [
          (prefix, .number(found.change)), ("\(prefix)_low", number(found.bounds?.lowerBound)),
          ("\(prefix)_high", number(found.bounds?.upperBound)), ("\(prefix)_p", number(found.probability)),
        ]
      )
    }
  }

  private static func estimate(_ value: Double?, _ bounds: ClosedRange<Double>?) -> Scalar {
    value.map { .estimate(Estimate($0, lower: bounds?.lowerBound, upper: bounds?.upperBound)) } ?? .missing
  }

  private static func number(_ value: Double?) -> Scalar { value.map { .number($0) } ?? .missing }
}
