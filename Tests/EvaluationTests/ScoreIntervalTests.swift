import Numerics
import Testing

@testable import Evaluation

@Suite struct ScoreIntervalTests {
  private let truth = ReferencePredictions.truth
  private let predicted = ReferencePredictions.predicted
  private let subjects = ReferencePredictions.subjects

  private func interval(
    _ metric: Metric, _ truth: [Int], _ predicted: [Int], _ subjects: Grouping? = nil, classes: Int = 2
  ) throws -> ScoreInterval {
    let labels = Labels(names: (0..<classes).map { "class\($0)" }, codes: truth)
    return try ScoreInterval.intervals(
      of: [metric], truth: labels, predicted: predicted, subjects: subjects, context: .plain)[0]
  }

  /// By leaving out each subject in numpy, and Student's t of scipy; see README.md.
  @Test(arguments: [
    ("accuracy", true, 0.29260747124479886, 0.9062809647561454, 0.1490711984999859),
    ("accuracy", false, 0.5350741771067656, 0.7765662220791794, 0.061371641193221395),
    ("macro_f1", true, 0.2573004837249221, 0.7831723793785874, 0.12825513544906017),
    ("macro_f1", false, 0.383388052076622, 0.6680537203889745, 0.0710802067465138),
    ("uar", true, 0.20110713810021832, 0.9369086847327981, 0.18339370925682488),
    ("uar", false, 0.37638960748083083, 0.8609873226242133, 0.11617358031547476),
    ("kappa", true, -0.054515402208595076, 0.8392884435003187, 0.19536599441424057),
    ("kappa", false, 0.34161173686167157, 0.6686380448380504, 0.08197518041501996),
  ])
  func agreesWithLeavingOutByHand(name: String, bySubject: Bool, lower: Double, upper: Double, error: Double) throws {
    let found = try ScoreInterval.intervals(
      of: [Metric.named(name)], truth: truth, predicted: predicted, subjects: bySubject ? subjects : nil,
      context: .plain)[0]
    #expect(found.basis == .jackknife && found.unitCount == (bySubject ? 10 : 60))
    #expect(try abs(#require(found.lower) - lower) < 1e-9 && abs(#require(found.upper) - upper) < 1e-9)
    #expect(abs(found.standardError - error) < 1e-9)
  }

  @Test func aMetricDoesNotDependOnItsNeighbours() throws {
    let all = try ScoreInterval.intervals(
      of: Metric.all, truth: truth, predicted: predicted, subjects: subjects, context: .plain)
    for (metric, found) in zip(Metric.all, all) {
      let alone = try ScoreInterval.intervals(
        of: [metric], truth: truth, predicted: predicted, subjects: subjects, context: .plain)[0]
      #expect(found == alone)
      let bounds = try #require(found.bounds)
      #expect(bounds.contains(found.estimate) && metric.range.contains(bounds.lowerBound))
      #expect(metric.range.contains(bounds.upperBound))
    }
  }

  /// A subject whose rows are all alike is one observation: four looks at each row change nothing.
  @Test func fourLooksAtOneFaceAreOneObservation() throws {
    let rows = (0..<60).flatMap { [Int](repeating: $0, count: 4) }
    let once = try ScoreInterval.intervals(of: [.macroF1], truth: truth, predicted: predicted, context: .plain)[0]
    let repeated = try ScoreInterval.intervals(
      of: [.macroF1], truth: truth.gathering(rows), predicted: rows.map { predicted[$0] },
      subjects: Grouping(rows.map { "S\($0)" }), context: .plain)[0]
    #expect(abs(once.standardError - repeated.standardError) < 1e-12)
  }

  /// Subjects that happen to be more alike than chance makes them do not narrow the interval.
  @Test func subjectsNeverMakeItNarrowerThanRows() throws {
    let truth = [Int](repeating: 0, count: 40) + [Int](repeating: 1, count: 40)
    let predicted = truth.enumerated().map { $0.offset % 4 == 0 ? 1 - $0.element : $0.element }
    // Ten subjects of eight rows, each with two errors.
    let even = Grouping((0..<80).map { "S\($0 / 8)" })
    let rows = try interval(.accuracy, truth, predicted)
    let found = try interval(.accuracy, truth, predicted, even)
    #expect(found.basis == .jackknife && found.bounds == rows.bounds && found.unitCount == 10)
  }

