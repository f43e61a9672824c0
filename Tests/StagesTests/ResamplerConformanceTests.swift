import Numerics
import Plans
import Testing

@testable import Stages

/// What every resampler keeps to: real rows stay as they are and in order, and new ones are marked as nobody's.
@Suite struct ResamplerConformanceTests {
  private static let working = LearningConformanceTests.working.filter { $0.0.stage is any ResamplerStage }

  /// What a row that a resampler made is called, wherever a name is kept for it.
  private static let marker = "synthetic"

  private func resample(
    _ configuration: StageConfiguration, _ rows: Samples, _ remarks: RemarkList = RemarkList()
  ) throws -> Samples {
    let stage = try #require(configuration.stage as? any ResamplerStage)
    return try stage.resample(rows, Trial().work(remarks))
  }

  @Test(arguments: stageTypes(.resampler).map { $0.declaration.name })
  func realRowsAreKeptAsTheyWereAndInOrder(name: String) throws {
    for (configuration, rows) in Self.working where configuration.declaration.name == name {
      let given = try resample(configuration, rows)
      let place = Dictionary(uniqueKeysWithValues: rows.roster.rowNames.enumerated().map { ($1, $0) })
      var firstMentions: [Int] = []
      for (row, name) in given.roster.rowNames.enumerated() {
        guard let original = place[name] else { continue }
        if !firstMentions.contains(original) { firstMentions.append(original) }
        #expect(
          Evidence(given.gathering([row])) == Evidence(rows.gathering([original])), "\(configuration), row \(row)")
      }
      #expect(firstMentions == firstMentions.sorted(), "\(configuration)")
    }
  }

  @Test(arguments: stageTypes(.resampler).map { $0.declaration.name })
  func newRowsAreMarkedAsNobodys(name: String) throws {
    for (configuration, rows) in Self.working where configuration.declaration.name == name {
      let roster = try resample(configuration, rows).roster
      let known = Set(rows.roster.rowNames)
      for row in 0..<roster.count where !known.contains(roster.rowNames[row]) {
        #expect(roster.rowNames[row].contains(Self.marker), "\(configuration)")
        #expect(roster.sources[row].contains(Self.marker), "\(configuration)")
        #expect(roster.parts?[row] == .train, "\(configuration)")
      }
      let lengths = [
        roster.subjects?.count, roster.groups?.count, roster.sources.count, roster.parts?.count,
        roster.rowNames.count,
      ]
      #expect(lengths.allSatisfy { $0 == roster.count }, "\(configuration): the roster's parts differ in length")
    }
  }

  /// One that adds rows and drops none brings every class as far as the largest, up to rounding row by row, or says why
  /// it did not; no class that it does not add to changes.
  @Test(arguments: stageTypes(.resampler).map { $0.declaration.name })
  func classesReachTheCountsThatWereAskedFor(name: String) throws {
    let ordinary = try #require(Self.working.first { $0.0.declaration.name == name })
    let (configuration, rows) = ordinary
    let remarks = RemarkList()
    let given = try resample(configuration, rows, remarks)
    let (before, after) = (rows.roster.labels.counts, given.roster.labels.counts)
    let keepsAll = Set(rows.roster.rowNames).isSubset(of: given.roster.rowNames)
    let largest = before.max() ?? 0
    if keepsAll {
      for code in before.indices {
        let isReached = abs(after[code] - largest) <= (before[code] == largest ? 0 : before[code] / 2 + 1)
        #expect(isReached || !remarks.all.isEmpty, "\(configuration): \(before) became \(after) without a word")
        #expect(after[code] >= before[code], "\(configuration)")
      }
    } else {
      #expect(after.allSatisfy { $0 > 0 }, "\(configuration): \(before) became \(after)")
    }
  }

  @Test(arguments: stageTypes(.resampler).map { $0.declaration.name })
  func aBalancedSetIsNotMadeUneven(name: String) throws {
    let balanced = SampleRows.features(90, codes: (0..<90).map { $0 % 3 })
    for (configuration, rows) in Self.working
    where configuration.declaration.name == name && rows.content is Matrix {
      guard let given = try? resample(configuration, balanced) else { continue }
      let counts = given.roster.labels.counts
      let keepsAll = Set(balanced.roster.rowNames).isSubset(of: given.roster.rowNames)
      if keepsAll { #expect(Set(counts).count == 1, "\(configuration): \(counts)") }
    }
  }
}
