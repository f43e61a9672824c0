import Diagnostics
import Plans

extension Session {
  /// Reads the value of every combination of a sweep in turn. One that failed, or that cannot be read, says why, and the
  /// rest go on.
  /// - Parameter table: the sweep's own, a row for each combination.
  /// - Returns: where the reader gives tables, one table with the choices before its columns, so that `sort` and `where`
  ///   may follow; otherwise a document with a heading for each combination.
  /// - Throws: the first failure, where not one combination can be read or the settings say to stop at a failure;
  ///   `Interrupted`.
  func readEach(of grid: PlanGrid, _ table: Table, with reader: PlanStep, _ executor: Executor) throws -> any Payload {
    // Of plans that ran with several seeds the table has one row.
    let failures = grid.seedAxis == nil ? table.index(of: failureColumn) : nil
    var readings: [SweepReading] = []
    var unreadable: Diagnostic?
    for (index, combination) in grid.combinations.enumerated() {
      var reading = SweepReading(combination: combination)
      if let column = failures, index < table.rows.count, case .text(let message) = table.rows[index].cells[column] {
        reading.failure = message
        reading.isNotYet = message == notYet?.message
        readings.append(reading)
        continue
      }
      do {
        let single = PlanGrid(axes: [], combinations: [.init(plan: combination.plan)], text: combination.plan.text)
        let value = PlanValue(try executor.run(combination.plan).payload, grid: single)
        reading.payload = try executor.read(value, with: reader)
      } catch let failure as Diagnostic where !settings.stopsAtFailure {
        reading.failure = failure.message
        unreadable = unreadable ?? failure
      }
      readings.append(reading)
    }
    if let unreadable, readings.allSatisfy({ $0.payload == nil }) { throw unreadable }
    return reader.declaration.gives == .table
      ? joined(readings, grid, table) : listed(readings, grid, table, as: reader.declaration.name)
  }

  /// All rows together, told apart by the choices.
  private func joined(_ readings: [SweepReading], _ grid: PlanGrid, _ sweep: Table) -> Table {
    let tables = readings.map(\.table)
    let columns = uniqued(tables.flatMap { $0?.columns ?? [] })
    let hasFailure = readings.contains { $0.failure != nil }
    let rows = zip(readings, tables).flatMap { reading, table -> [Table.Row] in
      let choices = grid.axes.map { reading.combination.coordinates[$0].map(choiceScalar) ?? .missing }
      let failure: [Scalar] = hasFailure ? [reading.failure.map { .text($0) } ?? .missing] : []
      guard let table else { return [.init(choices + columns.map { _ in .missing } + failure)] }
      let places = columns.map { table.index(of: $0) }
      return table.rows.map { row in
        .init(choices + places.map { $0.map { row.cells[$0] } ?? .missing } + failure, plan: row.plan)
      }
    }
    var joined = Table(
      columns: grid.axes + columns + (hasFailure ? [failureColumn] : []), rows: rows, synthetic: sweep.synthetic,
      notes: notes(of: readings), choices: grid.axes, provenance: sweep.provenance)
    joined.combinationsFailed = readings.count(where: \.hasFailed)
    return joined
  }

  /// What failed, and what is said of the others, each once.
  private func notes(of readings: [SweepReading]) -> [String] {
    uniqued(
      failureNotes(readings.count(where: \.hasFailed), notYet: readings.count(where: \.isNotYet), of: readings.count)
        + readings.flatMap { $0.payload?.shownNotes ?? [] })
  }

  private func listed(
    _ readings: [SweepReading], _ grid: PlanGrid, _ sweep: Table, as kind: String
  ) -> Document {
    let blocks = readings.flatMap { reading in
      [.heading(grid.axes.compactMap { reading.combination.coordinates[$0] }.joined(separator: " · "))]
        + reading.blocks
    }
    return Document(
      kind: kind, blocks: blocks, synthetic: sweep.synthetic, notes: notes(of: readings),
      provenance: sweep.provenance)
  }
}

/// What a reader made of one combination.
private struct SweepReading {
  let combination: PlanGrid.Combination
  var payload: (any Payload)?
  var failure: String?
  /// Whether that is only that others have still to work on it.
  var isNotYet = false

  var hasFailed: Bool { failure != nil && !isNotYet }
  var table: Table? { payload?.as(Table.self) }

  var blocks: [Document.Block] { payload?.blocks ?? [.text(isNotYet ? failure ?? "" : "failed: \(failure ?? "")")] }
}
