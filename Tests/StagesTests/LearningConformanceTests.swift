import Numerics
import Plans
import Samples
import Testing

@testable import Stages

/// What every fitted stage, resampler and model keeps to, whichever there are.
@Suite struct LearningConformanceTests {
  /// Rows of every content that a stage can take.
  static func inputs(for configuration: StageConfiguration, rows: Int = 150) throws -> [Samples] {
    try ConformanceInputs.all(for: configuration.declaration).map { $0.ordinary(rows) }
  }

  /// Configurations that do their work on ordinary rows, with those rows; that no stage is missing is a test below.
  static let working: [(StageConfiguration, Samples)] = allConfigurations(.fitted, .resampler, .model)
    .flatMap { configuration in
      ((try? inputs(for: configuration)) ?? []).compactMap { rows in
        (try? Trial().evidence(of: configuration.stage, on: rows, applyingTo: rows.content)) == nil
          ? nil : (configuration, rows)
      }
    }

  @Test(arguments: stageTypes(.fitted, .resampler, .model).map { $0.declaration.name })
  func everyStageWorksOnOrdinaryRowsOrSaysWhyNot(name: String) throws {
    let type = try #require(stageCatalogue.stage(named: name))
    #expect(Self.working.contains { $0.0.declaration.name == name }, "no configuration of \(name) works")
    for configuration in configurations(of: type) {
      for rows in try Self.inputs(for: configuration) {
        do {
          _ = try Trial().evidence(of: configuration.stage, on: rows, applyingTo: rows.content)
        } catch { #expect(unclearness(of: error) == nil, "\(configuration)") }
      }
    }
  }

  @Test(arguments: stageTypes(.fitted, .resampler, .model).map { $0.declaration.name })
  func oneThreadAndTwoGiveTheSameBits(name: String) throws {
    for (configuration, _) in Self.working where configuration.declaration.name == name && !configuration.isTimed {
      for rows in try Self.inputs(for: configuration, rows: 400) {
        do {
          let one = try Trial(threads: 1).evidence(of: configuration.stage, on: rows, applyingTo: rows.content)
          let two = try Trial(threads: 2).evidence(of: configuration.stage, on: rows, applyingTo: rows.content)
          #expect(one == two, "\(configuration)")
        } catch { #expect(unclearness(of: error) == nil, "\(configuration)") }
      }
    }
  }

  @Test(arguments: stageTypes(.fitted, .resampler, .model).map { $0.declaration.name })
  func fittingAgainChangesNothing(name: String) throws {
    for (configuration, rows) in Self.working where configuration.declaration.name == name && !configuration.isTimed {
      let first = try Trial().evidence(of: configuration.stage, on: rows, applyingTo: rows.content)
      let others = rows.gathering((0..<rows.metadata.count).filter { $0 % 7 != 3 })
      _ = try? Trial().evidence(of: configuration.stage, on: others, applyingTo: others.content)
      let again = try Trial().evidence(of: configuration.stage, on: rows, applyingTo: rows.content)
      #expect(first == again, "\(configuration)")
    }
  }

  @Test(arguments: stageTypes(.fitted, .resampler, .model).map { $0.declaration.name })
  func theInputIsLeftAsItWas(name: String) throws {
    for (configuration, rows) in Self.working where configuration.declaration.name == name {
      let before = deepCopy(of: rows)
      _ = try Trial(threads: 2).evidence(of: configuration.stage, on: rows, applyingTo: rows.content)
      #expect(Evidence(rows) == before, "\(configuration)")
    }
  }

  /// With memory of its own, which a stage that wrote through a pointer could not reach.
  private func deepCopy(of rows: Samples) -> Evidence {
    var copy = Evidence(rows)
    copy.content = copy.content.map { $0 }
    return copy
  }

  @Test(arguments: stageTypes(.fitted, .model).map { $0.declaration.name })
  func whatIsSavedAndReadAgainGivesTheSameBits(name: String) throws {
    for (configuration, rows) in Self.working where configuration.declaration.name == name && !configuration.isTimed {
      let kept = try Trial().evidence(of: configuration.stage, on: rows, applyingTo: rows.content)
      let read = try Trial(savesBetween: true).evidence(of: configuration.stage, on: rows, applyingTo: rows.content)
      #expect(kept == read, "\(configuration)")
    }
  }

  @Test(arguments: stageTypes(.fitted, .model).map { $0.declaration.name })
  func aDifferentSeedGivesAWorkingFit(name: String) throws {
    for (configuration, rows) in Self.working where configuration.declaration.name == name {
      let evidence = try Trial(seed: 8).evidence(of: configuration.stage, on: rows, applyingTo: rows.content)
      #expect(!evidence.learnt.isEmpty, "\(configuration)")
    }
  }
}
