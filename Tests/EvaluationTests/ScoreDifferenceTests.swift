import Numerics
import Testing

@testable import Evaluation

@Suite struct ScoreDifferenceTests {
  private let truth = ReferencePredictions.truth
  private let predicted = ReferencePredictions.predicted
  /// As `predicted`, and right on every second row.
  private var better: [Int] { predicted.enumerated().map { $0.offset % 2 == 0 ? truth.codes[$0.offset] : $0.element } }

  private func tested(_ predicted: [Int], _ subjects: Grouping? = nil) throws -> ComparedClassifier {
    try ComparedClassifier(truth: truth, predicted: predicted, subjects: subjects)
  }

  /// By leaving out each subject in numpy, and Student's t of scipy; see README.md.
  @Test(arguments: [
    (
      Metric.accuracy, 0.16666666666666674, -0.04818596596141936, 0.3815192992947528, 0.10488757264221661,
      0.29328772826587807
    ),
    (
      Metric.macroF1, 0.14584291935635185, -0.03551530390336147, 0.32720114261606514, 0.10029517562603925,
      0.2509465301156695
    ),
    (
      Metric.uar, 0.19822544867916925, -0.1678626047065368, 0.5643135020648753, 0.2221867684524059, 0.496823827267609
    ),
  ])
  func agreesWithLeavingOutByHand(
    metric: Metric, value: Double, lower: Double, upper: Double, probability: Double, detectable: Double
  ) throws {
    let subjects = ReferencePredictions.subjects
    let found = try ScoreDifference.between(
      tested(predicted, subjects), tested(better, subjects), by: [metric], context: .plain)[0]
    #expect(found.test == .jackknife && found.isBySubject && found.unitCount == 10)
    #expect(abs(found.value - value) < 1e-12)
    #expect(try abs(#require(found.lower) - lower) < 1e-9 && abs(#require(found.upper) - upper) < 1e-9)
    #expect(try abs(#require(found.probability) - probability) < 1e-9)
    #expect(try abs(#require(found.smallestDetectable()) - detectable) < 1e-9)
    #expect(found.verdict == .notTold)
  }

