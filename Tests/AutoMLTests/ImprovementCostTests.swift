import Testing

@testable import AutoML
@testable import Learning

@Suite struct ImprovementCostTests {
  private func cost(_ trials: [(loss: Double, cost: Double)], rows: Int = 100) -> ImprovementCost {
    var cost = ImprovementCost()
    for trial in trials { cost.add(loss: trial.loss, cost: trial.cost, rows: rows) }
    return cost
  }

  @Test func theEstimateIsTheLongerOfTheLastImprovementAndTheTimeSince() {
    // Improvements at total costs 1 and 4; then 2 without any.
    let recent = cost([(0.5, 1), (0.6, 1), (0.4, 2), (0.5, 2)])
    #expect(recent.estimate(leader: 0.4, allRows: 100) == 3)
    let stale = cost([(0.5, 1), (0.6, 1), (0.4, 2), (0.5, 2), (0.5, 7)])
    #expect(stale.estimate(leader: 0.4, allRows: 100) == 9)
  }

  @Test func aSampledLearnerMayImproveByMoreRows() {
    let sampled = cost([(0.5, 1), (0.4, 2), (0.5, 50)], rows: 100)
    #expect(sampled.estimate(leader: 0.4, allRows: 1000) == 8, "four times the cost of its best trial")
    #expect(sampled.estimate(leader: 0.4, allRows: 150) == 3)
    #expect(sampled.estimate(leader: 0.4, allRows: 100) == 50)
  }

  @Test func aLearnerBehindMustMakeUpTheGap() {
    // 0.1 gained over the last 4 of cost, and 0.3 behind; then a first loss, which counts as half of what was lost.
    let behind = cost([(0.5, 1), (0.4, 4)])
    #expect(abs(behind.estimate(leader: 0.1, allRows: 100) - 2 * 0.3 / (0.1 / 4)) < 1e-9)
    let first = cost([(0.5, 2)])
    #expect(abs(first.estimate(leader: 0.1, allRows: 100) - 2 * 0.4 / (0.5 / 2)) < 1e-9)
  }

  @Test func failedTrialsCostAllTheSame() {
    var cost = cost([(0.5, 1)])
    cost.add(loss: .infinity, cost: 10, rows: 100)
    #expect(cost.total == 11 && cost.bestLoss == 0.5)
    #expect(cost.estimate(leader: 0.5, allRows: 100) == 10)
  }

  private func next(
    _ costs: [ImprovementCost], firstEstimates: [Double] = [1, 1, 1], costLeft: Double? = nil, draw: Double = 0
  ) -> Int? {
    LearnerChoice.next(
      among: zip(costs, firstEstimates).map { .init(cost: $0, firstEstimate: $1) },
      leader: costs.map(\.bestLoss).min() ?? 0, allRows: 100, costLeft: costLeft, draw: draw)
  }

  @Test func theUntriedLearnerComesOnceItIsTheCheapest() {
    #expect(next([ImprovementCost(), ImprovementCost()], firstEstimates: [2, 1]) == 1)
    let tried = cost([(0.5, 1), (0.5, 2)])
    #expect(next([tried, ImprovementCost()], firstEstimates: [1, 1.9]) == 1)
    #expect(next([tried, ImprovementCost()], firstEstimates: [1, 2.1]) == 0)
  }

  @Test func learnersAreDrawnAsTheirImprovementIsCheap() {
    let cheap = cost([(0.5, 1)])
    let dear = cost([(0.5, 3)])
    #expect(next([cheap, dear], draw: 0.74) == 0)
    #expect(next([cheap, dear], draw: 0.76) == 1)
    #expect(next([dear, cheap], draw: 0.24) == 0)
    #expect(next([dear, cheap], draw: 0.9999) == 1)
  }

  @Test func learnersThatDoNotFitInTheTimeLeftArePassedOver() {
    let cheap = cost([(0.5, 1)])
    let dear = cost([(0.4, 3)])
    #expect(next([cheap, dear], costLeft: 2, draw: 0.99) == 0)
    #expect(next([cheap, dear], costLeft: 0.5) == nil)
  }
}
