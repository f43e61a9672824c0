import Foundation
import Testing

@testable import Evaluation

/// Values of statsmodels 0.14: `OLS(y, ones).fit(cov_type="cluster", cov_kwds={"groups": g, "use_correction": ...})` has
/// the same squares; the factor units / (units − 1) is that of few clusters (Cameron & Miller 2015, equation 12).
@Suite struct ClusteredMeanTests {
  @Test func withoutClustersItIsTheUsualInterval() {
    let mean = ClusteredMean([1, 2, 3, 4])
    #expect(mean.value == 2.5)
    // The deviation over √n, and t(3) = 3.182446.
    #expect(abs((mean.error ?? 0) - (5.0 / 3 / 4).squareRoot()) < 1e-12)
    #expect(abs((mean.bounds?.upperBound ?? 0) - (2.5 + 3.182446305 * (5.0 / 12).squareRoot())) < 1e-6)
  }

  @Test func aClusterCountsOnce() {
    // Each value twice, both of one person: no surer than once.
    let twice = ClusteredMean([1, 1, 2, 2, 3, 3, 4, 4], clusters: ["a", "a", "b", "b", "c", "c", "d", "d"])
    let once = ClusteredMean([1, 2, 3, 4])
    #expect(abs((twice.error ?? 0) - (once.error ?? 1)) < 1e-12)
    #expect(ClusteredMean([1, 2, 3], clusters: ["a", "a", "a"]).bounds == nil)
  }

  @Test func sharesStayInsideTheirRange() throws {
    let all = try #require(ClusteredMean.boundsOfShare([1, 1, 1, 1, 1]))
    // Clopper and Pearson: 0.025^(1/5).
    #expect(all.upperBound == 1 && abs(all.lowerBound - pow(0.025, 0.2)) < 1e-12)
    let none = try #require(ClusteredMean.boundsOfShare([0, 0, 0, 0], clusters: ["a", "a", "b", "b"]))
    #expect(none.lowerBound == 0 && abs(none.upperBound - (1 - pow(0.025, 0.5))) < 1e-12)
    let some = try #require(ClusteredMean.boundsOfShare([1, 0, 1]))
    #expect(some.lowerBound >= 0 && some.upperBound <= 1)
  }
}
