import Evaluation
import Numerics
import Plans

/// An audit as something to read: what it says in plain words, then the numbers.
extension AuditReport {
  var document: Document {
    var blocks: [Document.Block] = sentences.map { .text($0) } + [.table(groupTable)]
    if let gapTable { blocks.append(.table(gapTable)) }
    blocks.append(.custom(PagePicture(picture: groupChart.bare)))
    blocks += section("each attribute by itself", attributeTable) + section("other metrics", otherTable)
    blocks += section("parity: each class against the rest", parityTable)
    blocks += section("recall of each class by group", recallTable) + section("between the classes", classTable)
    blocks += section("calibration by group", calibrationTable)
    return Document(
      kind: "audit", blocks: blocks, synthetic: synthetic, fields: fields, notes: notes, provenance: provenance)
  }

  private func section(_ title: String, _ table: Table?) -> [Document.Block] {
    table.map { [.heading(title), .table($0)] } ?? []
  }

  // MARK: Words

  var sentences: [String] {
    guard let gap = audit.gap else {
      return ["No gap can be judged: fewer than two groups by \(groups.title) have \(GroupAudit.fewRows) test rows."]
    }
    let (best, worst) = (value(of: gap.best), value(of: gap.worst))
    let pair = "\(gap.worst) \(auditText(worst)), \(gap.best) \(auditText(best))"
    guard let probability = gap.probabilityText else {
      return [
        "The greatest gap in \(metric.title) by \(groups.title) is \(auditText(gap.value)) (\(pair)), and cannot be judged: "
          + "a group that is one person tells nothing about others."
      ]
    }
    let test = "\(probability)\(family(gap))"
    guard gap.isDistinguishable else {
      return [
        "No gap in \(metric.title) was found by \(groups.title): the greatest is \(auditText(gap.value, gap.bounds)) (\(pair)), "
          + "\(test), which luck alone could bring."
      ] + detectable(gap)
    }
    if gap.isWidestTold {
      return [
        "By \(groups.title), \(gap.worst) is recognised worst: \(metric.title) \(auditText(worst)), and \(auditText(best)) for "
          + "\(gap.best). The gap is \(auditText(gap.value, gap.bounds)), \(test): hard to put down to luck."
      ]
    }
    let surest = gap.surest.map { "\($0[1]) is worse than \($0[0])" } ?? "two groups differ"
    return [
      "By \(groups.title) there is a gap in \(metric.title): \(surest), \(test). The widest, \(auditText(gap.value)) (\(pair)), "
        + "cannot be told from luck by itself, as these groups are small."
    ]
  }

  private func value(of name: String) -> Double { audit.groups.first { $0.name == name }?.value ?? .nan }

  private func family(_ gap: GroupAudit.Gap) -> String {
    gap.comparisons > 1 ? ", all \(gap.comparisons) pairs taken together" : ""
  }

  private func detectable(_ gap: GroupAudit.Gap) -> [String] {
    guard let size = gap.smallestDetectable else { return [] }
    return [
      detectableGap != nil
        ? "These data would have shown a gap of \(auditText(size)) in four of five such tests; a smaller one is not ruled out."
        : "These data are too few to show any gap: even the greatest possible would be missed in more than one test of five."
    ]
  }

  // MARK: Tables

  /// The main one.
  var groupTable: Table {
    let knowsSubjects = audit.groups.contains { $0.subjects != nil }
    let hasSmall = audit.groups.contains(where: \.isSmall)
    let rows = audit.groups.map { group in
      Table.Row(
        [.text(group.name), .number(Double(group.rows))] + (knowsSubjects ? [count(group.subjects)] : [])
          + [estimate(group.value, group.bounds), estimate(group.shrunken, group.shrunkenBounds)]
          + (hasSmall ? [.text(group.isSmall ? "too few to compare" : "")] : []), isFaint: group.isSmall)
    }
    return Table(
      columns: [groups.title, "rows"] + (knowsSubjects ? ["subjects"] : []) + [metric.name, "shrunken"]
        + (hasSmall ? ["remark"] : []), rows: rows,
      notes: [
        "in brackets 95% intervals; shrunken: drawn towards what \(expectation) make one expect, for small groups"
      ])
  }

  private var expectation: String { groups.names.count > 1 ? "the attributes together" : "all groups together" }

