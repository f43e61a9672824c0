import Numerics
import Plans
import Samples
import Testing

@testable import Stages

/// What every resampler keeps to: real rows stay as they are and in order, and new ones are marked as nobody's.
@Suite struct ResamplerConformanceTests {
  private static let working = WorkingStage.all.filter { $0.stage is any ResamplerStage }

  /// What a row that a resampler made is called, wherever a name is kept for it.
  private static let marker = "synthetic"

  private func resample(
    _ configuration: StageConfiguration, _ rows: Samples, _ notes: NoteList = NoteList()
  ) throws -> Samples {
    let stage = try #require(configuration.stage as? any ResamplerStage)
    return try stage.resample(rows, Trial().context(notes))
  }

  @Test(arguments: stageTypes(.resampler).map { $0.declaration.name })
  func realRowsAreKeptAsTheyWereAndInOrder(name: String) throws {
    for working in Self.working where working.name == name {
      let (configuration, rows) = (working.configuration, working.rows)
      let given = try resample(configuration, rows)
      let place = Dictionary(uniqueKeysWithValues: rows.metadata.rowNames.enumerated().map { ($1, $0) })
      var firstMentions: [Int] = []
      for (row, name) in given.metadata.rowNames.enumerated() {
        guard let original = place[name] else { continue }
        if !firstMentions.contains(original) { firstMentions.append(original) }
        var (kept, real) = (Evidence(given.gathering([row])), Evidence(rows.gathering([original])))
        // How much a row counts is what `reweigh` is for.
        (kept.weights, real.weights) = ([], [])
        #expect(kept == real, "\(configuration), row \(row)")
      }
      #expect(firstMentions == firstMentions.sorted(), "\(configuration)")
    }
  }

  @Test(arguments: stageTypes(.resampler).map { $0.declaration.name })
  func newRowsAreMarkedAsNobodys(name: String) throws {
    for working in Self.working where working.name == name {
      let (configuration, rows) = (working.configuration, working.rows)
      let metadata = try resample(configuration, rows).metadata
      let known = Set(rows.metadata.rowNames)
      let (names, sources, parts) = (metadata.rowNames, metadata.sources, metadata.parts)
      for row in 0..<metadata.count where !known.contains(names[row]) {
        #expect(names[row].contains(Self.marker), "\(configuration)")
        #expect(sources[row].contains(Self.marker), "\(configuration)")
        #expect(parts?[row] == .train, "\(configuration)")
      }
      let real = metadata.realRows.count
      #expect(names.count { $0 == Self.marker } == metadata.count - real, "\(configuration)")
      #expect(metadata.columns.allSatisfy { $0.count == metadata.count }, "\(configuration): columns differ in length")
    }
  }

  /// One that adds rows and drops none brings every class as far as the largest, up to rounding row by row, or says why
  /// it did not; no class that it does not add to changes.
  @Test(arguments: stageTypes(.resampler).map { $0.declaration.name })
  func classesReachTheCountsThatWereAskedFor(name: String) throws {
    let ordinary = try #require(Self.working.first { $0.name == name })
    let (configuration, rows) = (ordinary.configuration, ordinary.rows)
    let notes = NoteList()
    let given = try resample(configuration, rows, notes)
    let (before, after) = (try rows.metadata.labels.counts, try given.metadata.labels.counts)
    let keepsAll = Set(rows.metadata.rowNames).isSubset(of: given.metadata.rowNames)
    let largest = before.max() ?? 0
    if keepsAll {
      for code in before.indices {
        let isReached = abs(after[code] - largest) <= (before[code] == largest ? 0 : before[code] / 2 + 1)
        #expect(isReached || !notes.all.isEmpty, "\(configuration): \(before) became \(after) without a word")
        #expect(after[code] >= before[code], "\(configuration)")
      }
    } else {
      #expect(after.allSatisfy { $0 > 0 }, "\(configuration): \(before) became \(after)")
    }
  }

  @Test(arguments: stageTypes(.resampler).map { $0.declaration.name })
  func aBalancedSetIsNotMadeUneven(name: String) throws {
    let balanced = SampleRows.features(90, codes: (0..<90).map { $0 % 3 })
    for working in Self.working where working.name == name && working.rows.content is Matrix {
      let configuration = working.configuration
      guard let given = try? resample(configuration, balanced) else { continue }
      let counts = try given.metadata.labels.counts
      let keepsAll = Set(balanced.metadata.rowNames).isSubset(of: given.metadata.rowNames)
      if keepsAll { #expect(Set(counts).count == 1, "\(configuration): \(counts)") }
    }
  }
}
