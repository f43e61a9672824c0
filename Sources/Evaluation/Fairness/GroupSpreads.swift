import Numerics

/// How far a metric of each group, and the difference between two, varies from subject to subject and from row to row.
///
/// Each group is a sample of its own: its error is the jackknife's over its own units. Two groups that share no subject are
/// independent, and their errors add as Welch has it; where subjects stand in both, they are left out of both at once.
struct GroupSpreads {
  let test: GroupedTest
  let values: [Double]
  private let metric: Metric
  private let units: GroupLeftOut
  private let rows: GroupLeftOut
  /// How many units each group has: subjects where known, otherwise rows.
  private let unitCounts: [Int]
  private let rowCounts: [Int]
  /// For how many units of its own what all groups vary counts in the error of each.
  private static let commonUnits = 8.0

  /// - Throws: `Interrupted`.
  init(_ metric: Metric, _ test: GroupedTest, context: ExecutionContext) throws {
    self.metric = metric
    self.test = test
    values = test.tables.map(metric.value)
    rows = try GroupLeftOut(metric, test, unitOfRow: test.repeatedRows, context: context)
    units =
      try test.subjects.map { try GroupLeftOut(metric, test, unitOfRow: $0.unitOfRow.unitOfRow, context: context) }
      ?? rows
    rowCounts = test.rowCounts
    unitCounts = test.subjectCounts ?? rowCounts
  }

  /// The standard error of a group's value; nil where one unit is all there is.
  func error(of group: Int) -> Double? {
    guard unitCounts[group] > 1 else { return nil }
    let errors = [spread(units, of: group, count: unitCounts[group]), rowSpread(of: group)].compactMap { $0?.error }
    return errors.count == 2 ? errors.max().map { $0 * test.foldFactor } : nil
  }

  /// The standard errors of all groups, those of small groups drawn towards what units vary in all of them: the spread of a
  /// few units is itself unsure, and by luck smallest where a value is at its end. nil where none is known.
  ///
  /// Each group's variance of a unit is averaged with the common one by its degrees of freedom and `commonUnits` (a prior of
  /// so many, as the moderated t of Smyth 2004 has).
  var moderatedErrors: [Double]? {
    let freedoms = unitCounts.map { Double(max(0, $0 - 1)) }
    let variances = values.indices.map { group in
      error(of: group).map { $0 * $0 * Double(unitCounts[group]) }
    }
    let known = zip(freedoms, variances).filter { $1 != nil }
    let freedom = known.reduce(0) { $0 + $1.0 }
    guard freedom > 0 else { return nil }
    let common = known.reduce(0) { $0 + $1.0 * ($1.1 ?? 0) } / freedom
    return values.indices.map { group in
      let (own, freedom) = (variances[group] ?? common, freedoms[group])
      let variance = (Self.commonUnits * common + freedom * own) / (Self.commonUnits + freedom)
      return (variance / Double(max(1, unitCounts[group]))).squareRoot()
    }
  }

  /// How many units of all groups together say how much they vary.
  var freedom: Double { unitCounts.reduce(0) { $0 + Double(max(0, $1 - 1)) } }

  /// How far each unit moves each group; nil where no unit stands in two.
  var directions: [[GroupLeftOut.Part]]? { units.directions }

  /// Whether a group has more than one unit, so that it tells anything about others of it.
  func canBeJudged(_ group: Int) -> Bool { unitCounts[group] > 1 }

  /// By the rows of the group alone, as `ScoreInterval` has it.
  func bounds(of group: Int) -> ClosedRange<Double>? {
    let (value, count) = (values[group], unitCounts[group])
    guard count > 1, value.isFinite else { return nil }
    let exact = metric.exactEnd(of: test.tables[group], units: count, level: 0.95)
    if metric.isAtEnd(value) { return exact }
    guard let unitSpread = units.spread(of: group), let rowSpread = rows.spread(of: group) else { return nil }
    let scale = LogitScale(metric, rows: test.tables[group].total)
    let slope = scale.slope(value) * test.foldFactor
    let reach = max(
      unitSpread.widened(slope).reach(level: 0.95), rowSpread.widened(slope * test.rowFactor).reach(level: 0.95))
    return reach > 0 ? scale.bounds(value, reach) : exact
  }

  /// How much higher one group scores than another.
  func difference(from first: Int, to second: Int) -> ScoreDifference {
    let value = values[second] - values[first]
    let least = min(unitCounts[first], unitCounts[second])
    let unitSpread = spread(units, from: first, to: second, counts: unitCounts)
    let rowSpread = spread(rows, from: first, to: second, counts: rowCounts)?.widened(test.rowFactor)
    var parts: [DifferenceEvidence.Part] = []
    if least > 1, let unitSpread, let rowSpread {
      parts = [unitSpread, rowSpread].map { .student(error: $0.error * test.foldFactor, freedom: $0.freedom) }
    }
    return ScoreDifference(
      metric, .jackknife, DifferenceEvidence(value: value, parts: parts), unitCount: least,
      isBySubject: test.subjects != nil)
  }

  private func rowSpread(of group: Int) -> JackknifeSpread? {
    spread(rows, of: group, count: rowCounts[group])?.widened(test.rowFactor)
  }

