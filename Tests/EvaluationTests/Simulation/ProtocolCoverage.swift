import Numerics
import Testing

@testable import Evaluation

/// How often 95% intervals of models that are trained hold the truth under each protocol: what it gives on average over all
/// data sets of one world, which is known of a score, and of the difference of two.
@Suite(.enabled(if: simulatedDataSets != nil), .serialized)
struct ProtocolCoverage {
  private static let metrics = [Metric.accuracy, .macroF1, .uar]

  /// A line of the table for each protocol, number of people, and how alike two sequences of one of them are.
  @Test(arguments: NoiseStudy.Design.allCases)
  func intervalsHoldUnderEachProtocol(design: NoiseStudy.Design) throws {
    guard isSimulated(design) else { return }
    print(HeldShares.heading("people | alike"))
    for subjects in [4, 8, 16, 40] where isSimulated(subjects: subjects) {
      for likeness in [0, 0.4, 0.8] {
        let cells = try [(2, false), (2, true), (7, false), (7, true)].map { classes, isUneven in
          let world = NoiseStudy.World(likeness: likeness, signal: 0.7, isUneven: isUneven, models: 2)
          return try run(classes, subjects, world, design)
        }
        print(HeldShares.line([design.rawValue, "\(subjects)", "\(likeness)"], cells))
      }
    }
  }

  /// nil where too few data sets have an interval.
  private func run(
    _ classes: Int, _ subjects: Int, _ world: NoiseStudy.World, _ design: NoiseStudy.Design
  ) throws -> HeldShares? {
    let dataSets = simulatedDataSets ?? 0
    var scores: [[ScoreInterval]] = []
    var differences: [[ScoreDifference]] = []
    for dataSet in firstDataSet..<(firstDataSet + dataSets) {
      let seed = UInt64(dataSet * 1000 + classes * 100 + subjects)
      let study = NoiseStudy(
        classes: classes, subjects: subjects, frames: 3, neighbours: 3, world: world, seed: seed)
      // Fewer subjects than folds, or one class alone, is refused.
      guard let models = try? study.classifiers(design, seed: seed) else { continue }
      scores.append(try ScoreInterval.intervals(of: Self.metrics, for: models[0], context: .plain))
      differences.append(try ScoreDifference.between(models[0], models[1], by: Self.metrics, context: .plain))
    }
    guard scores.count > dataSets / 2 else { return nil }
    // One tested subject has no interval, which holds nothing.
    let given = scores.count { $0[0].bounds != nil }
    guard given > dataSets / 4 else { return nil }
    let held = Self.metrics.indices.map { metric -> (Int, Int) in
      let truth = scores.reduce(0) { $0 + $1[metric].estimate } / Double(scores.count)
      let difference = differences.reduce(0) { $0 + $1[metric].value } / Double(scores.count)
      return (
        scores.count { $0[metric].bounds?.contains(truth) ?? false },
        differences.count { $0[metric].bounds?.contains(difference) ?? false }
      )
    }
    let noise = 1.5 / Double(max(given, 1)).squareRoot()
    #expect(held.allSatisfy { Double(min($0.0, $0.1)) / Double(given) > 0.88 - noise })
    return HeldShares(scores: held.map(\.0), differences: held.map(\.1), of: given, dataSets: scores.count)
  }
}
