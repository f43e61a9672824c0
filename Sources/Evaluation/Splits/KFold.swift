import Numerics
import Samples

/// Cross-validation: the rows are cut into k folds, stratified by class, and each fold is the test once.
///
/// Rows: the folds differ by at most one row in size, and by at most one row of any class. Where subjects are known,
/// each is wholly in one fold, and the classes are as even as whole subjects allow (see `UnitAssignment`).
/// Cost: O(rows) a repetition; for subjects see `UnitAssignment`.
public struct KFold: Splitting {
  public let folds: Int
  public let repetitions: Int
  public let unit: SplitUnit

  /// - Throws: `EvaluationError.tooFewFolds`, `.tooFewRepetitions`.
  public init(folds: Int = 5, repetitions: Int = 1, by unit: SplitUnit = .subject) throws {
    guard folds >= 2 else { throw EvaluationError.tooFewFolds(folds) }
    guard repetitions >= 1 else { throw EvaluationError.tooFewRepetitions(repetitions) }
    self.folds = folds
    self.repetitions = repetitions
    self.unit = unit
  }

  /// - Throws: `EvaluationError.tooFewRows`, `.tooFewSubjects`.
  public func splits(of rows: EvaluationRows, seed: UInt64) throws -> SplitSet {
    guard rows.count >= folds else {
      throw EvaluationError.tooFewRows(found: rows.count, needed: folds, purpose: "a split into \(folds) folds")
    }
    let splits = try (0..<repetitions).flatMap { repetition in
      var generator = SeededGenerator.derived(from: seed, repetition)
      let foldOfRow = try foldOfEachRow(rows, &generator)
      return (0..<folds).map { fold in
        RowSplit(
          train: foldOfRow.indices.filter { foldOfRow[$0] != fold },
          test: foldOfRow.indices.filter { foldOfRow[$0] == fold },
          repetition: repetition, fold: fold, name: name(repetition, fold))
      }
    }
    return try SplitSet(splits, of: rows, notes: subjectNotes(rows, by: unit))
  }

  private func name(_ repetition: Int, _ fold: Int) -> String {
    let fold = "fold \(fold + 1) of \(folds)"
    return repetitions == 1 ? fold : "repetition \(repetition + 1), \(fold)"
  }

  private func foldOfEachRow(_ rows: EvaluationRows, _ generator: inout SeededGenerator) throws -> [Int] {
    guard unit == .subject, let subjects = rows.knownSubjects else {
      return dealt(rows.labels, &generator)
    }
    let (unitOfRow, unitCount) = subjects.unitOfRow
    let used = Set(unitOfRow).count
    guard used >= folds else {
      throw EvaluationError.tooFewSubjects(
        found: used, needed: folds, purpose: "a split into \(folds) folds that keeps subjects whole")
    }
    let bins = UnitAssignment.bins(
      of: rows.labels, unitOfRow: unitOfRow, unitCount: unitCount,
      shares: [Double](repeating: 1 / Double(folds), count: folds), generator: &generator)
    return unitOfRow.map { bins[$0] }
  }

  /// Deals the shuffled rows of one class after another, like cards: going on where the last class ended keeps
  /// both the classes and the sizes within one row.
  private func dealt(_ labels: Labels, _ generator: inout SeededGenerator) -> [Int] {
    var foldOfRow = [Int](repeating: 0, count: labels.count)
    var next = 0
    for rows in labels.rowsOfClasses {
      for row in generator.shuffled(rows) {
        foldOfRow[row] = next % folds
        next += 1
      }
    }
    return foldOfRow
  }
}
