import Basics
import Plans
import Samples

extension SweepRow {
  var result: EvaluationResult? { payload?.as(EvaluationResult.self) }
}

extension Session {
  /// A row per combination, a column per choice and per metric, with what can be told apart from the best or, where the
  /// grid has one, from its reference.
  func sweepTable(_ grid: PlanGrid, _ rows: [SweepRow], _ executor: Executor) throws -> Table {
    let marks = try comparisons(grid, rows, executor)
    let endsInModel = rows.contains { $0.combination.plan.modelIndex != nil }
    let hasFailure = rows.contains { $0.failure != nil }
    let metrics = catalogue.scorer.metricNames
    let results = rows.compactMap(\.result)
    let reference = endsInModel ? grid.reference : nil
    let cells = rows.enumerated().map { index, row in
      var cells = grid.axes.map { axis in row.combination.coordinates[axis].map(choiceScalar) ?? .missing }
      if let reference { cells += verdictCells(marks.differences[index], reference) }
      if let set = row.payload?.as(PreparedRows.self), !endsInModel {
        cells += samplesCells(set)
      } else {
        cells +=
          marks.estimates[index]?.prefix(metrics.count)
          ?? (endsInModel ? metrics : ["rows", "shape"]).map { _ in .missing }[...]
      }
      if hasFailure { cells.append(row.failure.map { .text($0.message) } ?? .missing) }
      return Table.Row(
        cells, plan: row.combination.plan, further: Array(marks.estimates[index]?.dropFirst(metrics.count) ?? []))
    }
    let failures = rows.count(where: \.hasFailed)
    var table = Table(
      columns: grid.axes + (reference == nil ? [] : PlanGrid.Reference.columns)
        + (endsInModel ? metrics : ["rows", "shape"]) + (hasFailure ? [failureColumn] : []),
      rows: cells, synthetic: synthetic(of: rows),
      notes: failureNotes(failures, notYet: rows.count(where: \.isNotYet), of: rows.count) + grid.notes + marks.notes
        + intervalNotes(results)
        + uniqued(results.flatMap(\.notes)),
      choices: grid.axes, provenance: provenance(of: results, grid),
      further: endsInModel ? catalogue.scorer.furtherMetricNames : [])
    (table.combinationsTried, table.combinationsFailed) = (results.count, failures)
    return table
  }

  /// Where its intervals come from, and how often such hold.
  private func intervalNotes(_ results: [EvaluationResult]) -> [String] {
    let scored = results.map(\.scores).filter { $0.metrics.contains { $0.interval != nil } }
    return IntervalBasis.joined(scored.map(\.intervalBasis)).map(\.text)
  }

  /// Every result's metrics as cells, beside those that it can be paired with.
  private func comparisons(
    _ grid: PlanGrid, _ rows: [SweepRow], _ executor: Executor
  ) throws -> (estimates: [Int: [Scalar]], differences: [Int: Estimate], notes: [String]) {
    var estimates: [Int: [Scalar]] = [:]
    var differences: [Int: Estimate] = [:]
    var notes: [String] = []
    let metric = grid.reference.flatMap { catalogue.scorer.allMetricNames.firstIndex(of: $0.metric) }
    for group in pairableGroups(grid, rows) {
      let comparison = try comparison(of: group, grid, rows, executor)
      for (position, row) in group.enumerated() {
        estimates[row] = comparison.estimates[position].map { estimate in
          // Beside a reference there is no best: the difference says it.
          grid.reference == nil ? .estimate(estimate) : .estimate(estimate.withoutStanding)
        }
        if let metric { differences[row] = comparison.differences[position][metric] }
      }
      if !comparison.test.isEmpty { notes.append(note(on: comparison.test, grid)) }
    }
    if Set(rows.compactMap { $0.result?.provenance.dataFingerprint }).count > 1 {
      let elsewhere = executor.catalogue.suggestions.comparesOverData.map {
        "; `\($0)` compares methods over data sets"
      }
      notes.append("rows on different data are compared among themselves only" + (elsewhere ?? ""))
    }
    return (estimates, differences, uniqued(notes))
  }

  private func comparison(
    of group: [Int], _ grid: PlanGrid, _ rows: [SweepRow], _ executor: Executor
  ) throws -> ResultComparison {
    let results = group.compactMap { rows[$0].result }
    let reference = grid.reference.flatMap { reference in
      group.firstIndex { rows[$0].combination.coordinates[reference.axis] == reference.choice }
    }
    guard results.count > 1, grid.reference == nil || reference != nil else {
      return ResultComparison(unmarked: results, metricNames: catalogue.scorer.allMetricNames)
    }
    return try catalogue.scorer.comparison(
      of: results, reference: reference, context: executor.context)
  }

