import Numerics

/// A metric of every group without one subject, or one row, at a time.
struct GroupSpreads {
  private let units: LeaveOneOut
  private let rows: LeaveOneOut
  private let isBySubject: Bool
  private let tables: [ConfusionMatrix]
  /// How many subjects each group has; nil where none is known.
  let subjectCounts: [Int]?

  init(
    _ metric: Metric, truth: Labels, predicted: [Int], groups: Grouping, subjects: Grouping?,
    context: ExecutionContext
  ) throws {
    let known = subjects.flatMap { $0.unknownCount < $0.count ? $0 : nil }
    func leftOut(_ unitOfRow: [Int]?) throws -> LeaveOneOut {
      try LeaveOneOut(
        truth: truth, predicted: predicted, groups: groups, unitOfRow: unitOfRow, context: context,
        scores: { tables in tables.map { $0.total > 0 ? metric.value($0) : .nan } })
    }
    rows = try leftOut(nil)
    units = try known.map { try leftOut($0.unitOfRow.unitOfRow) } ?? rows
    isBySubject = known != nil
    tables = try GroupTables(truth: truth, predicted: predicted, groups: groups).groups.map(\.table)
    let unitOfRow = known?.unitOfRow.unitOfRow
    subjectCounts = unitOfRow.map { unitOfRow in
      var members = [Set<Int>](repeating: [], count: groups.names.count)
      for (row, group) in groups.codes.enumerated() { if let group { members[group].insert(unitOfRow[row]) } }
      return members.map(\.count)
    }
  }

  private func count(of group: Int) -> Int { subjectCounts?[group] ?? tables[group].total }

  /// The spread of a score that only units of some groups move; nil where one of them is all there is.
  private func spread(_ leftOut: LeaveOneOut, among groups: [Int], _ score: (Int) -> Double) -> JackknifeSpread? {
    let values = leftOut.values.indices.map(score)
    guard leftOut.unitCount > 1, values.allSatisfy(\.isFinite) else { return nil }
    return JackknifeSpread(values: values, weights: leftOut.weights)
  }

  /// The standard error of a group's value; nil where it cannot be told.
  func error(of group: Int) -> Double? {
    let spreads = [units, rows].compactMap { leftOut in
      spread(leftOut, among: [group]) { leftOut.values[$0][group] }
    }
    return spreads.count == 2 ? spreads.map(\.error).max() : nil
  }

  /// By the rows of the group alone, as `ScoreInterval` has it.
  func bounds(of group: Int, _ metric: Metric) -> ClosedRange<Double>? {
    guard count(of: group) > 1 else { return nil }
    let value = metric.value(tables[group])
    if metric.isAtEnd(value) { return metric.exactEnd(of: tables[group], units: count(of: group), level: 0.95) }
    let scale = LogitScale(metric, rows: tables[group].total)
    let spreads = [units, rows].compactMap { leftOut in
      spread(leftOut, among: [group]) { leftOut.values[$0][group] }.map { $0.limited(to: count(of: group)) }
    }
    guard spreads.count == 2 else { return nil }
    let reach = spreads.map { $0.widened(scale.slope(value)).reach(level: 0.95) }.max() ?? 0
    return reach > 0
      ? scale.bounds(value, reach) : metric.exactEnd(of: tables[group], units: count(of: group), level: 0.95)
  }

  /// How much higher one group scores than another.
  func difference(from first: Int, to second: Int, _ metric: Metric) -> ScoreDifference {
    let value = metric.value(tables[second]) - metric.value(tables[first])
    let least = min(count(of: first), count(of: second))
    let spreads = [units, rows].compactMap { leftOut in
      spread(leftOut, among: [first, second]) { leftOut.values[$0][second] - leftOut.values[$0][first] }
        .map { $0.limited(to: count(of: first) + count(of: second) - 1) }
    }
    var parts: [DifferenceEvidence.Part] = []
    if least > 1, spreads.count == 2 {
      parts = spreads.filter { $0.error > 0 }.map { .student(error: $0.error, freedom: $0.freedom) }
      // Where nobody varies, the smaller group is as many coins as it has people.
      if parts.isEmpty || spreads[0].error == 0 { parts.append(.agreement(units: least)) }
    }
    return ScoreDifference(
      metric, .jackknife, DifferenceEvidence(value: value, parts: parts), unitCount: least, isBySubject: isBySubject)
  }
}

extension JackknifeSpread {
  /// Units of other groups do not vary, and give no degrees of freedom.
  fileprivate func limited(to units: Int) -> JackknifeSpread {
    JackknifeSpread(error: error, freedom: max(1, min(freedom, Double(units - 1))))
  }
}
