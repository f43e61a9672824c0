import Basics
import Evaluation
import Numerics
import Plans
import Samples

/// For whom a result is worse, with everything that has to be read beside it.
struct AuditReport: Payload {
  static let kind = ValueKinds(value: "an audit")

  let groups: ResultGroups
  let metric: Metric
  let audit: GroupAudit
  /// Each attribute by itself, where there are several.
  let attributes: AttributeGaps?
  /// Beside the one that is audited.
  let otherValues: [GroupValues]
  /// Classes that a group which is compared has no test row of, and whether its values are told all the same.
  let lacking: [LackingClass]
  let absent: AbsentClasses
  /// Neither where a group is a class.
  let parities: ParityAudit?
  let recalls: GroupRates?
  let classFairness: [(metric: Metric, interval: ScoreInterval)]
  /// nil where the model says nothing of probabilities, or they cannot be worked out again.
  let calibration: GroupCalibration?
  let planText: String
  let synthetic: String?
  let notes: [String]
  let provenance: [ProvenanceLine]

  /// What is fair between classes, whatever the groups.
  private static let classMetrics: [Metric] = [.worstRecall, .recallGap, .recallGini, .gmean]

  /// - Throws: `EvaluationError`, `Interrupted`; what the plan's stages throw where they run again.
  init(
    _ result: EvaluationResult, _ groups: ResultGroups, metric: Metric, absent: AbsentClasses, _ context: ReaderContext
  ) throws {
    try groups.requireSameClasses(for: metric, absent)
    let execution = context.stage.execution
    let tested = groups.tested
    lacking = try groups.lacking()
    self.absent = absent
    self.groups = groups
    self.metric = metric
    audit = try GroupAudit(metric, of: tested, attributes: groups.groupings, context: execution)
    attributes =
      groups.names.count > 1
      ? try AttributeGaps(
        metric, of: tested, attributes: zip(groups.names, groups.groupings).map { ($0, $1) }, context: execution) : nil
    otherValues = try GroupValues.of(
      Metric.headline.filter { $0.name != metric.name }, tested, groups: groups.crossed, context: execution)
    let isFew = audit.groups.count <= 30
    parities =
      groups.areClasses || !isFew ? nil : try ParityAudit(of: tested, groups: groups.crossed, context: execution)
    recalls =
      groups.areClasses
      ? nil : try GroupRates(truth: tested.truth, predicted: tested.predicted, groups: groups.crossed)
    classFairness = zip(
      Self.classMetrics, try ScoreInterval.intervals(of: Self.classMetrics, for: tested, context: execution)
    ).map { ($0, $1) }
    let probabilities = try PredictionsStage.probabilities(of: result, context).map { parts in
      Matrix(
        rows: parts.reduce(0) { $0 + $1.rows }, columns: result.classNames.count, storage: parts.flatMap(\.storage))
    }
    calibration = try probabilities.map { try GroupCalibration($0, of: tested, groups: groups.crossed) }
    planText = result.plan.text
    synthetic = result.provenance.synthetic
    provenance = result.provenanceLines
    notes = try AuditNotes(
      result, groups, audit, recalls, metric,
      otherClasses: Self.otherClassesNote([metric.name] + otherValues.map(\.metric), groups, lacking, absent),
      context
    ).texts
  }

  /// Which values are over other classes in one group than in another, and left out of the tables unless they are to be told.
  private static func otherClassesNote(
    _ metrics: [String], _ groups: ResultGroups, _ lacking: [LackingClass], _ absent: AbsentClasses
  ) throws -> [String] {
    let over = try metrics.map { try Metric.named($0) }.filter { !groups.canCompare(by: $0, lacking: lacking) }
    guard !over.isEmpty else { return [] }
    let count = Set(lacking.map(\.group)).count
    let titles = over.map(\.title).joined(separator: " and ")
    let which = "\(grouped(count)) group\(count == 1 ? " that lacks" : "s that lack") a class"
    return [
      absent == .keep
        ? "\(titles) of \(which) \(over.count == 1 ? "is" : "are") taken over other classes than elsewhere"
        : "no \(titles) of \(which), since it would be taken over other classes than elsewhere; `absent=keep` tells it"
    ]
  }

  /// Whether a value of a group may stand beside those of others.
  func isComparable(_ metric: String, in group: String) -> Bool {
    guard absent == .stop, let metric = try? Metric.named(metric) else { return true }
    return groups.canCompare(by: metric, lacking: lacking.filter { $0.group == group })
  }

  /// The least gap that would be found in four of five tests like this; nil where even the greatest that the metric can
  /// have would be missed more often, which is said in words.
  var detectableGap: Double? { detectableGap(of: audit.gap) }

  /// The same of another gap in the metric.
  func detectableGap(of gap: GroupAudit.Gap?) -> Double? {
    gap?.smallestDetectable.flatMap { size in
      size < metric.range.upperBound - metric.range.lowerBound ? size : nil
    }
  }