  /// A group whose units are all alike is taken to vary as one with one unit more on either side would (Agresti & Caffo
  /// 2000): ten right answers of ten do not mean that the eleventh cannot be wrong.
  private func spread(_ leftOut: GroupLeftOut, of group: Int, count: Int) -> JackknifeSpread? {
    guard let spread = leftOut.spread(of: group) else { return nil }
    guard spread.error == 0 else { return spread }
    let share = Double(count + 1) / Double(count + 2)
    let width = metric.range.upperBound - metric.range.lowerBound
    return JackknifeSpread(
      error: width * (share * (1 - share) / Double(count)).squareRoot(), freedom: Double(max(1, count - 1)))
  }

  private func spread(_ leftOut: GroupLeftOut, from first: Int, to second: Int, counts: [Int]) -> JackknifeSpread? {
    guard let low = spread(leftOut, of: first, count: counts[first]),
      let high = spread(leftOut, of: second, count: counts[second])
    else { return nil }
    let independent = low.adding(high)
    guard let joint = leftOut.spread(from: first, to: second, values) else { return independent }
    return joint.error > 0 ? joint : independent
  }
}

extension JackknifeSpread {
  /// Of the difference of two independent scores (Welch 1947).
  func adding(_ other: JackknifeSpread) -> JackknifeSpread {
    let squares = error * error + other.error * other.error
    guard squares > 0 else { return JackknifeSpread(error: 0, freedom: min(freedom, other.freedom)) }
    func part(_ spread: JackknifeSpread) -> Double {
      spread.error * spread.error * spread.error * spread.error / spread.freedom
    }
    return JackknifeSpread(error: squares.squareRoot(), freedom: max(1, squares * squares / (part(self) + part(other))))
  }
}

/// A metric of each group without one unit at a time. Only the groups that a unit has rows in are scored anew, so that a
/// hundred groups cost what one does.
struct GroupLeftOut {
  private struct Change {
    let kind: Int
    /// How many units are of this kind.
    let weight: Double
    /// The group's score without one of them.
    let value: Double
  }

  /// What a unit has in the error of a group.
  struct Part {
    let kind: Int
    let size: Double
  }

  /// Of each group, ascending by kind.
  private let changes: [[Change]]

  /// Of each group what its units have in its error, as a vector of length 1, empty where they are all alike; nil where no
  /// unit stands in two groups.
  var directions: [[Part]]? {
    let kinds = changes.flatMap { $0.map(\.kind) }
    guard Set(kinds).count < kinds.count else { return nil }
    return changes.map { changes in
      let count = changes.reduce(0) { $0 + $1.weight }
      let mean = changes.reduce(0) { $0 + $1.weight * $1.value } / max(1, count)
      let parts = changes.map { (kind: $0.kind, size: ($0.value - mean) * $0.weight.squareRoot()) }
      let length = parts.reduce(0) { $0 + $1.size * $1.size }.squareRoot()
      guard length.isFinite, length > 1e-12 else { return [] }
      return parts.map { Part(kind: $0.kind, size: $0.size / length) }
    }
  }

  /// - Parameter unitOfRow: which rows are left out together; nil leaves out rows.
  init(_ metric: Metric, _ test: GroupedTest, unitOfRow: [Int]?, context: ExecutionContext) throws {
    let classes = test.truth.names.count
    let size = classes * classes
    let cells = test.truth.codes.indices.map { row in
      (test.groups.codes[row] ?? 0) * size + test.truth.codes[row] * classes + test.predicted[row]
    }
    let units = SamplingUnits(cells: cells, cellCount: test.names.count * size, unitOfRow: unitOfRow)
    var changes = [[Change]](repeating: [], count: test.names.count)
    for (kind, additions) in units.additions.enumerated() {
      if kind % 256 == 0 { try context.checkInterruption() }
      for group in Set(additions.map { $0.cell / size }).sorted() {
        var counts = test.tables[group].counts
        for addition in additions where addition.cell / size == group { counts[addition.cell % size] -= addition.count }
        let left = ConfusionMatrix(unchecked: test.truth.names, counts)
        changes[group].append(
          Change(
            kind: kind, weight: Double(units.kindCounts[kind]), value: left.total > 0 ? metric.value(left) : .nan))
      }
    }
    self.changes = changes
  }

  /// nil where one unit is all there is, or the score without one has no value.
  func spread(of group: Int) -> JackknifeSpread? {
    Self.spread(changes[group].map { ($0.weight, $0.value) })
  }

  /// Of the second less the first, where units stand in both; nil where none does.
  func spread(from first: Int, to second: Int, _ values: [Double]) -> JackknifeSpread? {
    let others = Dictionary(uniqueKeysWithValues: changes[second].map { ($0.kind, $0.value) })
    let shared = Set(changes[first].map(\.kind)).intersection(others.keys)
    guard !shared.isEmpty else { return nil }
    let joint =
      changes[first].map { ($0.weight, (others[$0.kind] ?? values[second]) - $0.value) }
      + changes[second].filter { !shared.contains($0.kind) }.map { ($0.weight, $0.value - values[first]) }
    return Self.spread(joint)
  }

  private static func spread(_ changes: [(weight: Double, value: Double)]) -> JackknifeSpread? {
    guard changes.reduce(0, { $0 + $1.weight }) > 1, changes.allSatisfy(\.value.isFinite) else { return nil }
    return JackknifeSpread(values: changes.map(\.value), weights: changes.map(\.weight))
  }
}
