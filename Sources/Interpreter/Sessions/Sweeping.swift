import Diagnostics
import Numerics
import Plans

extension Session {
  /// Runs every combination of a grid; one that fails stays as a row with its error, and the rest go on.
  func sweep(_ grid: PlanGrid, _ executor: Executor) throws -> PlanValue {
    let runs = try executor.runAll(grid.combinations.map(\.plan))
    let rows = try zip(grid.combinations, runs).map { combination, run in
      switch run.payload {
      case .success(let payload): return SweepRow(combination: combination, payload: payload)
      case .failure(let failure as Diagnostic): return SweepRow(combination: combination, failure: failure)
      case .failure(let error): throw error
      }
    }
    let failures = rows.count { $0.failure != nil }
    if failures > 0 { observer.combinationsDidFail(failures, of: rows.count) }
    return PlanValue(try sweepTable(grid, rows, executor), grid: grid, trace: runs.flatMap(\.trace))
  }
}

/// What became of one combination.
struct SweepRow {
  let combination: PlanGrid.Combination
  var payload: (any Payload)?
  var failure: Diagnostic?
}
