import Plans

/// `study | best by=macro_f1`
struct BestStage: ReaderStage {
  static let declaration = Declaration(
    "best", "Gives the result of the best combination of a sweep.", takes: .table, gives: .result,
    discussion: """
      The result is that of the combination's plan: `compare`, `confusion` and `save` go on from it. Its score is \
      optimistic, because it was chosen by the very rows that score it, and the more combinations there were to choose \
      from, the more so: with fifty coins, one falls on heads five times in a row. A note says so. To report a score for \
      a choice, make the choice inside the training folds: `… | tune by=macro_f1 | cv 5`.
      """,
    searchTerms: ["winner", "maximum", "choose", "argmax"], reference: "Cawley & Talbot 2010",
    examples: [Example("\(exampleSweep) | best by=macro_f1", shows: "optimistic")])

  @Parameter("the metric to choose by", positional: true, aliases: ["metric"]) var by = ColumnName("macro_f1")

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let table = try table(of: input, for: "best")
    let reading = try table.requiredReading(of: by.name)
    let isHigherBetter = context.catalogue.scorer.isHigherBetter(by.name)
    var best: (row: Table.Row, value: Double)?
    var count = 0
    for row in table.rows {
      guard row.plan?.modelIndex != nil, let value = reading(row).number, value.isFinite else { continue }
      count += 1
      if let known = best, isHigherBetter ? value <= known.value : value >= known.value { continue }
      best = (row, value)
    }
    guard let best, let plan = best.row.plan else { throw StageError.noPlans(reader: "best") }
    // Also those that `top` or `where` have taken out of the table.
    count = max(count, table.combinationsTried)
    let result = try context.evaluated(plan)
    let failed = table.combinationsFailed
    // Who is the best of two that were scored is not the best of four that were asked for.
    let failures = failed == 0 ? [] : ["\(failed) of \(count + failed) combinations failed, and could not be chosen"]
    let optimism = count > 1 ? notes(table, reading, count) : []
    return result.noting(optimism + failures).chosen(among: count)
  }

  private func notes(
    _ table: Table, _ reading: (Table.Row) -> Scalar, _ count: Int
  ) -> [String] {
    let optimism =
      "chosen as the best of \(count) by \(by.name) on the rows that score it, so its score is optimistic; "
      + "`tune by=\(by.name)` before the evaluator chooses inside each training fold instead"
    let tied = table.rows.count { row in
      if case .estimate(let estimate) = reading(row) { estimate.standing == .tied } else { false }
    }
    return tied == 0 ? [optimism] : [optimism, "\(tied) other\(tied == 1 ? "" : "s") cannot be told apart from it"]
  }
}
