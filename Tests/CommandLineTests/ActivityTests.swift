import Graphics
import Plans
import Testing

@testable import CommandLine

@Suite struct ActivityTests {
  private let start = ContinuousClock.now
  private let style = TerminalStyle(color: .none, characters: .ascii, width: 100)

  private func line(_ activity: Activity) -> String {
    activity.line(at: start + .seconds(10), after: .seconds(1), style: style) ?? ""
  }

  /// Only what is not in the cache takes time, so only that counts as work to be done and as done.
  @Test func foldsFromTheCacheAreNoWork() {
    var activity = Activity()
    activity.sweepBegins(SweepOutlook(combinations: 4, cachedCombinations: 1, folds: 12, cachedFolds: 4), at: start)
    activity.foldEnds(isFromCache: true)
    #expect(line(activity).hasPrefix("0 of 4") && line(activity).contains(" 0%"))
    activity.foldEnds(isFromCache: false)
    activity.foldEnds(isFromCache: false)
    #expect(activity.fits?.done == 2 && activity.fits?.count == 8)
    #expect(line(activity).contains("25%  10 s, 30 s left"))
  }

  @Test func oneFitIsNoSweep() {
    var activity = Activity()
    activity.evaluationBegins(folds: 1, at: start)
    #expect(activity.fits == nil)
    activity.evaluationBegins(folds: 2, at: start)
    #expect(line(activity).hasPrefix("fit 1 of 2"))
    activity.foldEnds(isFromCache: false)
    activity.foldEnds(isFromCache: false)
    #expect(activity.fits == nil, "it is over")
  }

  @Test func nothingIsToldBeforeItTakesLong() {
    var activity = Activity()
    activity.stageBegins("svm rbf", splitName: "fold 1", at: start)
    #expect(activity.line(at: start, after: .seconds(1), style: style) == nil)
    #expect(line(activity) == "svm rbf, fold 1  10 s")
    activity.stageEnds()
    #expect(line(activity) == "")
  }
}
