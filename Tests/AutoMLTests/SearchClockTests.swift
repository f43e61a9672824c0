import Testing

@testable import AutoML

@Suite struct SearchClockTests {
  /// Were a trial the best, the fit on all rows, which takes as long again, would still be in time.
  @Test func aTrialLeavesTimeForTheLastFit() throws {
    let clock = SearchClock(.seconds(100_000))
    let left = try #require(clock.deadline(finalShare: 1)).duration(to: .now + .seconds(100_000)) / .seconds(1)
    #expect(abs(left - 50_000) < 5_000)
    #expect(SearchClock(.trials(3)).deadline(finalShare: 1) == nil)
  }

  @Test func trialsAreCounted() {
    var clock = SearchClock(.trials(2))
    #expect(clock.fraction == 0 && !clock.isOver)
    clock.countTrial()
    #expect(clock.fraction == 0.5 && !clock.isOver)
    clock.countTrial()
    #expect(clock.isOver)
  }

  @Test func whatIsReservedIsNotLeft() throws {
    var clock = SearchClock(.seconds(100_000))
    clock.reservedSeconds = 40_000
    let left = try #require(clock.secondsLeft)
    #expect(left > 50_000 && left <= 60_000)
    clock.reservedSeconds = 100_000
    #expect(clock.isOver)
  }
}
