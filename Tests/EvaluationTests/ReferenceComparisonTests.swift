import Numerics
import Testing

@testable import Evaluation

@Suite struct ReferenceComparisonTests {
  /// Right answers of four classifiers in six folds of 20 test rows.
  private let right = [
    [14, 15, 13, 16, 15, 14], [15, 17, 15, 17, 16, 16], [15, 16, 15, 18, 16, 15], [10, 11, 9, 12, 12, 9],
  ]

  /// A classifier of two classes that errs only on the first; each fold is a data set, so that folds are what counts.
  private func classifier(_ right: [Int]) throws -> ComparedClassifier {
    let folds = try right.enumerated().map { fold, count in
      FoldScores.Fold(
        name: "fold \(fold)", repetition: 0, trainRows: 100,
        confusion: try ConfusionMatrix(names: ["a", "b"], counts: [count, 20 - count, 0, 0]))
    }
    return ComparedClassifier(
      truth: Labels(names: ["a", "b"], codes: [Int](repeating: 0, count: 20 * right.count)),
      predicted: right.flatMap { count in (0..<20).map { $0 < count ? 0 : 1 } }, subjects: nil,
      folds: try FoldScores(folds), foldsAreSources: true)
  }

  @Test func anIntervalOverFoldsAgreesWithScipy() throws {
    let interval = try FoldInterval(try classifier(right[0]).folds, metric: .accuracy)
    #expect(abs(interval.mean - 0.7250000000000001) < 1e-12)
    #expect(abs(interval.deviation - 0.05244044240850759) < 1e-12)
    #expect(abs(interval.lower - 0.6433730636871777) < 1e-9 && abs(interval.upper - 0.8066269363128225) < 1e-9)
  }

  @Test func anIntervalStaysInTheRangeOfItsMetric() throws {
    let interval = try FoldInterval(try classifier([20, 2, 20, 19]).folds, metric: .accuracy)
    #expect(interval.upper == 1 && interval.lower == 0)
  }

  @Test func aFamilyOverFoldsAgreesWithScipyAndStatsmodels() throws {
    let classifiers = try right.map(classifier)
    let best = try #require(ComparedClassifier.best(of: classifiers, by: .accuracy))
    #expect(best == 1)
    let family = try ReferenceComparison(
      of: [(.accuracy, best)], classifiers: classifiers, context: .plain
    ).differences[0]
    #expect(family[1] == nil)
    let expected: [Int: (Double, Double, Double, Double, Double)] = [
      0: (
        -0.07500000000000001, -0.14699738629482548, -0.003002613705174545, 0.01996041821200645, 0.0399208364240129
      ),
      2: (-0.008333333333333323, -0.0669202965229782, 0.050253629856311564, 0.7295956469225585, 0.7295956469225585),
      3: (
        -0.27499999999999997, -0.4007254237734257, -0.14927457622657422, 0.00033925586931691305, 0.0010177676079507392
      ),
    ]
    for (index, (value, lower, upper, raw, holm)) in expected {
      let found = try #require(family[index])
      #expect(found.test == .resampledT)
      #expect(abs(found.value - value) < 1e-12)
      #expect(try abs(#require(found.lower) - lower) < 1e-9 && abs(#require(found.upper) - upper) < 1e-9)
      #expect(try abs(#require(found.rawProbability) - raw) < 1e-9)
      #expect(try abs(#require(found.probability) - holm) < 1e-9)
    }
    #expect(family.map { $0?.isDistinguishable } == [true, nil, false, true])
  }

