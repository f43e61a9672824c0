import Numerics
import Testing

@testable import Evaluation

@Suite struct ComparedClassifiersTests {
  /// Three classifiers over four folds, each wrong on other rows.
  private func classifiers() throws -> [ComparedClassifier] {
    let truth = ReferencePredictions.truth
    let size = truth.count / 4
    return try [2, 3, 5].map { step in
      let predicted = truth.codes.enumerated().map { row, code in
        row % step == 0 ? (code + 1) % truth.names.count : ReferencePredictions.predicted[row]
      }
      let folds = try (0..<4).map { fold in
        let rows = Array(fold * size..<(fold == 3 ? truth.count : (fold + 1) * size))
        return FoldScores.Fold(
          name: "\(fold)", repetition: 0, trainRows: truth.count - rows.count,
          confusion: try ConfusionMatrix(truth: truth.gathering(rows), predicted: rows.map { predicted[$0] }))
      }
      return ComparedClassifier(
        truth: truth, predicted: predicted, subjects: ReferencePredictions.subjects, folds: try FoldScores(folds))
    }
  }

  @Test func ofSeveralAPairIsAsOfTwo() throws {
    let classifiers = try classifiers()
    let compared = try ComparedClassifiers(classifiers, by: Metric.all, context: ExecutionContext(threads: 2))
    let pairs = [(first: 0, second: 1), (first: 2, second: 0), (first: 1, second: 2)]
    let some = [6, 0]
    let found = try compared.differences(of: pairs, by: some, context: ExecutionContext(threads: 2))
    for (pair, differences) in zip(pairs, found) {
      let two = try ScoreDifference.between(
        classifiers[pair.first], classifiers[pair.second], by: some.map { Metric.all[$0] }, context: .plain)
      #expect(differences == two)
    }
    // What a sweep marks is what the simulation of false verdicts judges.
    let best = BestOfSeveral(count: 3)
    let marked = try compared.differences(of: pairs, by: some, beside: best, context: .plain)
    #expect(marked == found.map { $0.map { $0.beside(best) } })
    for (index, metric) in Metric.all.enumerated() {
      #expect(classifiers.indices.map { compared.value(of: $0, by: index) } == classifiers.map { $0.value(of: metric) })
      #expect(compared.best(by: index) == ComparedClassifier.best(of: classifiers, by: metric))
    }
  }
}
