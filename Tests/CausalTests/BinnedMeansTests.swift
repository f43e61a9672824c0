import Causal
import Testing

@Suite struct BinnedMeansTests {
  @Test func agreesWithRdplot() throws {
    let fixture = try DiscontinuityFixture.load()
    let distinct = DiscontinuityData(
      running: fixture.distinct.map { fixture.running[$0] }, outcome: fixture.distinct.map { fixture.outcome[$0] })
    let binned = try BinnedMeans(distinct, cutoff: 0)
    let massed = try BinnedMeans(DiscontinuityData(running: fixture.coarse, outcome: fixture.outcome), cutoff: 0)
    #expect([binned, massed].map { [$0.counts.below, $0.counts.above] } == fixture.bins)
    let means = (binned.bins.below + binned.bins.above).map(\.meanOutcome)
    #expect(difference(means, fixture.binMeans) < 1e-9)
    #expect((binned.bins.below + binned.bins.above).reduce(0) { $0 + $1.rows } == fixture.distinct.count)
  }

  @Test func edgesBelongToTheBinAbove() throws {
    let data = DiscontinuityData(running: [-2, -1, 0, 1, 2], outcome: [1, 2, 3, 4, 5])
    let binned = try BinnedMeans(data, cutoff: 0, counts: Sides(below: 2, above: 2))
    #expect(binned.bins.below.map(\.meanOutcome) == [1, 2])
    #expect(binned.bins.above.map(\.meanOutcome) == [3, 4.5])
    #expect(throws: CausalError.badOption("bins", value: 0, needed: "1 or more")) {
      try BinnedMeans(data, cutoff: 0, counts: Sides(below: 0, above: 2))
    }
  }
}
