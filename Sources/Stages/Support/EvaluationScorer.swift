import Evaluation
import Numerics
import Plans

/// Scores predictions with the evaluation engine: the headline metrics with their intervals, and every class.
struct EvaluationScorer: Scorer {
  var metricNames: [String] { Metric.headline.map(\.name) }

  func title(of metric: String) -> String {
    (try? Metric.named(metric))?.title ?? metric
  }

  func isHigherBetter(_ metric: String) -> Bool {
    (try? Metric.named(metric))?.isHigherBetter ?? true
  }

  func score(
    _ outcomes: [FoldOutcome], classNames: [String], isPooled: Bool, seed: UInt64, context: ExecutionContext
  ) throws -> ScoreCard {
    let tested = try ComparedClassifier(outcomes, classNames: classNames, isPooled: isPooled)
    let folds = tested.folds
    let metrics =
      tested.isAveraged
      ? try averaged(folds) : try bootstrapped(tested, seed, context)
    return ScoreCard(
      metrics: metrics,
      classes: folds.pooled.classScores.map {
        ScoreCard.ClassScore(name: $0.name, precision: $0.precision, recall: $0.recall, f1: $0.f1, support: $0.support)
      },
      confusion: folds.pooled.counts.chunked(by: folds.pooled.classes))
  }

  /// Means over folds, with the interval for folds that share training rows.
  private func averaged(_ folds: FoldScores) throws -> [ScoreCard.Metric] {
    try Metric.headline.map { metric in
      let interval = try FoldInterval(folds, metric: metric)
      return ScoreCard.Metric(
        name: metric.name, title: metric.title, value: interval.mean, interval: interval.lower...interval.upper,
        perFold: folds.values(of: metric), deviation: interval.deviation, pooled: metric.value(folds.pooled))
    }
  }

  private func bootstrapped(
    _ tested: ComparedClassifier, _ seed: UInt64, _ context: ExecutionContext
  ) throws -> [ScoreCard.Metric] {
    let intervals = try Bootstrap().intervals(
      of: Metric.headline, truth: tested.truth, predicted: tested.predicted, subjects: tested.subjects, seed: seed,
      context: context)
    return zip(Metric.headline, intervals).map { metric, interval in
      ScoreCard.Metric(
        name: metric.name, title: metric.title, value: metric.value(tested.folds.pooled),
        interval: min(interval.lower, interval.upper)...max(interval.lower, interval.upper),
        perFold: tested.folds.values(of: metric))
    }
  }
}

extension ComparedClassifier {
  init(_ outcomes: [FoldOutcome], classNames: [String], isPooled: Bool) throws {
    let folds = try FoldScores(
      outcomes.map { outcome in
        FoldScores.Fold(
          name: outcome.split.name, repetition: outcome.split.repetition, trainRows: outcome.split.train.count,
          confusion: try ConfusionMatrix(
            truth: Labels(names: classNames, codes: outcome.truth), predicted: outcome.predictions.codes))
      })
    let names = outcomes.flatMap { outcome in
      outcome.test.subjects ?? [String](repeating: "", count: outcome.truth.count)
    }
    self.init(
      truth: Labels(names: classNames, codes: outcomes.flatMap(\.truth)),
      predicted: outcomes.flatMap(\.predictions.codes),
      subjects: names.allSatisfy(\.isEmpty) ? nil : Grouping(names.map { $0.isEmpty ? nil : $0 }),
      folds: folds, isPooled: isPooled)
  }

  init(_ result: EvaluationResult) throws {
    try self.init(result.outcomes, classNames: result.classNames, isPooled: result.isPooled)
  }
}

extension Array {
  /// In pieces of `size`.
  func chunked(by size: Int) -> [[Element]] {
    guard size > 0 else { return [] }
    return stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}