  private func note(on test: String, _ grid: PlanGrid) -> String {
    guard let reference = grid.reference else { return "compared with the best of each column: \(test)" }
    let title = catalogue.scorer.title(of: reference.metric)
    return
      "difference: \(title) less that of '\(reference.choice)', with its interval, which holds 0 where the verdict is that it "
      + "cannot be told; verdict: \(test), at 5%"
  }

  /// Rows that were trained and tested on the same rows of the same data; beside a reference only its own.
  private func pairableGroups(_ grid: PlanGrid, _ rows: [SweepRow]) -> [[Int]] {
    var names: [Digest] = []
    var groups: [[Int]] = []
    for (index, row) in rows.enumerated() {
      guard let result = row.result else { continue }
      var name = result.testName
      if let reference = grid.reference {
        for axis in grid.axes where axis != reference.axis { name.combine(row.combination.coordinates[axis] ?? "") }
      }
      if let known = names.firstIndex(of: name) {
        groups[known].append(index)
      } else {
        names.append(name)
        groups.append([index])
      }
    }
    return groups
  }

  func verdictCells(_ difference: Estimate?, _ reference: PlanGrid.Reference) -> [Scalar] {
    guard let difference else { return [.missing, .missing] }
    let isBetter = (difference.value > 0) == catalogue.scorer.isHigherBetter(reference.metric)
    let words = reference.verdicts
    let verdict =
      switch difference.probability {
      case nil: words.unjudged
      case let probability? where probability >= 0.05: words.undecided
      default: isBetter ? words.better : words.worse
      }
    return [.estimate(difference), .text(verdict)]
  }

  func synthetic(of rows: [SweepRow]) -> String? {
    let marks = rows.compactMap { $0.payload?.synthetic }
    return marks.isEmpty ? nil : uniqued(marks).joined(separator: ", ")
  }

  func provenance(of results: [EvaluationResult], _ grid: PlanGrid) -> [ProvenanceLine] {
    guard let first = results.first?.provenance,
      let last = results.map(\.provenance).max(by: { $0.testSplitScored < $1.testSplitScored })
    else { return [] }
    let seeds = uniqued(results.map { String($0.provenance.seed) })
    return [
      ProvenanceLine(.plan, grid.text),
      ProvenanceLine(
        .evaluation,
        joinedAlternatives(uniqued(results.map(\.evaluation))) + "; " + last.looksText),
      ProvenanceLine(
        .data,
        uniqued(results.map(\.provenance.dataText)).joined(separator: "; ")
          + "; \(seeds.count == 1 ? "seed" : "seeds") \(seeds.joined(separator: ", ")); mien \(first.version)"),
    ]
  }
}

extension Estimate {
  fileprivate var withoutStanding: Estimate {
    var estimate = self
    (estimate.standing, estimate.probability) = (nil, nil)
    return estimate
  }
}

private func samplesCells(_ set: PreparedRows) -> [Scalar] {
  [.number(Double(set.training.metadata.count)), .text(set.rows.content.shapeText)]
}

/// Texts that differ in a few words, those in braces: "learning from {10%, 50%} of the rows". Others one after the other.
func joinedAlternatives(_ texts: [String]) -> String {
  let words = texts.map { $0.split(separator: " ", omittingEmptySubsequences: false) }
  guard texts.count > 1, let first = words.first, let shortest = words.map(\.count).min() else {
    return texts.joined(separator: "; ")
  }
  let before = (0..<shortest).prefix { place in words.allSatisfy { $0[place] == first[place] } }.count
  let after = (0..<shortest - before).prefix { place in
    words.allSatisfy { $0[$0.count - 1 - place] == first[first.count - 1 - place] }
  }.count
  let differing: [ArraySlice<Substring>] = words.map { $0[before..<$0.count - after] }
  guard before > 1, differing.allSatisfy({ $0.count == 1 || $0.count == 2 }) else {
    return texts.joined(separator: "; ")
  }
  let start: String = first[..<before].joined(separator: " ")
  let end: String = first[(first.count - after)...].map { " " + $0 }.joined()
  let alternatives: [String] = differing.map { $0.joined(separator: " ") }
  return "\(start) {\(alternatives.joined(separator: ", "))}\(end)"
}

/// What failed must not be missed among many rows; nor what others have still to work on.
func failureNotes(_ failures: Int, notYet: Int, of count: Int) -> [String] {
  (failures == 0 ? [] : ["\(failures) of \(count) combinations failed"])
    + (notYet == 0 ? [] : ["not computed yet: \(notYet) of \(count) combinations"])
}

/// A choice that is a number sorts as one.
func choiceScalar(_ text: String) -> Scalar {
  Double(text).map { .number($0) } ?? .text(text)
}

/// Each text once, in order.
func uniqued(_ texts: [String]) -> [String] {
  var seen: Set<String> = []
  return texts.filter { seen.insert($0).inserted }
}
