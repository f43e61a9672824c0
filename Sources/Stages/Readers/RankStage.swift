import Basics
import Evaluation
import Plans

/// `load {"ziya07", "kmirfan", "kori"} | … | {logreg, svm rbf} | rank`
struct RankStage: ReaderStage {
  static let declaration = Declaration(
    "rank", "Ranks the methods of a sweep over data sets: do they differ, and which from which?", takes: .table,
    gives: .document,
    discussion: """
      A score of 0.6 on one data set and 0.4 on another says nothing about a method until it is held beside the other \
      methods on the same data. So each method is ranked on each data set, 1 being best, and the ranks are averaged. \
      Friedman's test asks whether mean ranks as far apart as these could be chance; where they could not, Nemenyi's \
      test says which methods differ: those whose mean ranks are further apart than the critical difference. Data sets \
      are independent of each other, as the tests need; folds of one data set are not. With three or four data sets only \
      the largest differences show.
      """,
    searchTerms: ["friedman", "nemenyi", "datasets", "ranks", "critical"],
    reference: "Friedman 1937; Nemenyi 1963; Demšar 2006",
    examples: [
      Example(
        "load {\"ziya07\", \"kmirfan\", \"kori\"} | resize 24 | pixels | pca 10 | {logreg, svm linear} | rank",
        shows: "Friedman")
    ])

  @Parameter("the metric to rank by", positional: true, aliases: ["metric"]) var by = ColumnName("macro_f1")
  @Parameter("the column of the data sets; found by itself where it is the source that differs") var over: ColumnName? =
    nil

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let table = try table(of: input, for: "rank")
    let scores = try scores(table)
    let comparison = try RankComparison(
      methods: scores.methods, scores: scores.values, isHigherBetter: context.catalogue.scorer.isHigherBetter(by.name))
    let difference = try comparison.criticalDifference()
    let title = context.catalogue.scorer.title(of: by.name)
    return Document(
      kind: "ranks",
      blocks: [
        .text(
          "Friedman: χ² = \(NumberFormat.decimal(comparison.chiSquared, digits: 3, missing: "–")), p = "
            + "\(NumberFormat.decimal(comparison.probability, digits: 4, missing: "–")), \(comparison.methods.count) methods on "
            + "\(comparison.blocks) data sets by \(title)"),
        .table(ranks(comparison, scores.values, table)),
        .text(
          "Nemenyi: mean ranks \(NumberFormat.decimal(difference, digits: 3, missing: "–")) or more apart differ at 5%"
        ),
      ] + scores.notes.map { .text($0) },
      synthetic: table.synthetic,
      fields: [
        ("chi_squared", .number(comparison.chiSquared)), ("p", .number(comparison.probability)),
        ("critical_difference", .number(difference)),
      ], notes: table.notes)
  }

  private func ranks(_ comparison: RankComparison, _ scores: [[Double]], _ table: Table) -> Table {
    let methods = comparison.methods.indices
    let order = methods.sorted { (comparison.meanRanks[$0], $0) < (comparison.meanRanks[$1], $1) }
    let rows = order.map { method in
      let tied = order.filter { other in
        other != method && comparison.pairProbabilities[method * methods.count + other] >= 0.05
      }
      let mean = scores.reduce(0) { $0 + $1[method] } / Double(scores.count)
      return Table.Row([
        .text(comparison.methods[method]), .number(comparison.meanRanks[method]), .number(mean),
        .text(tied.isEmpty ? "–" : tied.map { comparison.methods[$0] }.joined(separator: ", ")),
      ])
    }
    return Table(
      columns: ["method", "mean rank", "mean \(by.name)", "not told apart from"], rows: rows,
      provenance: table.provenance)
  }
}

extension RankStage {
  private struct Scores {
    var methods: [String]
    /// Data set × method.
    var values: [[Double]]
    var notes: [String]
  }

  /// The rows of the table, dealt to data sets and methods.
  private func scores(_ table: Table) throws -> Scores {
    let reading = try table.requiredReading(of: by.name)
    let block = try over.map { try table.requiredReading(of: $0.name) }
    let choices = methodChoices(table)
    var blocks: [String] = []
    var methods: [String] = []
    var found: [String: [String: Double]] = [:]
    for row in table.rows {
      guard let plan = row.plan, !plan.steps.isEmpty else { throw StageError.noPlans(reader: "rank") }
      let data = block.map { $0(row).text } ?? plan.writtenData
      let method = method(of: row, choices, plan)
      if !blocks.contains(data) { blocks.append(data) }
      if !methods.contains(method) { methods.append(method) }
      if let value = reading(row).number, value.isFinite { found[data, default: [:]][method] = value }
    }
    let whole = blocks.filter { data in methods.allSatisfy { found[data]?[$0] != nil } }
    guard whole.count >= 2 else { throw StageError.tooFewDataSets(found: whole.count) }
    let left = blocks.filter { !whole.contains($0) }
    return Scores(
      methods: methods, values: whole.map { data in methods.compactMap { found[data]?[$0] } },
      notes: left.isEmpty
        ? [] : ["left out, since not every method was scored on it: \(left.joined(separator: ", "))"])
  }

  /// The choices that tell methods apart: all but those that go with the data set.
  private func methodChoices(_ table: Table) -> [Int] {
    let choices = table.choices.filter { $0 != over?.name }.compactMap { table.index(of: $0) }
    guard over == nil else { return choices }
    return choices.filter { choice in
      var values: [String: Set<String>] = [:]
      for row in table.rows { values[row.plan?.writtenData ?? "", default: []].insert(row.cells[choice].text) }
      let goesWithData = values.values.allSatisfy { $0.count == 1 } && Set(values.values).count > 1
      return !goesWithData
    }
  }

  /// What a row is called beside the others on its data set.
  private func method(of row: Table.Row, _ choices: [Int], _ plan: Plan) -> String {
    let names = choices.map { row.cells[$0] }.filter { $0 != .missing }.map(\.text)
    return names.isEmpty ? plan.steps.dropFirst().map(\.text).joined(separator: " | ") : names.joined(separator: " · ")
  }
}
