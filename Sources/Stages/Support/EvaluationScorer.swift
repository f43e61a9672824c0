import Basics
import Evaluation
import Numerics
import Plans
import Samples

/// Scores predictions with the evaluation engine: the metrics with their intervals, and every class.
struct EvaluationScorer: Scorer {
  /// All that a result is scored by, the headline first.
  static let metrics: [Metric] = Metric.headline + [.uf1, .worstRecall, .gmean]

  var metricNames: [String] { Metric.headline.map(\.name) }
  var furtherMetricNames: [String] { Self.metrics.dropFirst(Metric.headline.count).map(\.name) }

  func title(of metric: String) -> String {
    (try? Metric.named(metric))?.title ?? metric
  }

  func isHigherBetter(_ metric: String) -> Bool {
    (try? Metric.named(metric))?.isHigherBetter ?? true
  }

  func score(
    _ outcomes: [FoldOutcome], classNames: [String], isPooled: Bool, context: ExecutionContext
  ) throws -> ScoreCard {
    let tested = try ComparedClassifier(outcomes, classNames: classNames, isPooled: isPooled)
    let folds = tested.folds
    let intervals = try ScoreInterval.intervals(of: Self.metrics, for: tested, context: context)
    return ScoreCard(
      metrics: zip(Self.metrics, intervals).map { metric, interval in
        ScoreCard.Score(
          name: metric.name, title: metric.title, value: interval.estimate, interval: interval.bounds,
          perFold: folds.values(of: metric),
          deviation: tested.isMean(of: metric) ? folds.deviation(of: metric) : nil, pooled: metric.value(folds.pooled))
      },
      classes: zip(folds.pooled.classScores, tested.recallBounds).map { score, bounds in
        var score = score
        score.recallInterval = bounds
        return score
      },
      confusion: folds.pooled.counts.chunked(by: folds.pooled.classes), intervalBasis: basis(of: intervals, tested),
      notes: [tested.supportNote].compactMap { $0 })
  }

  /// Where the intervals come from, or why there is none.
  private func basis(of intervals: [ScoreInterval], _ tested: ComparedClassifier) -> IntervalBasis {
    switch intervals.first?.basis {
    case .oneSubject:
      return IntervalBasis("no interval: all test rows are of one subject, which tells nothing about others")
    case .oneRow: return IntervalBasis("no interval: there is one test row")
    case .folds: return IntervalBasis("95% intervals over folds that share training rows (Nadeau & Bengio 2003)")
    default: break
    }
    let units = intervals.first?.unitCount ?? 0
    return IntervalBasis(
      "95% intervals by the jackknife over \(grouped(units)) \(tested.subjects != nil ? "subjects" : "rows")",
      hasExactEnd: intervals.contains { $0.basis == .exactEnd },
      held: tested.intervalCoverage.flatMap { IntervalCoverage.text($0.ofScores) })
  }
}

extension ComparedClassifier {
  /// - Parameter other: a result that may be of the same test, whose subjects need not be found anew then.
  init(
    _ outcomes: [FoldOutcome], classNames: [String], isPooled: Bool, like other: SubjectsOfTest? = nil
  ) throws {
    // Predictions that come from a file do not say what trained: all rows that were not tested there, then.
    let rows = outcomes.contains { $0.split.train.isEmpty } ? Set(outcomes.flatMap(\.split.test)).count : 0
    let folds = try FoldScores(
      outcomes.map { outcome in
        let train = outcome.split.train.isEmpty ? rows - outcome.split.test.count : outcome.split.train.count
        return FoldScores.Fold(
          name: outcome.split.name, repetition: outcome.split.repetition, trainRows: train,
          confusion: try ConfusionMatrix(
            truth: Labels(names: classNames, codes: outcome.truth), predicted: outcome.predictions.codes))
      })
    self.init(
      truth: Labels(names: classNames, codes: outcomes.flatMap(\.truth)),
      predicted: outcomes.flatMap(\.predictions.codes),
      subjects: (other ?? SubjectsOfTest(outcomes)).subjects(of: outcomes),
      folds: folds, isPooled: isPooled, rowNumbers: outcomes.flatMap(\.split.test),
      foldsAreSources: !isPooled && outcomes.count > 1 && Self.areSources(outcomes))
  }

  /// Whether each fold tests a data set that no other does.
  private static func areSources(_ outcomes: [FoldOutcome]) -> Bool {
    var seen = Set<String>()
    return outcomes.allSatisfy { outcome in
      let sources = outcome.test.sources
      guard let source = sources.first, source != "" else { return false }
      return sources.allSatisfy { $0 == source } && seen.insert(source).inserted
    }
  }

  /// 95 % of where the recall of each class lies, whole subjects at a time, or rows, however often folds repeat; nil for a
  /// class of one subject or one row.
  fileprivate var recallBounds: [ClosedRange<Double>?] {
    let units = truth.codes.indices.map { row in
      subjects.map { $0.codes[row].map { "\($0)" } ?? "" } ?? "\(rowNumbers?[row] ?? row)"
    }
    return truth.names.indices.map { code in
      let rows = truth.codes.indices.filter { truth.codes[$0] == code }
      return ClusteredMean.boundsOfShare(
        rows.map { predicted[$0] == code ? 1 : 0 }, clusters: rows.map { units[$0] })
    }
  }

  init(_ result: EvaluationResult) throws {
    try self.init(result.outcomes, classNames: result.classNames, isPooled: result.isPooled)
  }

  /// Of results that are to be compared, mostly of the same test.
  static func several(_ results: [EvaluationResult]) throws -> [ComparedClassifier] {
    let subjects = results.first.map { SubjectsOfTest($0.outcomes) }
    return try results.map {
      try ComparedClassifier($0.outcomes, classNames: $0.classNames, isPooled: $0.isPooled, like: subjects)
    }
  }
}

/// Who was tested, found once for all that were tested on the same.
struct SubjectsOfTest {
  /// Of each fold, as it is kept; nil where not known.
  private let columns: [MetadataColumn.Values?]
  private let rows: [Int]
  private let grouping: Grouping?

  init(_ outcomes: [FoldOutcome]) {
    columns = Self.columns(outcomes)
    rows = outcomes.map(\.truth.count)
    let names = outcomes.flatMap { outcome in
      outcome.test.subjects ?? [String](repeating: "", count: outcome.truth.count)
    }
    grouping = names.allSatisfy(\.isEmpty) ? nil : Grouping(names.map { $0.isEmpty ? nil : $0 })
  }

  /// Cost: O(rows) comparisons of short texts, or none where they are the same in memory; of another test it is found anew.
  func subjects(of outcomes: [FoldOutcome]) -> Grouping? {
    let isSame = rows == outcomes.map(\.truth.count) && columns == Self.columns(outcomes)
    return isSame ? grouping : SubjectsOfTest(outcomes).grouping
  }

  private static func columns(_ outcomes: [FoldOutcome]) -> [MetadataColumn.Values?] {
    outcomes.map { $0.test.column(.subject)?.values }
  }
}

extension Array {
  /// In pieces of `size`.
  func chunked(by size: Int) -> [[Element]] {
    guard size > 0 else { return [] }
    return stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}
