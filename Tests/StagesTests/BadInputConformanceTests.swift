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
      let evidence = try Trial(threads: 2).learnt(by: configuration.stage, from: odd.rows).answer(odd.rows.content)
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
    for working in WorkingStage.named(name) where working.rows.content is Matrix {
      // What takes missing numbers refuses infinity like all others.
      if number.isNaN, working.stage.takesMissingValues { continue }
      let spoiled = working.rows.settingFeatures { $0[4, 2] = number }
      expectRefusal("\(working.configuration) trained on \(number)") {
        try Trial().evidence(of: working.stage, on: spoiled, applyingTo: working.rows.content)
      }
      guard !(working.stage is any ResamplerStage) else { continue }
      expectRefusal("\(working.configuration) applied to \(number)") { try working.learnt.answer(spoiled.content) }
    }
  }

  /// What says so of itself learns from holed rows, answers for holed rows, and lets no hole out.
  @Test func missingNumbersAreTakenByWhatSaysSo() throws {
    let taking = WorkingStage.all.filter { $0.stage.takesMissingValues && $0.rows.content is Matrix }
    #expect(Set(taking.map(\.name)).isSuperset(of: ["impute", "xgboost", "automl"]))
    for working in taking {
      let holed = working.rows.settingFeatures { matrix in
        for row in 0..<matrix.rows { for column in 0..<5 where (row + column) % 4 == 0 { matrix[row, column] = .nan } }
      }
      let learnt = try Trial(threads: 2).learnt(by: working.stage, from: holed)
      let evidence = try learnt.applied(holed.content)
      let areFinite = (evidence.content + evidence.probabilities).allSatisfy { Float(bitPattern: $0).isFinite }
      #expect(areFinite, "\(working.configuration)")
      #expect(evidence == (try learnt.readAgain().applied(holed.content)), "\(working.configuration)")
      guard !working.configuration.isTimed else { continue }
      let alone = try Trial(threads: 1).evidence(of: working.stage, on: holed, applyingTo: holed.content)
      #expect(evidence == alone, "\(working.configuration)")
    }
  }

  @Test(arguments: stageTypes(.fitted, .model).map { $0.declaration.name })
  func whatWasLearntRefusesRowsOfAnotherShape(name: String) {
    for working in WorkingStage.named(name) where working.rows.content is Matrix {
      for columns in [1, 127, 129] {
        expectRefusal("\(working.configuration) applied to \(columns) columns") {
          try working.learnt.answer(SampleRows.features(10, columns: columns).content)
        }
      }
      expectRefusal("\(working.configuration) applied to images") {
        try working.learnt.answer(SampleRows.images(4).content)
      }
    }
  }

  @Test(arguments: stageTypes(.fitted, .model).map { $0.declaration.name })
  func whatWasLearntAppliesToNoRows(name: String) {
    for working in WorkingStage.named(name) {
      do {
        let evidence = try working.learnt.answer(working.rows.gathering([]).content)
        #expect(evidence.content.isEmpty && evidence.codes.isEmpty, "\(working.configuration)")
      } catch { #expect(unclearness(of: error) == nil, "\(working.configuration)") }
    }
  }

  private func expectRefusal(_ what: String, _ context: () throws -> Evidence) {
    do {
      _ = try context()
      Issue.record("\(what) was taken")
    } catch { #expect(unclearness(of: error) == nil, "\(what)") }
  }
}