  /// By Tukey's range for what was chosen: each interval leaves out 0 exactly where its verdict is a difference, and with
  /// two it is the comparison alone.
  @Test func whatWasChosenAsTheBestMustBeBetterByMore() throws {
    let classifiers = try right.map(classifier)
    let named = try ReferenceComparison(of: [(.accuracy, 1)], classifiers: classifiers, context: .plain).differences[0]
    let chosen = try ReferenceComparison(
      of: [(.accuracy, 1)], isChosen: true, classifiers: classifiers, context: .plain
    ).differences[0]
    for (a, b) in zip(named, chosen) {
      guard let a, let b else { continue }
      #expect(try #require(b.probability) > #require(a.rawProbability))
      #expect(try #require(b.bounds).contains(0) == !b.isDistinguishable)
    }
    let far = try #require(chosen[3])
    #expect(far.isDistinguishable)
    let two = Array(classifiers[1...2])
    let pair = try ReferenceComparison(of: [(.accuracy, 0)], isChosen: true, classifiers: two, context: .plain)
    let alone = try #require(pair.differences[0][1])
    #expect(try abs(#require(alone.probability) - #require(alone.rawProbability)) < 1e-9)
  }

  /// On one split: errs on every m-th row.
  private func erring(every m: Int) throws -> ComparedClassifier {
    let truth = Labels(names: ["a", "b"], codes: (0..<40).map { $0 % 2 })
    let predicted = (0..<40).map { $0 % m == 0 ? 1 - $0 % 2 : $0 % 2 }
    let fold = FoldScores.Fold(
      name: "holdout", repetition: 0, trainRows: 100, confusion: try ConfusionMatrix(truth: truth, predicted: predicted)
    )
    return ComparedClassifier(
      truth: truth, predicted: predicted, subjects: nil, folds: try FoldScores([fold]))
  }

  @Test func aFamilyOnOneSplitAgreesWithStatsmodels() throws {
    let family = try ReferenceComparison(
      of: [(.accuracy, 0)], classifiers: [13, 4, 3, 2].map { try erring(every: $0) }, context: .plain
    ).differences[0]
    let raw = [0.14599609375, 0.012939453125, 0.0004024505615234375]
    let holm = [0.14599609375, 0.02587890625, 0.0012073516845703125]
    for (found, (raw, holm)) in zip(family.dropFirst(), zip(raw, holm)) {
      #expect(found?.test == .mcNemar)
      #expect(abs((found?.rawProbability ?? 9) - raw) < 1e-12 && abs((found?.probability ?? 9) - holm) < 1e-12)
    }
  }

  /// 15 of 20 against 16 of 20 in each of two folds.
  @Test func foldsThatAgreeToTheLastDigitAreNoProof() throws {
    for folds in [2, 5, 10] {
      let family = try ReferenceComparison(
        of: [(.accuracy, 0)],
        classifiers: [15, 16].map { try classifier([Int](repeating: $0, count: folds)) }, context: .plain
      ).differences[0]
      #expect(family[1]?.probability ?? 0 >= [2: 0.5, 5: 0.0625, 10: 0.001953125][folds] ?? 1)
    }
  }

  @Test func pooledFoldsAreComparedByTheirRows() throws {
    let (a, b) = (try classifier(right[1]), try classifier(right[3]))
    let pooled = [a, b].map {
      ComparedClassifier(truth: $0.truth, predicted: $0.predicted, subjects: nil, folds: $0.folds, isPooled: true)
    }
    #expect(!pooled[0].isAveraged && abs(pooled[0].value(of: .accuracy) - 96.0 / 120) < 1e-12)
    let found = try ReferenceComparison(of: [(.accuracy, 0)], classifiers: pooled, context: .plain)
      .differences[0][1]
    #expect(found?.test == .mcNemar && found?.unitCount == 120)
  }

  @Test func resultsDoNotDependOnThreads() throws {
    let classifiers = try [13, 4, 3].map { try erring(every: $0) }
    let runs = try [1, 2].map { threads in
      try ReferenceComparison(
        of: Metric.headline.map { ($0, 0) }, classifiers: classifiers,
        context: ExecutionContext(threads: threads)
      ).differences
    }
    #expect(runs[0] == runs[1])
  }
}
