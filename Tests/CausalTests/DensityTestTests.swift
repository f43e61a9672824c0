import Causal
import Testing

@Suite struct DensityTestTests {
  private func figures(_ result: DensityTest.Result) -> [Double] {
    [
      result.densities.below, result.densities.above, result.standardErrors.below, result.standardErrors.above,
      result.statistic, result.pValue, result.bandwidths.below, result.bandwidths.above,
    ]
  }

  @Test func agreesWithRddensity() throws {
    let fixture = try DiscontinuityFixture.load()
    for expected in fixture.densities {
      let kernel = try #require(KernelShape(rawValue: expected.kernel))
      let result = try DensityTest(order: expected.p, kernel: kernel).test(fixture.running)
      #expect(difference(figures(result), expected.figures) < 1e-6, "\(expected)")
    }
    let massed = try DensityTest().test(fixture.coarse)
    #expect(difference(figures(massed), fixture.massedDensity.figures) < 1e-6)
  }

  @Test func badSamplesAreRefused() {
    #expect(throws: CausalError.noRows) { try DensityTest().test([]) }
    #expect(throws: CausalError.cutoffOutside(0, least: 1, greatest: 2)) { try DensityTest().test([1, 2]) }
    #expect(throws: CausalError.tooFewPlaces(side: "below", found: 1, needed: 5)) {
      try DensityTest().test([-1, 1, 2, 3, 4, 5, 6])
    }
  }
}
