import Numerics
import Plans
import Samples
import Testing

@testable import Stages

/// What every fitted stage, resampler and model keeps to, whichever there are.
@Suite struct LearningConformanceTests {
  @Test(arguments: stageTypes(.fitted, .resampler, .model).map { $0.declaration.name })
  func everyStageWorksOnOrdinaryRowsOrSaysWhyNot(name: String) throws {
    let type = try #require(stageCatalogue.stage(named: name))
    #expect(!WorkingStage.named(name).isEmpty, "no configuration of \(name) works")
    let tried = WorkingStage.tried.filter { $0.configuration.declaration.name == name }
    #expect(Set(tried.map(\.configuration.text)) == Set(configurations(of: type).map(\.text)))
    for case (let configuration, .failure(let error)) in tried.map({ ($0.configuration, $0.outcome) }) {
      #expect(unclearness(of: error) == nil, "\(configuration)")
    }
  }

  /// On more rows where there are more, so that the work is cut into pieces; the rows have memory of their own, which a
  /// stage that wrote through a pointer would change.
  @Test(arguments: stageTypes(.fitted, .resampler, .model).map { $0.declaration.name })
  func oneThreadAndTwoGiveTheSameBitsAndLeaveTheirInput(name: String) throws {
    for working in WorkingStage.named(name) {
      let input = try ConformanceInputs.input(like: working.rows.content)
      let rows = input.ordinary(400)
      let before = deepCopy(of: rows)
      do {
        let two = try Trial(threads: 2).evidence(of: working.stage, on: rows, applyingTo: rows.content)
        #expect(Evidence(rows) == before, "\(working.configuration)")
        guard !working.configuration.isTimed else { continue }
        let isTheSame = Evidence(working.rows) == before
        let one =
          try isTheSame ? working.evidence : Trial().evidence(of: working.stage, on: rows, applyingTo: rows.content)
        #expect(one == two, "\(working.configuration)")
      } catch { #expect(unclearness(of: error) == nil, "\(working.configuration)") }
    }
  }

  /// With memory of its own.
  private func deepCopy(of rows: Samples) -> Evidence {
    var copy = Evidence(rows)
    copy.content = copy.content.map { $0 }
    return copy
  }

  @Test(arguments: stageTypes(.fitted, .resampler, .model).map { $0.declaration.name })
  func fittingAgainChangesNothing(name: String) throws {
    for working in WorkingStage.named(name, isRepeatable: true) {
      let rows = working.rows
      let others = rows.gathering((0..<rows.metadata.count).filter { $0 % 7 != 3 })
      _ = try? Trial().learnt(by: working.stage, from: others)
      let again = try Trial().evidence(of: working.stage, on: rows, applyingTo: rows.content)
      #expect(working.evidence == again, "\(working.configuration)")
    }
  }

  @Test(arguments: stageTypes(.fitted, .model).map { $0.declaration.name })
  func whatIsSavedAndReadAgainGivesTheSameBits(name: String) throws {
    for working in WorkingStage.named(name) {
      let read = try working.learnt.readAgain().applied(working.rows.content)
      #expect(working.evidence == read, "\(working.configuration)")
    }
  }

  @Test(arguments: stageTypes(.fitted, .model).map { $0.declaration.name })
  func aDifferentSeedGivesAWorkingFit(name: String) throws {
    for working in WorkingStage.named(name) {
      let evidence = try Trial(seed: 8).evidence(
        of: working.stage, on: working.rows, applyingTo: working.rows.content)
      #expect(!evidence.learnt.isEmpty, "\(working.configuration)")
    }
  }
}
