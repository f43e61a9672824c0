import Causal
import Testing

@Suite struct LeastSquaresTests {
  @Test func agreesWithStatsmodels() throws {
    let fixture = try DiscontinuityFixture.load()
    let data = DiscontinuityData(
      running: fixture.running, outcome: fixture.outcome, covariates: [fixture.covariates[0]])
    let fit = try FixedWindowRegression(bandwidth: 0.4).fit(data)
    #expect(fit.coefficients.map(\.name) == ["intercept", "jump", "distance", "distance above", "covariate 1"])
    #expect(difference(fit.coefficients.flatMap { [$0.estimate, $0.standardError] }, fixture.ols) < 1e-9)
    #expect(abs(fit.determination - fixture.determination) < 1e-12)
  }

  @Test func aTermThatOthersDetermineIsNamed() {
    let x = [1.0, 2, 3, 4, 5]
    let terms: [LeastSquares.Term] = [.init("one", [1, 1, 1, 1, 1]), .init("x", x), .init("twice", x.map { 2 * $0 })]
    #expect(throws: CausalError.collinear(term: "twice")) { try LeastSquares(terms, outcome: x) }
    #expect(throws: CausalError.tooFewRowsForFit(found: 1, terms: 1)) {
      try LeastSquares([.init("one", [1])], outcome: [1])
    }
  }
}
