import Numerics
import Plans
import Samples
import Testing

@testable import Stages

/// What a model says beforehand of its probabilities is what it then gives.
@Suite struct ProbabilityTests {
  @Test(arguments: stageTypes(.model).map { $0.declaration.name })
  func aModelGivesProbabilitiesWhereItSaysSo(name: String) throws {
    for working in WorkingStage.named(name) {
      let model = try #require(working.stage as? any ModelStage)
      let found = try working.learnt.probabilities(working.rows.content)
      #expect((found != nil) == model.givesProbabilities, "\(working.configuration)")
    }
  }
}
