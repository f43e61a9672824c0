import Causal
import Numerics
import Testing

@Suite struct RegressionDiscontinuityTests {
  private func figures(_ estimate: DiscontinuityEstimate) -> [Double] {
    let (h, b) = (estimate.estimationBandwidth, estimate.biasBandwidth)
    return [
      estimate.conventional.estimate, estimate.robust.estimate, estimate.conventional.standardError,
      estimate.robust.standardError, estimate.robust.low, estimate.robust.high, h.below, h.above, b.below, b.above,
    ]
  }

  private func design(
    _ jump: DiscontinuityFixture.Jump, errors: RowErrors = .neighbours
  ) throws -> RegressionDiscontinuity {
    RegressionDiscontinuity(
      order: jump.p, kernel: try #require(KernelShape(rawValue: jump.kernel)),
      bandwidths: .selected(try #require(BandwidthRule(rawValue: jump.rule))), errors: errors)
  }

  @Test func everyDesignAgreesWithRdrobust() throws {
    let fixture = try DiscontinuityFixture.load()
    for jump in fixture.jumps {
      let estimate = try design(jump).estimate(fixture.data(jump))
      #expect(difference(figures(estimate), jump.figures) < 1e-7, "\(jump)")
    }
  }

  @Test func sharedPlacesAgreeWithRdrobust() throws {
    let fixture = try DiscontinuityFixture.load()
    for jump in fixture.massed {
      let estimate = try design(jump).estimate(fixture.data(jump, running: fixture.coarse))
      #expect(difference(figures(estimate), jump.figures) < 1e-7, "\(jump)")
      #expect(estimate.remarks.contains { $0.contains("share values") })
    }
  }

  @Test func errorsWithoutTheirRowAgreeWithRdrobust() throws {
    let fixture = try DiscontinuityFixture.load()
    for jump in fixture.leftOut {
      let estimate = try design(jump, errors: .hc3).estimate(fixture.data(jump))
      #expect(difference(figures(estimate), jump.figures) < 1e-7, "\(jump)")
    }
  }

  @Test func orderOfRowsAndMissingNumbersDoNotMatter() throws {
    let fixture = try DiscontinuityFixture.load()
    let design = RegressionDiscontinuity()
    let straight = try design.estimate(DiscontinuityData(running: fixture.running, outcome: fixture.outcome))
    let turned = try design.estimate(
      DiscontinuityData(
        running: [.nan, 0.5] + fixture.running.reversed(), outcome: [1, .nan] + fixture.outcome.reversed()))
    #expect(difference(figures(turned), figures(straight)) < 1e-9)
    #expect(turned.droppedRows == 2)
    #expect(turned.remarks == ["2 rows with missing numbers are left out"])
  }

  @Test func aStepWithoutNoiseIsFoundExactly() throws {
    let running = (0..<100).map { Double($0) / 50 - 0.99 }
    let data = DiscontinuityData(running: running, outcome: running.map { 2 * $0 + ($0 >= 0 ? 3 : 0) })
    let estimate = try RegressionDiscontinuity(bandwidths: .given(0.5)).estimate(data)
    #expect(abs(estimate.robust.estimate - 3) < 1e-9)
    #expect(difference(estimate.curves.above, [3, 2]) < 1e-9)
    #expect(estimate.rule == nil)
  }

  @Test func badQuestionsAreRefused() throws {
    let running = (0..<40).map { Double($0) - 19.5 }
    let data = DiscontinuityData(running: running, outcome: running.map { $0 * $0 })
    func fails(_ error: CausalError, _ design: RegressionDiscontinuity, _ data: DiscontinuityData) {
      #expect(throws: error) { try design.estimate(data) }
    }
    fails(.tooFewPlaces(side: "above", found: 1, needed: 3), .init(cutoff: 19.5), data)
    fails(
      .noInference(order: 1, biasOrder: 2), .init(),
      DiscontinuityData(
        running: running, outcome: data.outcome, covariates: [data.outcome]))
    fails(.cutoffOutside(30, least: -19.5, greatest: 19.5), .init(cutoff: 30), data)
    fails(.tooFewPlaces(side: "below", found: 2, needed: 3), .init(cutoff: -18), data)
    fails(.badOption("q", value: 1, needed: "above p, at most 9"), .init(biasOrder: 1), data)
    fails(.badOption("h", value: -1, needed: "above 0"), .init(bandwidths: .given(-1)), data)
    fails(.tooFewPlaces(side: "below", found: 1, needed: 2), .init(bandwidths: .given(1, bias: 10)), data)
    fails(.constantOutcome, .init(), DiscontinuityData(running: running, outcome: running.map { _ in 4 }))
    fails(.noRows, .init(), DiscontinuityData(running: [.nan], outcome: [1]))
    fails(
      .differentLengths(of: "outcomes", found: 1, rows: 2), .init(), DiscontinuityData(running: [1, 2], outcome: [1]))
    fails(
      .tooFewClusters(side: "above", found: 1), .init(),
      DiscontinuityData(running: running, outcome: data.outcome, clusters: running.map { $0 < 0 ? Int($0) : 1 }))
    fails(
      .noFirstStage, .init(),
      DiscontinuityData(running: running, outcome: data.outcome, treatment: running.map { _ in 1 }))
  }

  @Test func interruptionIsHeeded() {
    let running = (0..<40).map { Double($0) - 19.5 }
    let data = DiscontinuityData(running: running, outcome: running.map { $0 * $0 })
    let stopped = ExecutionContext(threads: 1, isInterrupted: { true })
    #expect(throws: Interrupted.self) { try RegressionDiscontinuity().estimate(data, context: stopped) }
  }

  @Test func collinearCovariatesShareTheirEffect() throws {
    let fixture = try DiscontinuityFixture.load()
    var data = DiscontinuityData(
      running: fixture.running, outcome: fixture.outcome, covariates: [fixture.covariates[0]])
    let alone = try RegressionDiscontinuity().estimate(data)
    data.covariates.append(fixture.covariates[0].map { 2 * $0 })
    let doubled = try RegressionDiscontinuity().estimate(data)
    #expect(difference(figures(doubled), figures(alone)) < 1e-6)
  }
}
