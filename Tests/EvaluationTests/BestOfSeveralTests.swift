import Testing

@testable import Evaluation

@Suite struct BestOfSeveralTests {
  /// Against scipy; the recipe is in README.md of this folder.
  @Test func probabilitiesAreThoseOfTheRange() {
    for (raw, count, expected) in [
      (0.04, 3, 0.09967627417056513),
      (0.0024, 8, 0.04930170387688371),
      (0.01, 8, 0.16469039870959712),
      (0.3, 8, 0.9689471171372975),
      (0.0005, 18, 0.051293454593307475),
      (0.02, 40, 0.9536073171516604),
    ] {
      #expect(abs(BestOfSeveral(count: count).probability(raw) - expected) < 1e-9, "\(raw) \(count)")
    }
  }

  @Test func theLevelIsWhereTheProbabilityCrosses() {
    for count in [2, 3, 8, 40] {
      let best = BestOfSeveral(count: count)
      #expect(best.probability((1 - best.level) * 0.999) < 0.05)
      #expect(best.probability((1 - best.level) * 1.001) > 0.05)
    }
  }

  @Test func ofTwoThereIsOneComparison() {
    let best = BestOfSeveral(count: 2)
    #expect(abs(best.level - 0.95) < 1e-9 && best.probability(0.03) == 0.03 && best.probability(0) == 0)
  }
}
