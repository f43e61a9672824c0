import Numerics
import Testing

@testable import Evaluation

/// An interval leaves out 0 exactly where the verdict is a difference: under every protocol, for every metric, by subject and
/// by row, alone and corrected, in every comparison of this module.
@Suite struct IntervalAndVerdictTests {
  private struct Draw {
    var generator: SeededGenerator

    /// Answers as good as `skill` says; the rows of a subject are easier or harder together.
    mutating func answers(_ truth: Labels, _ subjects: [Int], skill: Double) -> [Int] {
      let ease = (0...(subjects.max() ?? 0)).map { _ in 0.4 * generator.uniform() }
      return truth.codes.enumerated().map { row, code in
        generator.uniform() < skill + ease[subjects[row]] ? code : generator.below(truth.names.count)
      }
    }
  }

  /// Models of one random test: one test, folds, tests that repeat, pooled folds or data sets left out.
  private func models(_ seed: Int) throws -> (models: [ComparedClassifier], groups: Grouping) {
    var draw = Draw(generator: SeededGenerator(seed: UInt64(seed)))
    let classes = 2 + draw.generator.below(3)
    let people = 2 + draw.generator.below(9)
    let rows = people * (3 + draw.generator.below(8))
    let names = Labels(
      names: (0..<classes).map { "c\($0)" }, codes: (0..<rows).map { _ in draw.generator.below(classes) })
    let person = (0..<rows).map { $0 % people }
    let (repeats, folds) = (seed % 5 == 2 ? 3 : 1, seed % 5 == 0 ? 1 : min(people, 2 + seed % 4))
    let order = (0..<repeats).flatMap { repetition in
      (0..<folds).map { fold in (0..<rows).filter { (person[$0] + repetition * person[$0] / 2) % folds == fold } }
    }
    let models = try (0..<4).map { number -> ComparedClassifier in
      let skill = 0.1 + 0.25 * Double((number + seed) % 4)
      var (predicted, tests) = ([Int](), [FoldScores.Fold]())
      for (index, fold) in order.enumerated() where !fold.isEmpty {
        let truth = names.gathering(fold)
        let answers = draw.answers(truth, fold.map { person[$0] }, skill: skill)
        predicted += answers
        tests.append(
          FoldScores.Fold(
            name: "\(index)", repetition: index / folds, trainRows: max(1, rows - fold.count),
            confusion: try ConfusionMatrix(truth: truth, predicted: answers)))
      }
      let tested = order.flatMap { $0 }
      return ComparedClassifier(
        truth: names.gathering(tested), predicted: predicted,
        subjects: seed % 3 == 0 ? nil : Grouping(tested.map { seed % 7 == 1 && $0 == 0 ? nil : "S\(person[$0])" }),
        folds: try FoldScores(tests), isPooled: seed % 5 == 3, rowNumbers: tested, foldsAreSources: seed % 5 == 4)
    }
    return (models, Grouping(order.flatMap { $0 }.map { "g\((person[$0] + $0 / people) % 3)" }))
  }

  private func check(_ difference: ScoreDifference, _ seed: Int) {
    let comment = Comment(rawValue: "seed \(seed): \(difference)")
    guard let bounds = difference.bounds else {
      #expect(difference.probability == nil && !difference.isDistinguishable, comment)
      return
    }
    #expect(bounds.contains(0) != difference.isDistinguishable, comment)
    #expect(bounds.contains(difference.value), comment)
    switch difference.verdict {
    case .better: #expect(difference.isHigherBetter ? bounds.lowerBound > 0 : bounds.upperBound < 0, comment)
    case .worse: #expect(difference.isHigherBetter ? bounds.upperBound < 0 : bounds.lowerBound > 0, comment)
    case .notTold: #expect(bounds.contains(0), comment)
    case .unknown: Issue.record(comment)
    }
  }

  @Test func theyAgreeWhateverIsCompared() throws {
    var told = 0
    for seed in 0..<40 {
      let models = try models(seed).models
      var differences: [ScoreDifference] = []
      for second in models.dropFirst() {
        let pair = try ScoreDifference.between(models[0], second, by: Metric.all, context: .plain)
        for (metric, difference) in zip(Metric.all, pair) {
          #expect(abs(difference.value - (second.value(of: metric) - models[0].value(of: metric))) < 1e-12)
        }
        differences += pair
      }
      let family = ScoreDifference.family(differences)
      let chosen = try ReferenceComparison(
        of: Metric.all.map { ($0, ComparedClassifier.best(of: models, by: $0) ?? 0) }, isChosen: true,
        classifiers: models, context: .plain
      ).differences.flatMap { $0.compactMap { $0 } }
      for difference in differences + family + ScoreDifference.family(differences, among: 90) + chosen {
        check(difference, seed)
      }
      told += family.count(where: \.isDistinguishable)
    }
    #expect(told > 20)
  }

  @Test func scoresLieInTheirIntervals() throws {
    for seed in 0..<60 {
      for model in try models(seed).models {
        for (metric, interval) in zip(
          Metric.all, try ScoreInterval.intervals(of: Metric.all, for: model, context: .plain))
        {
          guard let bounds = interval.bounds else { continue }
          #expect(bounds.contains(interval.estimate) && interval.estimate == model.value(of: metric), "seed \(seed)")
          #expect(metric.range.contains(bounds.lowerBound) && metric.range.contains(bounds.upperBound), "seed \(seed)")
        }
      }
    }
  }

  /// The lower end of a gap leaves 0 exactly where any two groups are told apart; so for the change of a gap.
  @Test func theyAgreeInAudits() throws {
    for seed in 0..<60 {
      let (models, groups) = try models(seed)
      for metric in [Metric.accuracy, .uar, .recallGap] {
        let audit = try GroupAudit(metric, of: models[0], attributes: [groups], context: .plain)
        if let gap = audit.gap, let bounds = gap.bounds {
          #expect((bounds.lowerBound > 0) == gap.isDistinguishable, "seed \(seed) \(gap)")
          #expect(audit.shrunkenGapBounds.map { $0.lowerBound > 0 ? gap.isDistinguishable : true } ?? true)
        }
        guard Set(groups.names).isSuperset(of: ["g0", "g1"]) else { continue }
        let change = try GapChange(
          metric, from: models[0], to: models[1], groups: groups, better: "g0", worse: "g1", context: .plain)
        if let bounds = change.bounds, let probability = change.probability {
          #expect(
            bounds.contains(0) == (probability >= 0.05) && bounds.contains(change.change), "seed \(seed) \(change)")
        }
      }
    }
  }

  /// Mean ranks as far apart as the critical difference are told apart, and no others.
  @Test func theyAgreeInRanks() throws {
    for seed in 0..<40 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let methods = 2 + seed % 5
      let scores = (0..<(2 + seed % 12)).map { _ in (0..<methods).map { Double($0) * 0.1 + generator.uniform() } }
      let ranks = try RankComparison(methods: (0..<methods).map { "m\($0)" }, scores: scores)
      let critical = try ranks.criticalDifference()
      for first in 0..<methods {
        for second in 0..<methods where second != first {
          let isTold = ranks.pairProbabilities[first * methods + second] < 0.05
          #expect(isTold == (abs(ranks.meanRanks[first] - ranks.meanRanks[second]) > critical), "seed \(seed)")
        }
      }
    }
  }
}
