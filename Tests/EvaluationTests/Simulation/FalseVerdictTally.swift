import Numerics

@testable import Evaluation

/// Data sets in which equal models were told apart, for each way of comparing and each metric.
struct FalseVerdictTally {
  /// Two models; the best of eight with the others; all pairs of five; four with the one they were made from; the best with
  /// one.
  private static let ways = 5
  /// How many comparisons a sweep's marks could be taken for, where the best of eight stands beside seven.
  static let sweepFamilies = [7, 10, 14, 20, 28]

  private let metrics: [Metric]
  private var found: [[Int]]
  private var sweeps: [[Int]]
  private var intervals: [[ScoreInterval]]
  /// Verdicts against their own intervals.
  private(set) var contradictions = 0

  init(metrics: [Metric]) {
    self.metrics = metrics
    let none = metrics.map { _ in 0 }
    found = [[Int]](repeating: none, count: Self.ways)
    sweeps = [[Int]](repeating: none, count: Self.sweepFamilies.count)
    intervals = metrics.map { _ in [] }
  }

  mutating func add(_ models: [ComparedClassifier]) throws {
    let count = models.count
    var pairs: [[ScoreDifference]] = []
    for first in 0..<count {
      for second in (first + 1)..<count {
        pairs.append(try ScoreDifference.between(models[first], models[second], by: metrics, context: .plain))
      }
    }
    func pair(_ first: Int, _ second: Int, _ metric: Int) -> ScoreDifference {
      let (low, high) = (min(first, second), max(first, second))
      return pairs[low * (2 * count - low - 1) / 2 + high - low - 1][metric]
    }
    let range = BestOfSeveral(count: count)
    for metric in metrics.indices {
      let best = ComparedClassifier.best(of: models, by: metrics[metric]) ?? 0
      let others = models.indices.filter { $0 != best }.map { pair(best, $0, metric) }
      note([pair(0, 1, metric)], 0, metric)
      note(others.map { $0.beside(range) }, 1, metric)
      note(
        ScoreDifference.family((0..<5).flatMap { first in ((first + 1)..<5).map { pair(first, $0, metric) } }), 2,
        metric)
      note(ScoreDifference.family((1..<5).map { pair(0, $0, metric) }), 3, metric)
      for (index, tests) in Self.sweepFamilies.enumerated()
      where ScoreDifference.family(others, among: tests).contains(where: \.isDistinguishable) {
        sweeps[index][metric] += 1
      }
      guard best != 0 else { continue }
      note(ScoreDifference.family([pair(0, best, metric)], among: count - 1), 4, metric)
    }
  }

  private mutating func note(_ differences: [ScoreDifference], _ way: Int, _ metric: Int) {
    if differences.contains(where: \.isDistinguishable) { found[way][metric] += 1 }
    let wrong = differences.filter { difference in
      difference.bounds.map { $0.contains(0) == difference.isDistinguishable } ?? difference.isDistinguishable
    }
    for difference in wrong { print("AGAINST ITS INTERVAL", way, difference) }
    contradictions += wrong.count
  }

  func rates(_ dataSets: Int) -> [Double] { found.flatMap { $0.map { Double($0) / Double(max(dataSets, 1)) } } }

  mutating func addIntervals(_ model: ComparedClassifier) throws {
    for (index, interval) in try ScoreInterval.intervals(of: metrics, for: model, context: .plain).enumerated() {
      intervals[index].append(interval)
    }
  }

  /// Labels are drawn apart from everything, so that chance is the true accuracy and recall of each class; what macro-F1 is
  /// in truth is its mean over the data sets.
  private func held(chance: Double) -> [Int] {
    zip(metrics, intervals).map { metric, intervals in
      let mean = intervals.reduce(0) { $0 + $1.estimate } / Double(max(intervals.count, 1))
      let truth = metric.name == Metric.macroF1.name ? mean : chance
      return intervals.count { $0.bounds?.contains(truth) ?? true }
    }
  }

  func text(of dataSets: Int, chance: Double) -> String {
    func joined(_ counts: [[Int]]) -> String {
      counts.map { way in way.map { percent($0, dataSets) }.joined(separator: "/") }.joined(separator: " | ")
    }
    return "\(joined(found)) || \(joined([held(chance: chance)])) || sweep as \(Self.sweepFamilies): \(joined(sweeps))"
  }
}

func percent(_ part: Int, _ whole: Int) -> String {
  let tenths = (1000 * Double(part) / Double(max(whole, 1))).rounded() / 10
  return "\(tenths)"
}