  @Test func oneSubjectGivesNoIntervalAndSaysWhy() throws {
    let one = Grouping([String?](repeating: "S1", count: 6))
    let found = try interval(.accuracy, [0, 1, 0, 1, 0, 1], [0, 1, 0, 1, 1, 1], one)
    #expect(found.bounds == nil && found.basis == .oneSubject && found.unitCount == 1)
    #expect(try interval(.accuracy, [0], [0]).basis == .oneRow)
  }

  /// `binomtest(45, 45).proportion_ci(.95, 'exact')` for rows; ten subjects are ten trials.
  @Test func allRightHasAnExactEnd() throws {
    let truth = (0..<45).map { $0 % 2 }
    let rows = try interval(.accuracy, truth, truth)
    #expect(rows.basis == .exactEnd && rows.upper == 1)
    #expect(try abs(#require(rows.lower) - 0.9212948995931625) < 1e-8)
    let subjects = try interval(.accuracy, truth, truth, Grouping((0..<45).map { "S\($0 % 10)" }))
    #expect(try abs(#require(subjects.lower) - 0.6915028921812392) < 1e-8 && subjects.upper == 1)
    let wrong = try interval(.accuracy, truth, truth.map { 1 - $0 })
    #expect(try abs(#require(wrong.upper) - (1 - 0.9212948995931625)) < 1e-8 && wrong.lower == 0)
  }

  /// A class that was never found may be found: not [0, 0].
  @Test func aGeometricMeanOfNothingHasAnEnd() throws {
    let truth = (0..<40).map { $0 < 36 ? 0 : 1 }
    let found = try interval(.gmean, truth, [Int](repeating: 0, count: 40))
    #expect(found.basis == .exactEnd && found.lower == 0)
    // Four rows of it: 1 − .025^(1/4) of them might be found; √(1 × that).
    #expect(try abs(#require(found.upper) - (1 - 0.3976353643835253).squareRoot()) < 1e-6)
  }

  @Test func foldsThatAgreeAreNoWidthZero() throws {
    let folds = try (0..<5).map { fold in
      FoldScores.Fold(
        name: "fold \(fold)", repetition: 0, trainRows: 80,
        confusion: try ConfusionMatrix(names: ["a", "b"], counts: [8, 2, 2, 8]))
    }
    let truth = (0..<100).map { $0 % 20 < 10 ? 0 : 1 }
    let predicted = (0..<100).map { [0, 1, 2, 3, 4, 5, 6, 7, 18, 19].contains($0 % 20) ? 0 : 1 }
    let tested = ComparedClassifier(
      truth: Labels(names: ["a", "b"], codes: truth), predicted: predicted, subjects: nil, folds: try FoldScores(folds))
    let found = try ScoreInterval.intervals(of: [.accuracy], for: tested, context: .plain)[0]
    #expect(found.basis == .jackknife && found.estimate == 0.8)
    // As wide as 100 independent rows: an error of √(.8 · .2 / 99).
    #expect(try #require(found.lower) < 0.8 - 1.9 * (0.16 / 99).squareRoot())
  }

  /// Each fold misses one class, not the same one: the mean of their worst recalls is 0, that of all rows is not.
  @Test func anIntervalHoldsAMeanAtTheEnd() throws {
    let truth = (0..<40).map { $0 % 2 }
    let predicted = truth.indices.map { $0 < 20 ? 0 : 1 }
    let folds = try [[10, 0, 10, 0], [0, 10, 0, 10]].map { counts in
      FoldScores.Fold(
        name: "fold", repetition: 0, trainRows: 20, confusion: try ConfusionMatrix(names: ["a", "b"], counts: counts))
    }
    let tested = ComparedClassifier(
      truth: Labels(names: ["a", "b"], codes: truth), predicted: predicted, subjects: nil, folds: try FoldScores(folds))
    let found = try ScoreInterval.intervals(of: [.worstRecall], for: tested, context: .plain)[0]
    #expect(found.estimate == 0 && found.basis == .exactEnd && found.lower == 0)
    #expect(try #require(found.upper) >= 0.5)
  }

  @Test func badInputIsRefused() {
    #expect(throws: EvaluationError.noRows) { try interval(.accuracy, [], []) }
    #expect(throws: EvaluationError.differentLengths(of: "predictions", found: 1, rows: 2)) {
      try interval(.accuracy, [0, 1], [0])
    }
    #expect(throws: EvaluationError.differentLengths(of: "subjects", found: 1, rows: 2)) {
      try interval(.accuracy, [0, 1], [0, 0], Grouping(["S1"]))
    }
    #expect(throws: EvaluationError.levelOutside(95)) {
      try ScoreInterval.intervals(of: [.accuracy], truth: truth, predicted: predicted, level: 95, context: .plain)
    }
  }
}
