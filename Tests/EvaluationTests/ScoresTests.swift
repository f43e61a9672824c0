import Numerics
import Testing

@testable import Evaluation

@Suite struct ScoresTests {
  private let confusion: ConfusionMatrix

  init() throws {
    confusion = try ConfusionMatrix(truth: ReferencePredictions.truth, predicted: ReferencePredictions.predicted)
  }

  @Test func countsPairs() {
    #expect(confusion.counts == ReferencePredictions.counts)
    #expect(confusion.total == 60 && confusion.correct == 40)
    #expect(confusion.truthTotals == [29, 19, 9, 3, 0])
    #expect(confusion[1, 4] == 6)
  }

  @Test(arguments: [
    ("accuracy", 0.6666666666666666), ("macro_f1", 0.5279960899315739), ("weighted_f1", 0.7188220918866081),
    ("uar", 0.6591046581972171), ("balanced_accuracy", 0.6591046581972171),
    ("macro_precision", 0.5582051282051281), ("macro_recall", 0.5272837265577737),
    ("kappa", 0.5241871530531323), ("mcc", 0.5386334238836971), ("gmean", 0.6570061967124043),
    ("recall_gap", 0.1451905626134301), ("recall_gini", 0.04130335016062414), ("worst_recall", 0.5789473684210527),
    ("uf1", 0.6599951124144674),
  ])
  func agreesWithScikitLearn(name: String, value: Double) throws {
    let metric = try Metric.named(name)
    #expect(abs(metric.value(confusion) - value) < 1e-12)
    #expect(ClassificationScores(confusion)[metric] == metric.value(confusion))
  }

  @Test func scoresEveryClass() {
    let scores = confusion.classScores
    let precision = [0.8076923076923077, 0.9166666666666666, 0.6666666666666666, 0.4, 0.0]
    let recall = [0.7241379310344828, 0.5789473684210527, 0.6666666666666666, 0.6666666666666666, 0.0]
    let f1 = [0.7636363636363637, 0.7096774193548387, 0.6666666666666666, 0.5, 0.0]
    for code in 0..<5 {
      #expect(abs(scores[code].precision - precision[code]) < 1e-12)
      #expect(abs(scores[code].recall - recall[code]) < 1e-12)
      #expect(abs(scores[code].f1 - f1[code]) < 1e-12)
    }
    #expect(scores.map(\.support) == [29, 19, 9, 3, 0])
  }

  @Test func aClassThatIsNowhereChangesNoScore() throws {
    let three = try ConfusionMatrix(names: ["a", "b"], counts: [3, 1, 2, 4])
    let wider = try ConfusionMatrix(names: ["a", "b", "ghost"], counts: [3, 1, 0, 2, 4, 0, 0, 0, 0])
    for metric in Metric.all { #expect(metric.value(three) == metric.value(wider)) }
  }

  @Test func perfectAndUselessPredictions() throws {
    let perfect = try ConfusionMatrix(names: ["a", "b"], counts: [3, 0, 0, 4])
    for metric in Metric.all { #expect(metric.value(perfect) == (metric.isHigherBetter ? 1 : 0)) }
    let single = try ConfusionMatrix(names: ["a", "b"], counts: [3, 0, 4, 0])
    for metric in [Metric.kappa, .mcc, .gmean] { #expect(metric.value(single) == 0) }
    #expect(single.onlyPredictedClass == "a" && perfect.onlyPredictedClass == nil)
  }

  @Test func undefinedScoresAreZero() throws {
    let oneClass = try ConfusionMatrix(names: ["a"], counts: [5])
    #expect(Metric.kappa.value(oneClass) == 0 && Metric.mcc.value(oneClass) == 0)
    #expect(Metric.accuracy.value(oneClass) == 1)
    let empty = try ConfusionMatrix(names: ["a", "b"], counts: [0, 0, 0, 0])
    for metric in Metric.all { #expect(metric.value(empty) == 0) }
  }

  @Test func valuesStayInTheirDeclaredRange() throws {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<200 {
      let counts = (0..<16).map { _ in generator.below(6) * generator.below(2) }
      let confusion = try ConfusionMatrix(names: ["a", "b", "c", "d"], counts: counts)
      for metric in Metric.all {
        #expect(metric.range.contains(metric.value(confusion)), "\(metric.name) of \(counts)")
      }
    }
  }

  @Test func namesAreUniqueAndFindable() {
    let names = Metric.all.flatMap { [$0.name] + $0.aliases }
    #expect(Set(names).count == names.count)
    #expect(throws: EvaluationError.unknownMetric("f2", known: Metric.all.map(\.name))) { try Metric.named("f2") }
    #expect(Metric.recallGap.isBetter(0.1, than: 0.2) && !Metric.accuracy.isBetter(0.1, than: 0.1))
  }

  @Test func poolsFoldsAndTellsTheirSpread() throws {
    let fold = { (name: String, repetition: Int, counts: [Int]) in
      FoldScores.Fold(
        name: name, repetition: repetition, trainRows: 8,
        confusion: try ConfusionMatrix(names: ["a", "b"], counts: counts))
    }
    let scores = try FoldScores([
      fold("1", 0, [2, 0, 0, 2]), fold("2", 0, [1, 1, 1, 1]), fold("3", 1, [2, 0, 2, 0]),
    ])
    #expect(scores.pooled.counts == [5, 1, 3, 3])
    #expect(scores.pooledByRepetition.map(\.counts) == [[3, 1, 1, 3], [2, 0, 2, 0]])
    #expect(scores.values(of: .accuracy) == [1, 0.5, 0.5])
    #expect(abs(scores.mean(of: .accuracy) - 2 / 3) < 1e-12)
    #expect(abs((scores.deviation(of: .accuracy) ?? 0) - 0.28867513459481287) < 1e-12)
    #expect(throws: EvaluationError.self) { try FoldScores([]) }
  }

  @Test func wrongInputIsRefused() {
    #expect(throws: EvaluationError.wrongTable(counts: 3, classes: 2)) {
      try ConfusionMatrix(names: ["a", "b"], counts: [1, 2, 3])
    }
    #expect(throws: EvaluationError.negativeCount(-1)) { try ConfusionMatrix(names: ["a"], counts: [-1]) }
    let truth = Labels(names: ["a", "b"], codes: [0, 1])
    #expect(throws: EvaluationError.differentLengths(of: "predictions", found: 1, rows: 2)) {
      try ConfusionMatrix(truth: truth, predicted: [0])
    }
    #expect(throws: EvaluationError.unknownCode(2, of: "classes", known: 2)) {
      try ConfusionMatrix(truth: truth, predicted: [0, 2])
    }
  }
}
