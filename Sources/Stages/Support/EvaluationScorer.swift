import Evaluation
import Numerics
import Plans

/// Scores predictions with the evaluation engine: the headline metrics with bootstrap intervals, and every class.
struct EvaluationScorer: Scorer {
  var metricNames: [String] { Metric.headline.map(\.name) }

  func score(
    _ outcomes: [FoldOutcome], classNames: [String], seed: UInt64, context: ExecutionContext
  ) throws -> ScoreCard {
    let folds = try FoldScores(
      outcomes.map { outcome in
        FoldScores.Fold(
          name: outcome.split.name, repetition: outcome.split.repetition, trainRows: outcome.split.train.count,
          confusion: try ConfusionMatrix(
            truth: Labels(names: classNames, codes: outcome.truth), predicted: outcome.predictions.codes))
      })
    let pooled = PooledPredictions(outcomes, classNames: classNames)
    let intervals = try Bootstrap().intervals(
      of: Metric.headline, truth: pooled.truth, predicted: pooled.predicted, subjects: pooled.subjects, seed: seed,
      context: context)
    let metrics = zip(Metric.headline, intervals).map { metric, interval in
      ScoreCard.Metric(
        name: metric.name, title: metric.title, value: metric.value(folds.pooled),
        interval: min(interval.lower, interval.upper)...max(interval.lower, interval.upper),
        perFold: folds.values(of: metric))
    }
    return ScoreCard(
      metrics: metrics,
      classes: folds.pooled.classScores.map {
        ScoreCard.ClassScore(name: $0.name, precision: $0.precision, recall: $0.recall, f1: $0.f1, support: $0.support)
      },
      confusion: folds.pooled.counts.chunked(by: folds.pooled.classes))
  }
}

/// The test rows of all folds, one after another.
struct PooledPredictions {
  let truth: Labels
  let predicted: [Int]
  /// nil where no subject is known.
  let subjects: Grouping?

  init(_ outcomes: [FoldOutcome], classNames: [String]) {
    truth = Labels(names: classNames, codes: outcomes.flatMap(\.truth))
    predicted = outcomes.flatMap(\.predictions.codes)
    let names = outcomes.flatMap { outcome in
      outcome.test.subjects ?? [String](repeating: "", count: outcome.truth.count)
    }
    subjects = names.allSatisfy(\.isEmpty) ? nil : Grouping(names.map { $0.isEmpty ? nil : $0 })
  }
}

extension Array {
  /// In pieces of `size`.
  func chunked(by size: Int) -> [[Element]] {
    guard size > 0 else { return [] }
    return stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}
