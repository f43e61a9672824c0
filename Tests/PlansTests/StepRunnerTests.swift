import Numerics
import Samples
import Testing

@testable import Plans

@Suite struct StepRunnerTests {
  @Test func everyStageIsOfTheKindOfItsRole() {
    let stages: [any Stage] = [
      ToySource(), EvenStage(), AddStage(), CentreStage(), TwiceStage(), ThresholdStage(), DealStage(), ReadStage(),
      WeightStage(),
    ]
    for stage in stages { #expect(stage.role.kind == type(of: stage).kind) }
    #expect(Set(stages.map(\.role.kind)).count == StageKind.allCases.count)
  }

  @Test func aStageWithoutAPlaceAmongRowsIsRefusedByName() {
    for stage in [ReadStage(), ToySource()] as [any Stage] {
      let name = type(of: stage).declaration.name
      let error = #expect(throws: (any Error).self) { try ToyShop().rows(ToySource(), stage) }
      #expect("\(String(describing: error))".contains(name), "\(name)")
      #expect(!"\(String(describing: error))".contains("no data"))
    }
    #expect(throws: PlanError.self) { try ToyShop().executor().fittedPipeline(of: plan([])) }
  }

  @Test func aPlanWithoutAModelSaysSo() throws {
    let error = #expect(throws: PlanError.self) {
      try ToyShop().executor().evaluationPlan(
        of: plan([ToySource(), AddStage()]), TraceRecorder(observer: SilentObserver()))
    }
    #expect(error?.problem.contains("no model") == true)
  }

  /// A fitted plan holds what every kind of stage learnt, in order; a resampler leaves nothing.
  @Test func aFittedPlanAppliesToNewRows() throws {
    let pipeline = try ToyShop().executor().fittedPipeline(
      of: plan([ToySource(), AddStage(), CentreStage(), AddStage(), TwiceStage(), ThresholdStage(), DealStage()]))
    #expect(pipeline.steps.map(\.step.text) == ["add", "centre", "add", "threshold"])
    #expect(pipeline.trainingRows == 16 && pipeline.byteCount == 12)
    let context = StageContext(seed: 1, execution: .plain, environment: RunEnvironment())
    #expect(try pipeline.predict(Matrix(rows: 2, columns: 1, storage: [-9, 30]), context).codes == [0, 1])
  }
}

struct ReadStage: ReaderStage {
  static let declaration = Declaration("read", "Reads.", takes: .result, gives: .document, examples: [])

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> Payload { input.payload }
}
