import Numerics
import Plans
import Samples
import Testing

@testable import Stages

/// What every fitted stage, resampler and model does with rows that cannot be learnt from: it says so, or does something
/// sensible; it never ends the process.
@Suite struct BadInputConformanceTests {
  @Test(arguments: stageTypes(.fitted, .resampler, .model).map { $0.declaration.name })
  func oddRowsAreHandledOrRefusedClearly(name: String) throws {
    let type = try #require(stageCatalogue.stage(named: name))
    let cases = try ConformanceInputs.all(for: type.declaration).flatMap(\.odd)
    for configuration in configurations(of: type) { for odd in cases { check(configuration, odd) } }
  }

  private func check(_ configuration: StageConfiguration, _ odd: ConformanceInput.Case) {
    do {
      let evidence = try Trial(threads: 2).evidence(
        of: configuration.stage, on: odd.rows, applyingTo: odd.rows.content)
      let areFinite = (evidence.content + evidence.probabilities).allSatisfy { Float(bitPattern: $0).isFinite }
      #expect(areFinite, "\(configuration), \(odd): gave numbers that are not finite")
      let areKnown = evidence.codes.allSatisfy { SampleRows.classNames.indices.contains($0) }
      #expect(areKnown, "\(configuration), \(odd): gave a class that there is not")
      if configuration.stage is any ModelStage {
        #expect(evidence.codes.count == odd.rows.metadata.count, "\(configuration), \(odd)")
      }
    } catch { #expect(unclearness(of: error) == nil, "\(configuration), \(odd)") }
  }

  @Test(arguments: stageTypes(.fitted, .resampler, .model).map { $0.declaration.name }, [Float.nan, .infinity])
  func numbersThatAreNotFiniteAreRefused(name: String, number: Float) {
    for (configuration, rows) in LearningConformanceTests.working
    where configuration.declaration.name == name && rows.content is Matrix {
      // What takes missing numbers refuses infinity like all others.
      if number.isNaN, configuration.stage.takesMissingValues { continue }
      let spoiled = rows.settingFeatures { $0[4, 2] = number }
      expectRefusal("\(configuration) trained on \(number)") {
        try Trial().evidence(of: configuration.stage, on: spoiled, applyingTo: rows.content)
      }
      guard !(configuration.stage is any ResamplerStage) else { continue }
      expectRefusal("\(configuration) applied to \(number)") {
        try Trial().evidence(of: configuration.stage, on: rows, applyingTo: spoiled.content)
      }
    }
  }

  /// What says so of itself learns from holed rows, answers for holed rows, and lets no hole out.
  @Test func missingNumbersAreTakenByWhatSaysSo() throws {
    let taking = LearningConformanceTests.working.filter { $0.0.stage.takesMissingValues && $0.1.content is Matrix }
    #expect(Set(taking.map { $0.0.declaration.name }).isSuperset(of: ["impute", "xgboost", "automl"]))
    for (configuration, rows) in taking {
      let holed = rows.settingFeatures { matrix in
        for row in 0..<matrix.rows { for column in 0..<5 where (row + column) % 4 == 0 { matrix[row, column] = .nan } }
      }
      let evidence = try Trial(threads: 2).evidence(of: configuration.stage, on: holed, applyingTo: holed.content)
      let areFinite = (evidence.content + evidence.probabilities).allSatisfy { Float(bitPattern: $0).isFinite }
      #expect(areFinite, "\(configuration)")
      guard !configuration.isTimed else { continue }
      let again = try Trial(savesBetween: true).evidence(of: configuration.stage, on: holed, applyingTo: holed.content)
      #expect(evidence == again, "\(configuration)")
    }
  }

  @Test(arguments: stageTypes(.fitted, .model).map { $0.declaration.name })
  func whatWasLearntRefusesRowsOfAnotherShape(name: String) {
    for (configuration, rows) in LearningConformanceTests.working
    where configuration.declaration.name == name && rows.content is Matrix {
      for columns in [1, 127, 129] {
        expectRefusal("\(configuration) applied to \(columns) columns") {
          let others = SampleRows.features(10, columns: columns)
          return try Trial().evidence(of: configuration.stage, on: rows, applyingTo: others.content)
        }
      }
      expectRefusal("\(configuration) applied to images") {
        try Trial().evidence(of: configuration.stage, on: rows, applyingTo: SampleRows.images(4).content)
      }
    }
  }

  @Test(arguments: stageTypes(.fitted, .model).map { $0.declaration.name })
  func whatWasLearntAppliesToNoRows(name: String) {
    for (configuration, rows) in LearningConformanceTests.working where configuration.declaration.name == name {
      do {
        let none = rows.gathering([]).content
        let evidence = try Trial().evidence(of: configuration.stage, on: rows, applyingTo: none)
        #expect(evidence.content.isEmpty && evidence.codes.isEmpty, "\(configuration)")
      } catch { #expect(unclearness(of: error) == nil, "\(configuration)") }
    }
  }

  private func expectRefusal(_ what: String, _ context: () throws -> Evidence) {
    do {
      _ = try context()
      Issue.record("\(what) was taken")
    } catch { #expect(unclearness(of: error) == nil, "\(what)") }
  }
}