  /// Five folds that test each of ten subjects once: the interval lies around the difference of the folds' means, and is that
  /// of their mean without each subject (strata of two), or of independent rows where that is wider, times √(1 + ½ · 10/9)
  /// for the training rows that folds share.
  @Test func foldsThatTestEachSubjectOnceAreJudgedBySubject() throws {
    let subjects = ReferencePredictions.subjects
    let folds = (0..<5).map { fold in subjects.rows.indices.filter { $0 % 5 == fold }.flatMap { subjects.rows[$0] } }
    func folded(_ predicted: [Int]) throws -> ComparedClassifier {
      let order = folds.flatMap { $0 }
      let scores = try folds.enumerated().map { fold, rows in
        FoldScores.Fold(
          name: "\(fold)", repetition: 0, trainRows: 60 - rows.count,
          confusion: try ConfusionMatrix(truth: truth.gathering(rows), predicted: rows.map { predicted[$0] }))
      }
      return ComparedClassifier(
        truth: truth.gathering(order), predicted: order.map { predicted[$0] }, subjects: subjects.gathering(order),
        folds: try FoldScores(scores))
    }
    let metrics = [Metric.accuracy, .macroF1]
    let (first, second) = (try folded(predicted), try folded(better))
    func withoutRow(_ row: Int, _ metric: Metric) throws -> Double {
      let rows = truth.codes.indices.filter { $0 != row }
      let scores = try [predicted, better].map { answers in
        metric.value(try ConfusionMatrix(truth: truth.gathering(rows), predicted: rows.map { answers[$0] }))
      }
      return scores[1] - scores[0]
    }
    for (index, found) in try ScoreDifference.between(first, second, by: metrics, context: .plain).enumerated() {
      let bounds = try #require(found.bounds)
      #expect(found.test == .jackknife && found.isBySubject && found.unitCount == 10)
      #expect(abs(found.value - (second.folds.mean(of: metrics[index]) - first.folds.mean(of: metrics[index]))) < 1e-12)
      let without = (0..<10).map { subject in
        folds.reduce(0.0) { sum, fold in
          let rows = fold.filter { subjects.codes[$0] != subject }
          let scores = [predicted, better].map { answers in
            let matrix = try? ConfusionMatrix(truth: truth.gathering(rows), predicted: rows.map { answers[$0] })
            return matrix.map(metrics[index].value) ?? .nan
          }
          return sum + (scores[1] - scores[0]) / 5
        }
      }.map { found.value + ($0 - found.value) * (1 - 1 / 2.0).squareRoot() }
      let spread = JackknifeSpread(values: without, weights: without.map { _ in 1 })
      let rows = JackknifeSpread(
        values: try truth.codes.indices.map { try withoutRow($0, metrics[index]) }, weights: truth.codes.map { _ in 1 })
      let half = max(rows.reach(level: 0.95), spread.reach(level: 0.95))
      let factor = (1 + 0.5 * 10 / 9.0).squareRoot()
      #expect(abs((bounds.upperBound - bounds.lowerBound) / 2 - factor * half) < 1e-9)
    }
    let interval = try ScoreInterval.intervals(of: metrics, for: second, context: .plain)
    #expect(
      interval.map(\.basis) == [.jackknife, .jackknife] && interval[1].estimate == second.folds.mean(of: .macroF1))
  }

  /// Ten rows that only the second got right: McNemar's exact probability is 2 / 2¹⁰.
  @Test func independentRowsAreAlsoAskedByMcNemar() throws {
    let found = try ScoreDifference.between(tested(predicted), tested(better), by: [.accuracy, .uar], context: .plain)
    #expect(found.map(\.test) == [.mcNemar, .jackknife])
    #expect(try #require(found[0].probability) >= 0.001953125 && found[0].verdict == .better)
    let back = try ScoreDifference.between(tested(better), tested(predicted), by: [.accuracy], context: .plain)[0]
    #expect(back.verdict == .worse && back.probability == found[0].probability)
    #expect(try abs(#require(back.lower) + (#require(found[0].upper))) < 1e-12)
  }

  @Test func lowerCanBeBetter() throws {
    let found = try ScoreDifference.between(tested(predicted), tested(better), by: [.recallGap], context: .plain)[0]
    #expect(found.metric == "recall_gap" && !found.isHigherBetter)
    if found.verdict == .better { #expect(found.value < 0) }
  }

  /// Interval and verdict are one thing, whatever the data, alone and as a family.
  @Test func anIntervalHoldsZeroWhereNothingWasFound() throws {
    var generator = SeededGenerator(seed: 4)
    for round in 0..<40 {
      let subjects = round % 2 == 0 ? Grouping((0..<60).map { "S\($0 % (3 + round / 4))" }) : nil
      let others = try (0..<4).map { strength in
        try tested(
          predicted.enumerated().map { row, code in
            generator.uniform() < 0.15 * Double(strength) ? truth.codes[row] : code
          }, subjects)
      }
      let metrics = [Metric.accuracy, .macroF1, .kappa, .worstRecall]
      let family = try ReferenceComparison(
        of: metrics.map { ($0, 0) }, classifiers: [tested(predicted, subjects)] + others, context: .plain)
      for found in family.differences.flatMap({ $0.compactMap { $0 } }) {
        let bounds = try #require(found.bounds)
        #expect(found.isDistinguishable != bounds.contains(0))
        #expect(bounds.contains(found.value) && found.level >= 0.95)
      }
    }
  }

  @Test func twinsAreNotToldApartAndNotCertainlyEqual() throws {
    for found in try ScoreDifference.between(tested(predicted), tested(predicted), by: Metric.all, context: .plain) {
      #expect(found.value == 0 && found.probability == 1 && found.verdict == .notTold)
      let bounds = try #require(found.bounds)
      #expect(bounds.lowerBound < 0 && bounds.upperBound > 0)
    }
  }

  @Test func oneSubjectTellsNothing() throws {
    let one = Grouping([String?](repeating: "S1", count: 60))
    let found = try ScoreDifference.between(
      tested(predicted, one), tested(better, one), by: [.accuracy], context: .plain)[0]
    #expect(found.verdict == .unknown(.oneSubject))
    #expect(found.bounds == nil && found.probability == nil && found.smallestDetectable() == nil)
  }

  /// Five subjects of one mind are five coins on one side (.0625), six are enough; the interval says the same.
  @Test(arguments: [(5, false), (6, true)])
  func subjectsOfOneMindAreCoins(count: Int, isTold: Bool) throws {
    let labels = Labels(names: ["a", "b"], codes: (0..<60).map { $0 % 2 })
    let subjects = Grouping((0..<60).map { "S\($0 % count)" })
    func classifier(_ predicted: [Int]) throws -> ComparedClassifier {
      try ComparedClassifier(truth: labels, predicted: predicted, subjects: subjects)
    }
    let found = try ScoreDifference.between(
      classifier(labels.codes.map { 1 - $0 }), classifier(labels.codes), by: [.accuracy], context: .plain)[0]
    #expect(found.value == 1 && found.isDistinguishable == isTold)
    #expect(try #require(found.bounds).contains(0) != isTold)
  }

  /// `stats.binomtest(3, 11).proportion_ci(.95, 'exact')` of scipy, and 0 of 7 at .9.
  @Test func exactSharesAgreeWithScipy() {
    let share = exactShare(3, of: 11, level: 0.95)
    #expect(abs(share.lowerBound - 0.06021773417275722) < 1e-10 && abs(share.upperBound - 0.6097425595724212) < 1e-10)
    let none = exactShare(0, of: 7, level: 0.9)
    #expect(none.lowerBound == 0 && abs(none.upperBound - 0.3481636551311609) < 1e-10)
  }
}
