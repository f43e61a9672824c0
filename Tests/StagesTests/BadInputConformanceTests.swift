import Imaging
import Numerics
import Plans
import Samples
import Testing

@testable import Stages

/// What every fitted stage, resampler and model does with rows that cannot be learnt from: it says so, or does something
/// sensible; it never ends the process.
@Suite struct BadInputConformanceTests {
  /// A kind of rows that a person will sooner or later have.
  struct Case: Sendable, CustomStringConvertible {
    let description: String
    let rows: Samples
  }

  static let cases: [Case] = [
    Case(description: "no rows", rows: SampleRows.features(0)),
    Case(description: "one row", rows: SampleRows.features(1)),
    Case(description: "two rows", rows: SampleRows.features(2)),
    Case(description: "one row of each class", rows: SampleRows.features(3, codes: [0, 1, 2])),
    Case(description: "one class", rows: SampleRows.features(40, codes: [Int](repeating: 1, count: 40))),
    Case(description: "a class without rows", rows: SampleRows.features(60, codes: (0..<60).map { $0 % 2 })),
    Case(
      description: "a class with one row", rows: SampleRows.features(61, codes: (0..<60).map { $0 % 2 } + [2])),
    Case(description: "one column", rows: SampleRows.features(60, columns: 1)),
    Case(description: "no columns", rows: SampleRows.features(60, columns: 0)),
    Case(
      description: "a constant column",
      rows: SampleRows.features(60).settingFeatures { matrix in for row in 0..<60 { matrix[row, 5] = 3 } }),
    Case(
      description: "nothing but constant columns",
      rows: SampleRows.features(60).settingFeatures { $0 = Matrix(rows: 60, columns: 12, repeating: 2) }),
    Case(
      description: "every row twice", rows: SampleRows.features(60).gathering((0..<60).flatMap { [$0, $0] })),
    Case(
      description: "huge numbers",
      rows: SampleRows.features(60).settingFeatures { matrix in
        matrix.storage = matrix.storage.map { $0 * 1e30 }
      }),
    Case(
      description: "tiny numbers",
      rows: SampleRows.features(60).settingFeatures { matrix in
        matrix.storage = matrix.storage.map { $0 * 1e-30 }
      }),
    Case(description: "more columns than rows", rows: SampleRows.features(12, columns: 300)),
  ]

  @Test(arguments: stageTypes(.fitted, .resampler, .model).map { $0.declaration.name })
  func oddRowsAreHandledOrRefusedClearly(name: String) throws {
    let type = try #require(stageCatalogue.stage(named: name))
    for configuration in configurations(of: type) where configuration.declaration.takes.contains(.features) {
      for odd in Self.cases {
        check(configuration, odd)
      }
    }
  }

  private func check(_ configuration: StageConfiguration, _ odd: Case) {
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

  @Test(arguments: stageTypes(.fitted, .resampler, .model).map { $0.declaration.name })
  func oddImagesAreHandledOrRefusedClearly(name: String) throws {
    let type = try #require(stageCatalogue.stage(named: name))
    let several = SampleRows.images(20).content.gatheringRows(Array(0..<10)) as? ImageStack ?? ImageStack()
    var mixed = several
    mixed.append(contentsOf: SampleRows.images(10, side: 11).content as? ImageStack ?? ImageStack())
    let odd = [
      SampleRows.images(0), SampleRows.images(1), SampleRows.images(20, side: 1), SampleRows.images(20, channels: 3),
      Samples(content: mixed, metadata: SampleRows.metadata(SampleRows.codes(20))),
    ]
    for configuration in configurations(of: type) where configuration.declaration.takes.contains(.images) {
      for rows in odd {
        do {
          _ = try Trial(threads: 2).evidence(of: configuration.stage, on: rows, applyingTo: rows.content)
        } catch { #expect(unclearness(of: error) == nil, "\(configuration), \(rows.content.shapeText)") }
      }
    }
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
