import Numerics
import Samples

/// A share of the rows is kept for the test, stratified by class, with every subject on one side where known.
///
/// Rows: each class gives its share to within one row, and the total is the share of all rows unless that would leave
/// a class out. Subjects: as near to that as whole subjects allow (see `UnitAssignment`). Where it is repeated, each
/// split of subjects prefers those that the splits before it tested least: left to themselves, ten splits of few subjects would
/// test the same two or three, who share the classes out best.
/// Either way a class with two rows (or two subjects) is on both sides where that is possible.
/// Cost: O(rows · log rows); for subjects see `UnitAssignment`.
public struct Holdout: Splitting {
  public let share: Double
  public let repetitions: Int
  public let unit: SplitUnit

  /// - Parameters:
  ///   - share: the part that is tested, above 0 and below 1.
  ///   - repetitions: how many splits; those of rows are independent, those of subjects test each about as often.
  ///   - unit: what is kept whole.
  /// - Throws: `EvaluationError.shareOutside`, `.tooFewRepetitions`.
  public init(share: Double = 0.25, repetitions: Int = 1, by unit: SplitUnit = .subject) throws {
    guard share > 0, share < 1 else { throw EvaluationError.shareOutside(share) }
    guard repetitions >= 1 else { throw EvaluationError.tooFewRepetitions(repetitions) }
    self.share = share
    self.repetitions = repetitions
    self.unit = unit
  }

  /// - Throws: `EvaluationError.tooFewRows`, `.tooFewSubjects`.
  public func splits(of rows: EvaluationRows, seed: UInt64) throws -> SplitSet {
    guard rows.count >= 2 else {
      throw EvaluationError.tooFewRows(found: rows.count, needed: 2, purpose: "a holdout")
    }
    var timesTested = [Int](repeating: 0, count: rows.count)
    let splits = try (0..<repetitions).map { repetition in
      var generator = SeededGenerator.derived(from: seed, repetition)
      let isTest = try testRows(of: rows, timesTested, &generator)
      for row in isTest.indices where isTest[row] { timesTested[row] += 1 }
      return RowSplit(
        train: rows.labels.codes.indices.filter { !isTest[$0] }, test: rows.labels.codes.indices.filter { isTest[$0] },
        repetition: repetition, name: repetitions == 1 ? "holdout" : "repetition \(repetition + 1) of \(repetitions)")
    }
    return try SplitSet(splits, of: rows, notes: subjectNotes(rows, by: unit))
  }

  /// - Parameter timesTested: how many splits before this one tested each row.
  private func testRows(
    of rows: EvaluationRows, _ timesTested: [Int], _ generator: inout SeededGenerator
  ) throws -> [Bool] {
    guard unit == .subject, let subjects = rows.knownSubjects else {
      return stratifiedRows(rows.labels, &generator)
    }
    let (unitOfRow, unitCount) = subjects.unitOfRow
    let used = Set(unitOfRow).count
    guard used >= 2 else {
      throw EvaluationError.tooFewSubjects(found: used, needed: 2, purpose: "a holdout that keeps subjects whole")
    }
    var timesOfUnit = [Int](repeating: 0, count: unitCount)
    for (unit, times) in zip(unitOfRow, timesTested) { timesOfUnit[unit] = times }
    let least = timesTested.min() ?? 0
    // A quarter for each test too many weighs as much as half of the rows of a class on the wrong side.
    let bins = UnitAssignment.bins(
      of: rows.labels, unitOfRow: unitOfRow, unitCount: unitCount, shares: [1 - share, share],
      price: { unit, bin in bin == 1 ? min(Double(timesOfUnit[unit] - least) / 4, 3) : 0 }, generator: &generator)
    return unitOfRow.map { bins[$0] == 1 }
  }

  private func stratifiedRows(_ labels: Labels, _ generator: inout SeededGenerator) -> [Bool] {
    let wanted = min(max(Int((share * Double(labels.count)).rounded()), 1), labels.count - 1)
    let tested = stratifiedCounts(labels.counts, share: share, total: wanted)
    var isTest = [Bool](repeating: false, count: labels.count)
    for (rows, count) in zip(labels.rowsOfClasses, tested) {
      for row in generator.shuffled(rows).prefix(count) { isTest[row] = true }
    }
    return isTest
  }
}

/// How many rows of each class are tested: the share rounded down or up, by largest remainder, to reach `total`;
/// a class of two rows or more keeps one on both sides, even where that moves the total.
func stratifiedCounts(_ counts: [Int], share: Double, total: Int) -> [Int] {
  let exact = counts.map { share * Double($0) }
  let most = counts.map { $0 >= 2 ? $0 - 1 : $0 }
  var tested = counts.indices.map { min(max(Int(exact[$0]), counts[$0] >= 2 ? 1 : 0), most[$0]) }
  var left = total - tested.reduce(0, +)
  let byRemainder = counts.indices.sorted {
    (exact[$1] - exact[$1].rounded(.down), $0) < (exact[$0] - exact[$0].rounded(.down), $1)
  }
  for code in byRemainder where left > 0 && Double(tested[code]) < exact[code] && tested[code] < most[code] {
    tested[code] += 1
    left -= 1
  }
  return tested
}

extension Labels {
  /// The rows of each class, ascending.
  var rowsOfClasses: [[Int]] {
    var rows = [[Int]](repeating: [], count: names.count)
    for (row, code) in codes.enumerated() { rows[code].append(row) }
    return rows
  }
}
