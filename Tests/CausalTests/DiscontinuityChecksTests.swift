import Causal
import Testing

@Suite struct DiscontinuityChecksTests {
  private func data() throws -> DiscontinuityData {
    let fixture = try DiscontinuityFixture.load()
    return DiscontinuityData(running: fixture.running, outcome: fixture.outcome)
  }

  @Test func placebosUseTheirOwnSideAlone() throws {
    let data = try data()
    let design = RegressionDiscontinuity()
    let placebos = try design.placebos(data)
    #expect(placebos.count == 2)
    #expect(placebos[0].cutoff < 0 && placebos[1].cutoff > 0)
    let rows = placebos.map { $0.rows.below.all + $0.rows.above.all }
    #expect(rows == [data.running.count { $0 < 0 }, data.running.count { $0 >= 0 }])
    var alone = design
    alone.cutoff = 0.3
    let above = data.running.indices.filter { data.running[$0] >= 0 }
    let by = try alone.estimate(
      DiscontinuityData(running: above.map { data.running[$0] }, outcome: above.map { data.outcome[$0] }))
    #expect(try design.placebos(at: [0.3], data)[0] == by)
  }

  @Test func placebosThatSeeTheCutoffAreRefused() throws {
    let data = try data()
    #expect(throws: CausalError.placeboOnCutoff(0, cutoff: 0)) { try RegressionDiscontinuity().placebos(at: [0], data) }
    let wide = RegressionDiscontinuity(bandwidths: .given(0.4))
    #expect(throws: CausalError.placeboWindowCrosses(0.3, bandwidth: 0.4, cutoff: 0)) {
      try wide.placebos(at: [0.3], data)
    }
    #expect(try wide.placebos(at: [0.5], data).count == 1)
  }

  @Test func donutsAndBandwidths() throws {
    let data = try data()
    let design = RegressionDiscontinuity()
    let whole = try design.estimate(data)
    let donuts = try design.donuts([0, 0.05], data)
    #expect(donuts[0] == whole)
    #expect(donuts[1].rows.above.all == data.running.count { $0 >= 0.05 })
    #expect(throws: CausalError.badOption("donut", value: -1, needed: "0 or more")) { try design.donuts([-1], data) }
    let sensitivity = try design.sensitivity(of: whole, multiples: [1, 1.5], data)
    #expect(sensitivity[0].robust == whole.robust)
    #expect(sensitivity[1].estimationBandwidth.below == whole.estimationBandwidth.below * 1.5)
  }

  @Test func sharpnessIsTold() throws {
    let running = [-3.0, -2, -1, 0, 1, 2]
    func kind(_ treatment: [Double]) throws -> (TreatmentSharpness.Kind, Int) {
      let found = try TreatmentSharpness(running: running, treatment: treatment, cutoff: 0)
      return (found.kind, found.exceptions)
    }
    #expect(try kind([0, 0, 0, 1, 1, 1]) == (.sharp, 0))
    #expect(try kind([1, 1, 1, 0, 0, 0]) == (.sharpBelow, 0))
    #expect(try kind([0, 1, 0, 1, 0, 1]) == (.unrelated, 2))
    #expect(throws: CausalError.treatmentNotBinary(2)) { try kind([0, 0, 0, 1, 2, 1]) }
    let fixture = try DiscontinuityFixture.load()
    let fuzzy = try TreatmentSharpness(running: fixture.running, treatment: fixture.treatment, cutoff: 0)
    #expect(fuzzy.kind == .fuzzy)
  }
}
