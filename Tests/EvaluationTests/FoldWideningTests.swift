import Numerics
import Testing

@testable import Evaluation

@Suite struct FoldWideningTests {
  /// Two rows of each of eight subjects; a fold is a list of subjects.
  private func tested(_ folds: [[Int]], repetitions: Int = 1, hasSubjects: Bool = true) throws -> ComparedClassifier {
    let names = ["a", "b"]
    let order = folds.flatMap { $0.flatMap { [2 * $0, 2 * $0 + 1] } }
    let scores = try folds.enumerated().map { index, subjects in
      FoldScores.Fold(
        name: "\(index)", repetition: index * repetitions / folds.count, trainRows: 16 - 2 * subjects.count,
        confusion: try ConfusionMatrix(names: names, counts: [subjects.count, 0, 0, subjects.count]))
    }
    return ComparedClassifier(
      truth: Labels(names: names, codes: order.map { $0 % 2 }), predicted: order.map { $0 % 2 },
      subjects: hasSubjects ? Grouping(order.map { "S\($0 / 2)" }) : nil, folds: try FoldScores(scores),
      rowNumbers: order)
  }

  @Test func oneSplitNeedsNothing() throws {
    #expect(try tested([[0, 1]]).foldFactor == 1)
  }

  /// Each is tested once and trains otherwise: 1 + ½ · 8/7, however many folds there are.
  @Test func crossValidationCountsSubjectsNotFolds() throws {
    for folds in [[[0, 1, 2, 3], [4, 5, 6, 7]], (0..<8).map { [$0] }] {
      #expect(try abs(tested(folds).foldFactor - (1 + 0.5 * 8 / 7.0).squareRoot()) < 1e-12)
    }
  }

  @Test func repetitionsLeaveMoreToTheTraining() throws {
    let deal = [[0, 1, 2, 3], [4, 5, 6, 7]]
    let twice = try tested(deal + [[0, 2, 4, 6], [1, 3, 5, 7]], repetitions: 2).foldFactor
    #expect(abs(twice - (1 + 0.5 * 8 / 7.0 / (1 - 0.45 / 2)).squareRoot()) < 1e-12)
  }

  /// Three subjects are tested twice, once and once, with 4, 2 and 2 rows, and train with 0, 2 and 2.
  @Test func whoIsTestedOftenTrainsLess() throws {
    let holdouts = try tested([[0, 1], [0, 2]], repetitions: 2)
    let (products, squares): (Double, Double) = (4 * 0 + 2 * 2 + 2 * 2, 16 + 4 + 4)
    let overlap = products / squares * 8 / 4
    let averaged: Double = 1 - 0.45 * (1 - 6 / 8)
    let expected = 1 + 0.5 * overlap * 3 / 2 / averaged
    #expect(abs(holdouts.foldFactor - expected.squareRoot()) < 1e-12)
  }

  @Test func rowsWithoutSubjectsAreWidenedByWhatIsTested() throws {
    let rows = try tested([[0, 1, 2, 3], [4, 5, 6, 7]], hasSubjects: false)
    #expect(abs(rows.foldFactor - (1 + 0.5 * 16 * 2 / 16.0).squareRoot()) < 1e-12)
  }
}
