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
    let table = sweepTable(axes: grid.axes, rows, metricNames: catalogue.scorer.metricNames)
    return PlanValue(.table(table), grid: grid, trace: trace)
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
