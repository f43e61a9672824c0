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
      let (configuration, rows) = (working.configuration, working.rows)
      let model = try #require(configuration.stage as? any ModelStage)
      let found = try probabilities(of: model, rows)
      #expect((found != nil) == model.givesProbabilities, "\(configuration)")
    }
  }

  private func probabilities(of model: some ModelStage, _ rows: Samples) throws -> Matrix? {
    let context = Trial().context()
    return try model.fit(rows, context).probabilities(rows.content, context: context.execution)
  }
}