  var valueKind: ValueKinds { Self.kind }

  var summary: String {
    guard let gap = audit.gap else { return "audit by \(groups.title): no gap to judge" }
    return "\(metric.title) by \(groups.title): gap \(auditText(gap.value)), worst \(gap.worst)"
  }

  /// Named as the members of JSON are.
  var fields: [(name: String, value: Scalar)] {
    let gap = audit.gap
    let sizes: [(String, Double?)] = [
      ("gap", gap?.value), ("gap_low", gap?.bounds?.lowerBound), ("gap_high", gap?.bounds?.upperBound),
    ]
    let sureness: [(String, Scalar)] = [
      ("p", gap.probabilityCell), ("p_is_bound", .boolean(gap?.isProbabilityBound ?? false)),
    ]
    let numbers: [(String, Double?)] = [
      ("smallest_detectable_gap", detectableGap), ("ratio", gap?.ratio),
      ("shrunken_gap", audit.shrunkenGap), ("shrunken_gap_low", audit.shrunkenGapBounds?.lowerBound),
      ("shrunken_gap_high", audit.shrunkenGapBounds?.upperBound), ("overall", audit.overall),
      ("unknown_rows", Double(audit.unknownRows)),
    ]
    let words: [(String, String?)] = [
      ("by", groups.names.joined(separator: ", ")), ("metric", metric.name), ("worst", gap?.worst), ("best", gap?.best),
    ]
    let criteria = (parities?.findings ?? []).flatMap { finding in
      [
        ("\(finding.criterion.name)_difference", Scalar.number(finding.difference)),
        ("\(finding.criterion.name)_mean_difference", .number(finding.meanDifference)),
        ("\(finding.criterion.name)_ratio", .number(finding.ratio)),
      ]
    }
    return words.map { ($0, $1.map { .text($0) } ?? .missing) }
      + sizes.map { ($0, $1.map { .number($0) } ?? .missing) } + sureness
      + numbers.map { ($0, $1.map { .number($0) } ?? .missing) }
      + criteria + classFairness.map { ($0.metric.name, .number($0.interval.estimate)) }
  }

  func jsonMembers(program: String) -> [JSONValue.Member] {
    [
      .init(name: "kind", value: .string("audit")), .init(name: "plan", value: .string(planText)),
      .init(name: "by", value: .strings(groups.names)),
      .init(name: "groups", value: .array(audit.groups.map(\.json))),
    ] + fields.filter { $0.name != "by" }.map { .init(name: $0.name, value: $0.value.json) }
      + [
        .init(name: "tables", value: .array(tables.dropFirst().map { .object($0.jsonMembers) })),
        .init(name: "synthetic", value: .string(synthetic)), .init(name: "notes", value: .strings(notes)),
        .init(name: "provenance", value: .strings(provenance.map(\.text))),
      ]
  }
}

extension GroupAudit.Group {
  fileprivate var json: JSONValue {
    func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    return .object([
      "name": .string(name), "rows": .integer(rows), "subjects": subjects.map { .integer($0) } ?? .null,
      "value": .number(value), "low": number(bounds?.lowerBound), "high": number(bounds?.upperBound),
      "shrunken": .number(shrunken), "shrunken_low": number(shrunkenBounds?.lowerBound),
      "shrunken_high": number(shrunkenBounds?.upperBound), "is_compared": .boolean(!isSmall),
    ])
  }
}

/// A score as a person reads it.
func auditText(_ value: Double) -> String { NumberFormat.decimal(value, digits: 3, missing: "–") }

/// "0.41 [0.30, 0.52]"
func auditText(_ value: Double, _ bounds: ClosedRange<Double>?) -> String {
  auditText(value) + (bounds.map { " [\(auditText($0.lowerBound)), \(auditText($0.upperBound))]" } ?? "")
}

/// A probability in words.
func auditProbability(_ value: Double) -> String {
  value < 0.0001 ? "p < 0.0001" : "p = \(NumberFormat.significant(value, digits: 2))"
}

extension GroupAudit.Gap {
  /// In words; nil where it cannot be judged.
  var probabilityText: String? {
    probability.map { isProbabilityBound ? "p < \(NumberFormat.roundedUp($0))" : auditProbability($0) }
  }

  /// Why no smaller probability is told, where it is only known to be smaller.
  var boundNote: String? {
    guard let text = probabilityText, isProbabilityBound, let leastProbability else { return nil }
    let draws = grouped(Int((1 / leastProbability).rounded()) - 1)
    return
      "\(text): groups without a gap showed none like this in \(draws) draws, and how much rarer it is they cannot tell"
  }
}

extension GroupAudit.Gap? {
  /// As a cell of a table.
  var probabilityCell: Scalar {
    guard let gap = self, let probability = gap.probability else { return .missing }
    return gap.isProbabilityBound ? .estimate(Estimate(below: probability)) : .number(probability)
  }
}
