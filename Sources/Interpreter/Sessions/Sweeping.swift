import Diagnostics
import Numerics
import Plans

extension Session {
  /// Runs every combination of a grid; one that fails stays as a row with its error, and the rest go on.
  func sweep(_ grid: PlanGrid, _ executor: Executor) throws -> PlanValue {
    let count = grid.combinations.count
    observer.sweepWillRun(
      combinations: count, cached: grid.combinations.count { executor.isCached($0.plan) })
    var rows: [SweepRow] = []
    var trace: [StageTrace] = []
    for (index, combination) in grid.combinations.enumerated() {
      let start = ContinuousClock.now
      do {
        let (payload, ran) = try executor.run(combination.plan)
        rows.append(SweepRow(combination: combination, payload: payload))
        trace += ran
      } catch let failure as Diagnostic where !settings.stopsAtFailure {
        rows.append(SweepRow(combination: combination, failure: failure))
      }
      observer.combinationDidRun(index, of: count, seconds: start.secondsUntilNow)
    }
    return PlanValue(.table(try sweepTable(grid, rows, executor)), grid: grid, trace: trace)
  }
}

/// What became of one combination.
struct SweepRow {
  let combination: PlanGrid.Combination
  var payload: Payload?
  var failure: Diagnostic?
}
