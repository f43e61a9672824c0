import Basics
import Plans
import Samples

/// A plan of a sweep over seeds, with what became of it under each.
private struct SeededPlan {
  /// The choices on all other axes.
  let coordinates: [String: String]
  let plan: Plan
  var rows: [SweepRow]

  var results: [EvaluationResult] { rows.compactMap(\.result) }
  var failure: String? { (rows.first(where: \.hasFailed) ?? rows.first(where: \.isNotYet))?.failure?.message }
}

extension Session {
  /// A row for each plan: means over its seeds, with their standard deviation. There is no row for a seed, so that none can
  /// be chosen for its score.
  func seedTable(_ grid: PlanGrid, _ rows: [SweepRow], by axis: String) throws -> Table {
    let plans = seededPlans(rows, by: axis)
    let seeds = uniqued(grid.combinations.compactMap { $0.coordinates[axis] })
    let metrics = catalogue.scorer.metricNames
    var marks = ResultComparison(
      unmarkedReplicates: plans.map(\.results), metricNames: catalogue.scorer.allMetricNames)
    let areIndependent = haveDataOfTheirOwn(plans)
    var tests: [String] = []
    for group in comparableGroups(plans, seeds.count, grid) {
      let reference = grid.reference.flatMap { reference in
        group.firstIndex { plans[$0].coordinates[reference.axis] == reference.choice }
      }
      guard group.count > 1, grid.reference == nil || reference != nil else { continue }
      let comparison = try catalogue.scorer.comparison(
        ofReplicates: group.map { plans[$0].results }, reference: reference, areIndependent: areIndependent)
      for (position, index) in group.enumerated() {
        marks.estimates[index] = comparison.estimates[position]
        marks.differences[index] = comparison.differences[position]
      }
      tests.append(comparison.test)
    }
    let hasFailure = plans.contains { $0.failure != nil }
    let others = grid.axes.filter { $0 != axis }
    let cells = plans.enumerated().map { index, plan in
      var cells = others.map { plan.coordinates[$0].map(choiceScalar) ?? .missing }
      cells.append(.number(Double(plan.results.count)))
      if let reference = grid.reference {
        cells += differenceCells(marks.differences[index], reference, areIndependent)
      }
      cells += marks.estimates[index].prefix(metrics.count).map { .estimate($0) }
      if hasFailure { cells.append(plan.failure.map { .text($0) } ?? .missing) }
      return Table.Row(
        cells, plan: plan.plan.withoutSeed,
        further: marks.estimates[index].dropFirst(metrics.count).map { .estimate($0) })
    }
    let failures = rows.count(where: \.hasFailed)
    var table = Table(
      columns: grid.choiceColumns + (grid.reference == nil ? [] : PlanGrid.Reference.columns) + metrics
        + (hasFailure ? [failureColumn] : []),
      rows: cells, synthetic: synthetic(of: rows),
      notes: failureNotes(failures, notYet: rows.count(where: \.isNotYet), of: rows.count)
        + seedNotes(seeds, areIndependent, tests, pairs(plans, marks, grid))
        + grid.notes + uniqued(plans.flatMap(\.results).flatMap(\.notes)),
      choices: others, provenance: provenance(of: rows.compactMap(\.result), grid),
      further: catalogue.scorer.furtherMetricNames)
    (table.combinationsTried, table.combinationsFailed) = (plans.count { !$0.results.isEmpty }, failures)
    table.deviatesOver = "seeds"
    return table
  }

  private func seededPlans(_ rows: [SweepRow], by axis: String) -> [SeededPlan] {
    var plans: [SeededPlan] = []
    for row in rows {
      var coordinates = row.combination.coordinates
      coordinates[axis] = nil
      if let known = plans.firstIndex(where: { $0.coordinates == coordinates }) {
        plans[known].rows.append(row)
      } else {
        plans.append(SeededPlan(coordinates: coordinates, plan: row.combination.plan, rows: [row]))
      }
    }
    return plans
  }

  /// Whether each seed drew data that no other did.
  private func haveDataOfTheirOwn(_ plans: [SeededPlan]) -> Bool {
    plans.allSatisfy { plan in
      let data = plan.results.map(\.provenance.dataFingerprint)
      return Set(data).count == data.count
    }
  }

  /// Plans that were scored with every seed, on the same test rows with each; beside a reference only its own.
  private func comparableGroups(_ plans: [SeededPlan], _ seeds: Int, _ grid: PlanGrid) -> [[Int]] {
    var names: [Digest] = []
    var groups: [[Int]] = []
    for (index, plan) in plans.enumerated() where plan.results.count == seeds {
      var name = Digest("seeds")
      for result in plan.results { name.combine(result.testName) }
      if let reference = grid.reference {
        for axis in grid.axes where axis != reference.axis { name.combine(plan.coordinates[axis] ?? "") }
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

  private func differenceCells(
    _ differences: [Estimate?], _ reference: PlanGrid.Reference, _ areIndependent: Bool
  ) -> [Scalar] {
    let place = catalogue.scorer.allMetricNames.firstIndex(of: reference.metric)
    guard let difference = place.flatMap({ differences[$0] }) else { return [.missing, .missing] }
    return areIndependent ? verdictCells(difference, reference) : [.estimate(difference), .text("not judged")]
  }

  /// What is not judged is told as it is: by how much, and with how many seeds.
  private func pairs(_ plans: [SeededPlan], _ marks: ResultComparison, _ grid: PlanGrid) -> [String] {
    let names = catalogue.scorer.allMetricNames
    guard grid.reference == nil, let column = names.firstIndex(of: headlineMetric) ?? names.indices.first else {
      return []
    }
    return plans.indices.compactMap { index in
      guard let difference = marks.differences[index][column] else { return nil }
      let name = grid.axes.compactMap { plans[index].coordinates[$0] }.joined(separator: " · ")
      let deviation = difference.deviation.map { " ± \(NumberFormat.decimal($0, digits: 3, missing: "–"))" } ?? ""
      return
        "\(catalogue.scorer.title(of: names[column])) of \(name) less that of the best, seed by seed: "
        + NumberFormat.decimal(difference.value, digits: 3, missing: "–") + deviation
    }
  }

  private func seedNotes(
    _ seeds: [String], _ areIndependent: Bool, _ tests: [String], _ pairs: [String]
  ) -> [String] {
    let listed = seeds.count <= 12 ? seeds.joined(separator: ", ") : "\(seeds.count) of them"
    let means = "every number is the mean over the seeds \(listed): none was chosen"
    guard !areIndependent else {
      return [means] + uniqued(tests.filter { !$0.isEmpty }).map { "compared seed by seed: \($0)" }
    }
    let shared =
      "all seeds share their rows, so nothing is judged: the spread tells what chance in splits and learning does, "
      + "and nothing of other people"
    return [means, shared] + pairs.prefix(8)
  }
}

private let headlineMetric = "macro_f1"
