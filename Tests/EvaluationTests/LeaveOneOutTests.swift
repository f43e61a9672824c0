import Numerics
import Testing

@testable import Evaluation

@Suite struct LeaveOneOutTests {
  private let truth = ReferencePredictions.truth
  private let predicted = ReferencePredictions.predicted
  private var other: [Int] { predicted.enumerated().map { $0.offset % 2 == 0 ? truth.codes[$0.offset] : $0.element } }

  /// By new tables without the rows.
  private func score(_ metric: Metric, _ predicted: [Int], without left: (Int) -> Bool) throws -> Double {
    let rows = truth.codes.indices.filter { !left($0) }
    return metric.value(try ConfusionMatrix(truth: truth.gathering(rows), predicted: rows.map { predicted[$0] }))
  }

  @Test func withoutASubjectIsTheScoreOfTheOtherRows() throws {
    let subjects = ReferencePredictions.subjects
    let tested = try ComparedClassifier(truth: truth, predicted: predicted, subjects: subjects)
    let left = try tested.leftOut(Metric.all, context: .plain)
    #expect(left.unitCount == 10 && left.estimates == Metric.all.map { tested.value(of: $0) })
    for (index, metric) in Metric.all.enumerated() {
      for subject in 0..<10 {
        #expect(try left.values[index][subject] == score(metric, predicted) { subjects.codes[$0] == subject })
      }
    }
  }

  @Test func withoutARowIsTheScoreOfTheOthers() throws {
    let left = try ComparedClassifier(truth: truth, predicted: predicted).leftOutRows(Metric.all, context: .plain)
    #expect(left.unitCount == truth.count && left.weights.reduce(0, +) == Double(truth.count))
    for (index, metric) in Metric.all.enumerated() {
      let found = zip(left.values[index], left.weights).flatMap { [Double](repeating: $0, count: Int($1)) }
      let expected = try truth.codes.indices.map { row in try score(metric, predicted) { $0 == row } }
      #expect(found.sorted() == expected.sorted())
    }
  }

  /// Also where classes are too many to count each triple of a truth and two answers in a table.
  @Test(arguments: [0, 60]) func differencesWithoutARowAreThoseOfTheOthers(unusedClasses: Int) throws {
    let names = truth.names + (0..<unusedClasses).map { "unused \($0)" }
    let labels = Labels(names: names, codes: truth.codes)
    let (first, second) = try (
      LeftOutCells(truth: labels, predicted: predicted, by: Metric.all, context: .plain),
      LeftOutCells(truth: labels, predicted: other, by: Metric.all, context: .plain)
    )
    let chosen = [3, 1]
    let left = second.less(first, scores: chosen, truth: truth.codes, first: predicted, second: other)
    for (index, metric) in chosen.map({ Metric.all[$0] }).enumerated() {
      let found = zip(left.values[index], left.weights).flatMap { [Double](repeating: $0, count: Int($1)) }
      let expected = try truth.codes.indices.map { row in
        try score(metric, other) { $0 == row } - score(metric, predicted) { $0 == row }
      }
      #expect(found.sorted() == expected.sorted())
    }
  }

  @Test(arguments: [[4, 0, 4, 7], [-4, -9, -4, 1_000_000_000]]) func unitsAscendByTheirCodes(codes: [Int]) {
    let units = UnitRows(codes)
    #expect(units.count == 3 && units.rows == [1, 0, 2, 3])
    #expect((0..<3).map(units.range) == [0..<1, 1..<3, 3..<4])
  }

  @Test func foldsMustHoldAllRows() {
    #expect(throws: EvaluationError.differentLengths(of: "rows in folds", found: 3, rows: 4)) {
      try FoldedUnits(UnitRows([0, 1, 0, 1]), foldSizes: [1, 2])
    }
  }
}