  private var gapTable: Table? {
    guard let gap = audit.gap else { return nil }
    func row(
      _ name: String, _ value: Double?, _ bounds: ClosedRange<Double>?, _ probability: Scalar = .missing
    ) -> Table.Row {
      .init([.text(name)] + [value, bounds?.lowerBound, bounds?.upperBound].map(Self.number) + [probability])
    }
    return Table(
      columns: ["between groups", "value", "low", "high", "p"],
      rows: [
        row("greatest gap", gap.value, gap.bounds, audit.gap.probabilityCell),
        row("greatest gap, shrunken", audit.shrunkenGap, audit.shrunkenGapBounds),
        row("ratio of worst to best", gap.ratio, nil),
        row("smallest detectable gap", detectableGap, nil),
      ], notes: [gap.boundNote].compactMap { $0 })
  }

  private var attributeTable: Table? {
    attributes.map { gaps in
      Table(
        columns: ["attribute", "groups", "gap", "p (Holm)", "worst", "best", "smallest detectable"],
        rows: gaps.attributes.map { attribute in
          let gap = attribute.gap
          return .init([
            .text(attribute.name), .number(Double(attribute.groups)),
            gap.map { estimate($0.value, $0.bounds) } ?? .missing, Self.number(gap?.probability), Self.text(gap?.worst),
            Self.text(gap?.best), Self.number(detectableGap(of: gap)),
          ])
        },
        notes: [
          "corrected for all pairs of all attributes, so that these intervals hold the gap more often than 95 times of 100"
        ])
    }
  }

  private var otherTable: Table? {
    guard let first = otherValues.first else { return nil }
    let rows = first.names.indices.map { group in
      Table.Row(
        [.text(first.names[group])]
          + otherValues.map {
            isComparable($0.metric, in: first.names[group]) ? estimate($0.values[group], $0.bounds[group]) : .missing
          },
        isFaint: smallGroups.contains(first.names[group]))
    }
    return Table(
      columns: [groups.title] + otherValues.map(\.metric),
      rows: rows + [.init([.text("all")] + otherValues.map { .number($0.overall) })])
  }

  private var parityTable: Table? {
    guard let findings = parities?.findings, !findings.isEmpty else { return nil }
    return Table(
      columns: ["criterion", "mean", "worst", "class", "highest", "lowest", "ratio", "p"],
      rows: findings.map { finding in
        .init([
          .text(finding.criterion.rawValue), .number(finding.meanDifference),
          estimate(finding.difference, finding.bounds), .text(finding.worstClass), .text(finding.highest),
          .text(finding.lowest), .number(finding.ratio), Self.number(finding.probability),
        ])
      },
      notes: [
        "difference of a rate between groups, on average over the classes and in the worst; p: corrected for all classes and pairs",
        "rates of fewer than \(ParityAudit.fewest) rows take no part; 0 is equal, as is a ratio of 1",
      ])
  }

  private var recallTable: Table? {
    guard let recalls, let first = recalls.classes.first else { return nil }
    let names = first.groups.map(\.group)
    return Table(
      columns: [groups.title] + recalls.classes.map(\.name),
      rows: names.indices.map { group in
        .init(
          [.text(names[group])] + recalls.classes.map { Self.number($0.groups[group].truePositive) },
          isFaint: smallGroups.contains(names[group]))
      })
  }

  private var classTable: Table? {
    Table(
      columns: ["metric", "value", "low", "high"],
      rows: classFairness.map { metric, interval in
        .init([
          .text(metric.title), .number(interval.estimate), Self.number(interval.lower), Self.number(interval.upper),
        ])
      })
  }

  private var calibrationTable: Table? {
    calibration.map { calibration in
      Table(
        columns: [groups.title, "rows", "confidence", "accuracy", "too sure by", "calibration error", "Brier"],
        rows: calibration.groups.map { group in
          .init(
            [
              .text(group.name), .number(Double(group.rows)), .number(group.confidence), .number(group.accuracy),
              estimate(group.overconfidence, group.bounds), .number(group.calibrationError), .number(group.brier),
            ], isFaint: smallGroups.contains(group.name))
        }, notes: ["calibration error: over ten bins; of few rows it is large by chance alone"])
    }
  }

  /// Those that are grey wherever they stand.
  private var smallGroups: Set<String> { Set(audit.groups.filter(\.isSmall).map(\.name)) }

  // MARK: Cells

  private func estimate(_ value: Double, _ bounds: ClosedRange<Double>?) -> Scalar {
    .estimate(Estimate(value, lower: bounds?.lowerBound, upper: bounds?.upperBound))
  }

  private func count(_ number: Int?) -> Scalar { number.map { .number(Double($0)) } ?? .missing }

  private static func number(_ value: Double?) -> Scalar { value.map { .number($0) } ?? .missing }

  private static func text(_ value: String?) -> Scalar { value.map { .text($0) } ?? .missing }
}
