import Diagnostics
import Numerics
import Plans

extension Session {
  /// Runs every combination of a grid; one that fails stays as a row with its error, and the rest go on.
  func sweep(_ grid: PlanGrid, _ executor: Executor) throws -> PlanValue {
    sweepWillRun?(SweepSoFar(grid, executor, isInterrupted: isInterrupted))
    let runs = try executor.runAll(grid.combinations.map(\.plan))
    let made = try zip(grid.combinations, runs).map { combination, run in
      switch run.payload {
      case .success(let payload): return SweepRow(combination: combination, payload: payload)
      case .failure(let failure as Diagnostic):
        return SweepRow(combination: combination, failure: failure, isNotYet: failure.code.id == notYet?.code.id)
      case .failure(let error): throw error
      }
    }
    var grid = grid
    let rows = leavingIn(made, &grid)
    let failures = rows.count(where: \.hasFailed)
    if failures > 0 { observer.combinationsDidFail(failures, of: rows.count) }
    let table = try grid.seedAxis.map { try seedTable(grid, rows, by: $0) } ?? sweepTable(grid, rows, executor)
    return PlanValue(table, grid: grid, trace: runs.flatMap(\.trace))
  }
}

extension Session {
  /// Where stages are left out in turn, what comes before them decides whether the rest can do without: what a plan
  /// `load`s is known once it is there. Combinations that cannot be are no failures; a note says that the stage stays in.
  private func leavingIn(_ rows: [SweepRow], _ grid: inout PlanGrid) -> [SweepRow] {
    guard let reference = grid.reference else { return rows }
    var kept: [SweepRow] = []
    var notes: [String] = []
    for row in rows {
      if let failure = row.failure, let choice = row.combination.coordinates[reference.axis],
        choice != reference.choice, failure.code.id == wrongContentCode
      {
        notes.append("\(choice) stays in: without it \(failure.message)")
      } else {
        kept.append(row)
      }
    }
    grid.combinations = kept.map(\.combination)
    grid.notes += uniqued(notes)
    return kept
  }
}

private let wrongContentCode = PlanError.wrongContent(stage: "", needs: "", found: "").code

/// What became of one combination.
struct SweepRow {
  let combination: PlanGrid.Combination
  var payload: (any Payload)?
  /// Why it has no payload.
  var failure: Diagnostic?
  /// Whether that is only that others have still to work on it.
  var isNotYet = false

  var hasFailed: Bool { failure != nil && !isNotYet }
}
