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
    let table = sweepTable(axes: grid.axes, rows, metricNames: catalogue.scorer.metricNames)
    return PlanValue(.table(table), grid: grid, trace: runs.flatMap(\.trace))
  }
}

/// What became of one combination.
struct SweepRow {
  let combination: PlanGrid.Combination
  var payload: Payload?
  var failure: Diagnostic?
}

/// A row per combination, a column per choice and per metric.
func sweepTable(axes: [String], _ rows: [SweepRow], metricNames: [String]) -> Table {
  let endsInModel = rows.contains { $0.combination.plan.modelIndex != nil }
  let hasFailure = rows.contains { $0.failure != nil }
  var synthetic: String?
  var remarks: [String] = []
  let cells = rows.map { row -> Table.Row in
    var cells = axes.map { axis in row.combination.coordinates[axis].map(choiceScalar) ?? .missing }
    switch row.payload {
    case .result(let result):
      synthetic = synthetic ?? result.provenance.synthetic
      cells += metricNames.map { name in result.scores.metric(name).map { .number($0.value) } ?? .missing }
      remarks += result.remarks.filter { !remarks.contains($0) }
    case .samples(let set):
      synthetic = synthetic ?? set.rows.roster.origin.synthetic
      cells += endsInModel ? metricNames.map { _ in .missing } : samplesCells(set)
    default:
      cells += (endsInModel ? metricNames : ["rows", "shape"]).map { _ in .missing }
    }
    if hasFailure { cells.append(row.failure.map { .text($0.message) } ?? .missing) }
    return Table.Row(cells, plan: row.combination.plan)
  }
  let columns = axes + (endsInModel ? metricNames : ["rows", "shape"]) + (hasFailure ? [failureColumn] : [])
  return Table(columns: columns, rows: cells, synthetic: synthetic, remarks: remarks)
}

private func samplesCells(_ set: WorkingSet) -> [Scalar] {
  [.number(Double(set.training.roster.count)), .text(set.rows.content.shapeText)]
}

/// A choice that is a number sorts as one.
private func choiceScalar(_ text: String) -> Scalar {
  Double(text).map { .number($0) } ?? .text(text)
}
