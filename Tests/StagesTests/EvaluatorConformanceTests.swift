import Numerics
import Plans
import Samples
import Testing

@testable import Stages

/// What every evaluator keeps to: a row never trains and tests at once, and chance comes from the seed alone. That it sees
/// no features at all is said by its type.
@Suite struct EvaluatorConformanceTests {
  /// Those that deal rows; others, such as `ablate`, make many plans of one and leave the dealing to these.
  private static let dealers = allConfigurations(.evaluator).filter { $0.stage is any EvaluatorStage }

  private func metadata(
    for evaluator: any EvaluatorStage, _ codes: [Int] = SampleRows.codes(150), subjects: Int = 15
  ) -> RowMetadata {
    SampleRows.metadata(codes, subjects: subjects, sources: [evaluator.neededSource ?? "sample", "another"])
  }

  private func splits(
    _ configuration: StageConfiguration, _ metadata: RowMetadata? = nil, threads: Int = 1, seed: UInt64 = 7
  ) throws -> SplitPlan {
    let evaluator = try #require(configuration.stage as? any EvaluatorStage)
    return try evaluator.splits(
      of: metadata ?? self.metadata(for: evaluator), wrapping: nil, Trial(threads: threads, seed: seed).context())
  }

  @Test(arguments: dealers)
  func noRowTrainsAndTestsAtOnce(configuration: StageConfiguration) throws {
    let plan = try splits(configuration)
    #expect(!plan.splits.isEmpty)
    #expect(!plan.description.isEmpty)
    for split in plan.splits {
      #expect(!split.train.isEmpty && !split.test.isEmpty)
      #expect(Set(split.train).isDisjoint(with: split.test))
      #expect(Set(split.train).union(split.test).isSubset(of: 0..<150))
      #expect(split.train == split.train.sorted() && split.test == split.test.sorted())
    }
    #expect(
      Set(plan.splits.map(\.name)).count == plan.splits.count || plan.splits.count == 1, "names tell splits apart")
  }

  @Test(arguments: dealers)
  func chanceComesFromTheSeedAlone(configuration: StageConfiguration) throws {
    let first = try splits(configuration)
    let second = try splits(configuration, threads: 2)
    #expect(first.splits.map(\.trainingDigest) == second.splits.map(\.trainingDigest))
    #expect(first.splits.map(\.testDigest) == second.splits.map(\.testDigest))
  }

  /// Unless an evaluator was told to deal by row, or the split is the data set's own or by source.
  @Test(arguments: dealers)
  func subjectsStayOnOneSide(configuration: StageConfiguration) throws {
    let evaluator = try #require(configuration.stage as? any EvaluatorStage)
    let isBySource = evaluator.neededSource != nil || evaluator is LeaveOneDatasetOutStage
    guard !isBySource, !configuration.text.contains("row") else { return }
    let metadata = metadata(for: evaluator)
    let subjects = try #require(metadata.subjects)
    for split in try splits(configuration).splits {
      let (train, test) = (Set(split.train.map { subjects[$0] }), Set(split.test.map { subjects[$0] }))
      #expect(train.isDisjoint(with: test), "\(split.name)")
    }
  }

  @Test(arguments: dealers)
  func oddRostersAreHandledOrRefusedClearly(configuration: StageConfiguration) throws {
    let evaluator = try #require(configuration.stage as? any EvaluatorStage)
    let odd: [[Int]] = [
      [], [0], [0, 1], [0, 0, 0, 0], SampleRows.codes(7), [Int](repeating: 1, count: 40), [0, 0, 0, 0, 0, 0, 0, 0, 2],
    ]
    for codes in odd {
      for subjects in [1, 2, 15] {
        var known = metadata(for: evaluator, codes, subjects: subjects)
        try expectSound(configuration, known)
        known = known.removing(.subject).removing(.part)
        try expectSound(configuration, known)
      }
    }
  }

  private func expectSound(_ configuration: StageConfiguration, _ metadata: RowMetadata) throws {
    do {
      for split in try splits(configuration, metadata).splits {
        #expect(Set(split.train).isDisjoint(with: split.test))
        #expect(!split.train.isEmpty && !split.test.isEmpty, "\(configuration), \(metadata.count) rows: an empty side")
      }
    } catch { #expect(unclearness(of: error) == nil, "\(configuration), \(metadata.count) rows") }
  }
}
