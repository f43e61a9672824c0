import Numerics
import Testing

@testable import Evaluation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Minutes, so only where `MIEN_SIMULATE` says how many data sets a cell: see README.md of this folder.
let simulatedDataSets = getenv("MIEN_SIMULATE").flatMap { Int(String(cString: $0)) }

/// How often models that are all alike are told apart: at most a little over one in twenty, however they are compared.
@Suite(.enabled(if: simulatedDataSets != nil), .serialized)
struct FalseVerdicts {
  private static let metrics = [Metric.accuracy, .macroF1, .uar]

  @Test(arguments: [2, 7], [1, 7])
  func equalModelsAreSeldomToldApart(classes: Int, neighbours: Int) throws {
    print("compare | sweep of 8 | compare of 5 | ablate | best, then compare || intervals that hold chance")
    let people: [(subjects: Int?, frames: Int)] = [
      (nil, 1), (8, 5), (20, 5), (40, 5),
    ]
    for (subjects, frames) in people {
      for design in NoiseStudy.Design.allCases {
        try run(classes, neighbours, subjects, frames, design)
      }
    }
  }

  private func run(_ classes: Int, _ neighbours: Int, _ subjects: Int?, _ frames: Int, _ design: NoiseStudy.Design)
    throws
  {
    let dataSets = simulatedDataSets ?? 0
    var tally = Tally()
    for dataSet in 0..<dataSets {
      let seed = UInt64(dataSet * 1000 + classes * 100 + (subjects ?? 0))
      let study = NoiseStudy(classes: classes, subjects: subjects, frames: frames, neighbours: neighbours, seed: seed)
      guard let models = try study.classifiers(design, seed: seed) else { return }
      try tally.add(models, Self.metrics)
      try tally.addInterval(models[0], chance: 1 / Double(classes))
    }
    print(
      classes, "classes,", neighbours, "neighbours,", subjects.map { "\($0) × \(frames)" } ?? "rows",
      design.rawValue + ":",
      tally.text(of: dataSets))
    #expect(tally.contradictions == 0)
    let bound = 0.05 + 3 * (0.05 * 0.95 / Double(max(dataSets, 1))).squareRoot() + 0.01
    #expect(tally.rates(dataSets).allSatisfy { $0 <= bound }, "\(classes) \(subjects ?? 0) \(design)")
  }
}

/// Data sets in which something was told apart, for each way of comparing and each metric.
private struct Tally {
  private static let ways = 5
  private var found = [[Int]](repeating: [0, 0, 0], count: ways)
  /// Intervals of one model's accuracy and UAR that hold the truth.
  private var held = [0, 0]
  /// Verdicts against their own intervals.
  var contradictions = 0

  mutating func add(_ models: [ComparedClassifier], _ metrics: [Metric]) throws {
    let pair = try ScoreDifference.between(models[0], models[1], by: metrics, context: .plain)
    for (metric, difference) in pair.enumerated() { note([difference], 0, metric) }
    let best = metrics.map { ComparedClassifier.best(of: models, by: $0) ?? 0 }
    let sweep = try ReferenceComparison(
      of: Array(zip(metrics, best)), isChosen: true, classifiers: models, context: .plain)
    let ablation = try ReferenceComparison(
      of: metrics.map { ($0, 0) }, classifiers: Array(models.prefix(5)), context: .plain)
    for metric in metrics.indices {
      note(sweep.differences[metric].compactMap { $0 }, 1, metric)
      note(ablation.differences[metric].compactMap { $0 }, 3, metric)
      var pairs: [ScoreDifference] = []
      for first in 0..<5 {
        for second in (first + 1)..<5 {
          pairs += try ScoreDifference.between(models[first], models[second], by: [metrics[metric]], context: .plain)
        }
      }
      note(ScoreDifference.family(pairs), 2, metric)
      guard best[metric] != 0 else { continue }
      let chosen = try ScoreDifference.between(
        models[0], models[best[metric]], by: [metrics[metric]], context: .plain)
      note(ScoreDifference.family(chosen, among: models.count - 1), 4, metric)
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

  /// Labels are drawn apart from everything, so that chance is the true accuracy and UAR.
  mutating func addInterval(_ model: ComparedClassifier, chance: Double) throws {
    let found = try ScoreInterval.intervals(of: [.accuracy, .uar], for: model, context: .plain)
    for (index, interval) in found.enumerated() {
      if interval.bounds?.contains(chance) ?? true { held[index] += 1 }
    }
  }

  func text(of dataSets: Int) -> String {
    found.map { way in way.map { percent($0, dataSets) }.joined(separator: "/") }.joined(separator: " | ")
      + " || " + held.map { percent($0, dataSets) }.joined(separator: "/")
  }
}

func percent(_ part: Int, _ whole: Int) -> String {
  let tenths = (1000 * Double(part) / Double(max(whole, 1))).rounded() / 10
  return "\(tenths)"
}
