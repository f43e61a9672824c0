import Numerics
import Samples
import Testing

@testable import Plans

/// Has every piece done by another executor first, which knows of the plan only what is written down: as another process
/// would, that shares a store.
private struct RelayEngine: SweepEngine {
  let other: Executor

  func run(
    _ pieces: [SweepPiece], on executor: Executor, bytesEach: Int, _ work: @Sendable (SweepPiece, Executor) -> Bool
  ) {
    for piece in pieces {
      let text = PlanRecord(piece.plan).text
      if let plan = try? PlanRecord(text: text).plan(of: toyCatalogue, named: "piece") {
        try? other.predict(SweepPiece(plan: plan, index: piece.index, split: piece.split))
      }
      guard work(piece, executor) else { return }
    }
  }
}

@Suite struct SweepEngineTests {
  private func executor(_ shop: ToyShop, _ engine: any SweepEngine) -> Executor {
    Executor(
      catalogue: toyCatalogue, cache: shop.cache, experimentLog: shop.experimentLog, settings: shop.settings,
      engine: engine)
  }

  private func plans(_ runs: Runs) -> [Plan] {
    let model = ThresholdStage(runs: runs)
    return [
      plan([ToySource(), CentreStage(runs: runs), model, DealStage()]), plan([ToySource(), AddStage(), model]),
      plan([ToySource(), CentreStage(runs: runs)]),
    ]
  }

  private func predictions(_ runs: [PlanRun]) throws -> [[[Int]]] {
    try runs.map { run in
      try run.payload.get().as(EvaluationResult.self)?.outcomes.map(\.predictions.codes) ?? []
    }
  }

  /// Whoever did the work, the same comes out; and what others have done is only looked up here.
  @Test func anEngineElsewhereGivesTheSame() throws {
    let (shop, other) = (ToyShop(), ToyShop())
    let runs = Runs()
    let here = try executor(other, ThreadEngine()).runAll(plans(Runs()))
    let relay = RelayEngine(other: executor(shop, ThreadEngine()))
    let elsewhere = try executor(shop, relay).runAll(plans(runs))
    #expect(try predictions(here) == predictions(elsewhere))
    #expect(try predictions(here).map(\.count) == [3, 3, 0])
    #expect(runs.list.isEmpty, "nothing was learnt here")
  }

  @Test func aSplitThatIsNotThereIsTold() throws {
    let piece = SweepPiece(plan: plans(Runs())[0], index: 0, split: 9)
    let error = #expect(throws: PlanError.self) { try executor(ToyShop(), ThreadEngine()).predict(piece) }
    #expect(error?.problem == "there is no split 10: the plan is scored on 3")
  }
}
