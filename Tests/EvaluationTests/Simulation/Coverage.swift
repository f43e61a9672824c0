import Numerics
import Testing

@testable import Evaluation

/// How often 95% intervals hold the true score, and the true difference.
@Suite(.enabled(if: simulatedDataSets != nil), .serialized)
struct Coverage {
  private static let metrics = [Metric.accuracy, .macroF1, .uar]

  private struct World {
    let study: SubjectStudy
    let truth: [[Double]]
  }

  /// A line of the table for each correlation and number of subjects.
  @Test func intervalsHoldAsOftenAsTheySay() throws {
    print(HeldShares.heading("subjects | alike"))
    for correlation in [0, 0.3, 0.6, 0.8] {
      let worlds = try [(2, false), (2, true), (7, false), (7, true)].map { classes, areUnequal in
        let study = SubjectStudy(
          classes: classes, correlation: correlation, areUnequal: areUnequal, advantage: 0.4)
        var generator = SeededGenerator(seed: 99)
        return World(study: study, truth: try trueScores(study.sample(subjects: 20_000, &generator)))
      }
      for subjects in [4, 8, 16, 40] {
        let cells = try worlds.map { try run($0.study, subjects, $0.truth) }
        print(HeldShares.line(["one test", "\(subjects)", "\(correlation)"], cells))
      }
    }
  }

  private func trueScores(_ sample: SubjectStudy.Sample) throws -> [[Double]] {
    try [sample.first, sample.second].map { predicted in
      let confusion = try ConfusionMatrix(truth: sample.truth, predicted: predicted)
      return Self.metrics.map { $0.value(confusion) }
    }
  }

  private func run(_ study: SubjectStudy, _ subjects: Int, _ truth: [[Double]]) throws -> HeldShares {
    let dataSets = simulatedDataSets ?? 0
    var held = [[Int]](repeating: [0, 0, 0], count: 2)
    for dataSet in firstDataSet..<(firstDataSet + dataSets) {
      var generator = SeededGenerator(seed: UInt64(dataSet * 100 + subjects))
      let sample = study.sample(subjects: subjects, &generator)
      let models = try [sample.first, sample.second].map {
        try ComparedClassifier(truth: sample.truth, predicted: $0, subjects: sample.subjects)
      }
      let scores = try ScoreInterval.intervals(of: Self.metrics, for: models[0], context: .plain)
      let differences = try ScoreDifference.between(models[0], models[1], by: Self.metrics, context: .plain)
      for metric in Self.metrics.indices {
        if scores[metric].bounds?.contains(truth[0][metric]) ?? false { held[0][metric] += 1 }
        if differences[metric].bounds?.contains(truth[1][metric] - truth[0][metric]) ?? false { held[1][metric] += 1 }
      }
    }
    let noise = 1.5 / Double(max(dataSets, 1)).squareRoot()
    #expect(held.joined().allSatisfy { Double($0) / Double(max(dataSets, 1)) > 0.89 - noise })
    return HeldShares(scores: held[0], differences: held[1], of: dataSets)
  }
}

/// How often a true difference is found, by this rule and by the ones that were before it.
@Suite(.enabled(if: simulatedDataSets != nil), .serialized)
struct Power {
  /// Log odds that raise the accuracy of two classes by about 5 and 10 points.
  @Test(arguments: [0.27, 0.56])
  func differencesAreFound(advantage: Double) throws {
    print("advantage, people: found by accuracy, before (McNemar by row) → now; by macro-F1, before (bootstrap) → now")
    let people: [(subjects: Int, frames: Int, design: Design)] = [
      (10, 1, .oneTest), (10, 5, .oneTest), (40, 1, .folds), (40, 5, .folds), (40, 1, .loso), (40, 5, .loso),
      (100, 1, .oneTest),
    ]
    for (subjects, frames, design) in people {
      try run(
        SubjectStudy(classes: 2, correlation: 0.1, areUnequal: false, advantage: advantage, frames: frames),
        subjects, design)
    }
  }

  private enum Design: String {
    case oneTest = "one test"
    case folds = "cv 5"
    case loso
  }

  private func run(_ study: SubjectStudy, _ subjects: Int, _ design: Design) throws {
    let dataSets = simulatedDataSets ?? 0
    var found = [0, 0, 0, 0]
    var sizes = 0.0
    for dataSet in firstDataSet..<(firstDataSet + dataSets) {
      var generator = SeededGenerator(seed: UInt64(dataSet * 100 + subjects))
      let sample = study.sample(subjects: subjects, &generator)
      let models = try [sample.first, sample.second].map { try classifier(sample, $0, design) }
      let now = try ScoreDifference.between(models[0], models[1], by: [.accuracy, .macroF1], context: .plain)
      let rows = try McNemarTest(truth: sample.truth, first: sample.first, second: sample.second)
      let drawn = try Bootstrap(resamples: 300).differences(
        of: [.macroF1], truth: sample.truth, first: sample.first, second: sample.second, subjects: sample.subjects,
        seed: UInt64(dataSet), context: .plain)[0]
      sizes += now[0].value
      for (index, isFound) in [
        rows.exactProbability < 0.05, now[0].isDistinguishable, drawn.signProbability < 0.05, now[1].isDistinguishable,
      ].enumerated() where isFound { found[index] += 1 }
    }
    let points = (1000 * sizes / Double(max(dataSets, 1))).rounded() / 10
    print(
      "\(points) points, \(subjects) subjects × \(12 * study.frames) rows (\(study.frames) frames alike), "
        + "\(design.rawValue):", percent(found[0], dataSets), "→", percent(found[1], dataSets), ";",
      percent(found[2], dataSets), "→", percent(found[3], dataSets))
  }

  private func classifier(_ sample: SubjectStudy.Sample, _ predicted: [Int], _ design: Design) throws
    -> ComparedClassifier
  {
    let subjects = sample.subjects.rows
    let tests: [[Int]]
    switch design {
    case .oneTest:
      return try ComparedClassifier(truth: sample.truth, predicted: predicted, subjects: sample.subjects)
    case .folds: tests = (0..<5).map { fold in subjects.indices.filter { $0 % 5 == fold }.flatMap { subjects[$0] } }
    case .loso: tests = subjects
    }
    let folds = try tests.enumerated().map { fold, rows in
      FoldScores.Fold(
        name: "fold \(fold)", repetition: 0, trainRows: predicted.count - rows.count,
        confusion: try ConfusionMatrix(truth: sample.truth.gathering(rows), predicted: rows.map { predicted[$0] }))
    }
    let order = tests.flatMap { $0 }
    return ComparedClassifier(
      truth: sample.truth.gathering(order), predicted: order.map { predicted[$0] },
      subjects: sample.subjects.gathering(order), folds: try FoldScores(folds), isPooled: design == .loso)
  }
}
