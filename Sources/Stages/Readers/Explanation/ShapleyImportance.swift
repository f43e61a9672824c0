import Basics
import Glibc
import Learning
import Numerics
import Plans
import Samples

/// Shapley values of a model's answers for test rows: exact for trees and for sums over columns, sampled for every other
/// model; in each case checked to add up to what the model answers.
struct ShapleyImportance {
  let work: ModelAtWork
  let top: Int
  /// How many test rows are taken apart at most.
  let rows: Int
  let block: Int
  let pairs: Int
  let context: StageContext

  /// Sampling asks the model so often for each row that fewer are taken.
  private static let sampledRows = 20

  private struct Found {
    let contributions: Contributions
    let outputs: [String]
    let meaning: String
    let features: [String]
    let note: String
    /// The columns of each feature; nil where each is one.
    var blocks: ColumnBlocks? = nil

    /// What each column adds: an equal part of what its block does.
    func ofColumns(_ values: [Double]) -> [Double] {
      guard let blocks else { return values }
      return zip(blocks.ranges, values).flatMap { range, value in range.map { _ in value / Double(range.count) } }
    }
  }

  /// The mean size of a column's contribution, for each class and over all.
  func table() throws -> Table {
    let count = min(isExact ? rows : min(rows, Self.sampledRows), work.features.rows)
    let some = (0..<count).map { $0 * work.features.rows / max(1, count) }
    let found = try found(work.features.gathering(some))
    let means = found.contributions.meanAbsolute()
    let totals = found.features.indices.map { column in means.reduce(0) { $0 + $1[column] } }
    let order = totals.indices.sorted { (totals[$1], $0) < (totals[$0], $1) }
    let classes = found.contributions.outputs > 1 ? found.outputs : []
    let of = classes.isEmpty ? "the \(found.meaning) of '\(found.outputs[0])'" : "each class's \(found.meaning)"
    return Table(
      columns: ["feature", "importance"] + classes,
      rows: order.prefix(top).map { column in
        .init(
          [.text(found.features[column]), .number(totals[column])]
            + (classes.isEmpty ? [] : means.map { .number($0[column]) }))
      }, synthetic: work.pipeline.origin.synthetic,
      notes: [
        "mean absolute contribution to \(of), over \(grouped(count)) of \(grouped(work.features.rows)) test rows\(found.note)"
      ] + leftOut(order.count))
  }

  /// One row in full, for the class that it was taken for, with what each column adds.
  func row(_ number: Int) throws -> (table: Table, columns: [Double]) {
    guard number <= work.features.rows else {
      throw ExplanationError.noSuchRow(number, count: work.features.rows)
    }
    let row = work.features.gathering([number - 1])
    let found = try found(row)
    let code =
      try work.model.predict(
        rows: work.test.gathering([number - 1]), context: context.execution.silent
      ).codes.first ?? 0
    let answer = work.model.classNames.indices.contains(code) ? work.model.classNames[code] : ""
    let output = found.outputs.firstIndex(of: answer) ?? 0
    let values = found.features.indices.map { Double(found.contributions[0, $0, output]) }
    let order = values.indices.sorted { (abs(values[$1]), $0) < (abs(values[$0]), $1) }
    let start = found.contributions.expected[output]
    let sum = values.reduce(start, +)
    func text(_ value: Double) -> String { NumberFormat.decimal(value, digits: 3, missing: "–") }
    let strongest = order.prefix(3).map {
      "\(found.features[$0]) \(values[$0] < 0 ? "takes" : "adds") \(text(abs(values[$0])))"
    }
    let others = order.dropFirst(top)
    let rest = others.isEmpty ? [] : [("\(grouped(others.count)) others", others.reduce(0) { $0 + values[$1] })]
    let parts = [("on average", start)] + order.prefix(top).map { (found.features[$0], values[$0]) } + rest
    var table = Table(
      columns: ["feature", "adds"], rows: parts.map { .init([.text($0.0), .number($0.1)]) },
      synthetic: work.pipeline.origin.synthetic,
      notes: [
        "test row \(number) is taken for '\(answer)': from \(text(start)) on average the \(found.meaning) of "
          + "'\(found.outputs[output])' comes to \(text(sum)); \(strongest.joined(separator: ", "))\(found.note)"
      ] + leftOut(order.count))
    table.pictureTitle = "How test row \(number) comes to its \(found.meaning) of '\(found.outputs[output])'"
    return (table, found.ofColumns(values))
  }

  private func leftOut(_ columns: Int) -> [String] {
    columns > top ? ["the first \(grouped(top)) of \(grouped(columns)) columns; `top=\(columns)` shows all"] : []
  }

  // MARK: - Values

  private var isExact: Bool { linear != nil || trees != nil }
  private var linear: (any LinearClassifier)? { (work.model as? any ModelOfColumns)?.linear }
  private var trees: (any ContributingClassifier)? { (work.model as? any ModelOfTrees)?.trees }

  private func found(_ some: Matrix) throws -> Found {
    if let linear {
      let means = try work.features.columnMeans(context: context.execution)
      let found = try linear.contributions(some, around: means, context: context.execution)
      try check(found, linear.outputMeaning, linear.outputNames, some)
      return Found(
        contributions: found, outputs: linear.outputNames, meaning: linear.outputMeaning, features: work.columnNames,
        note: ", beside the average test row, columns taken one by one")
    }
    if let trees {
      let found = try trees.contributions(some, context: context.execution)
      try check(found, trees.outputMeaning, trees.outputNames, some)
      return Found(
        contributions: found, outputs: trees.outputNames, meaning: trees.outputMeaning, features: work.columnNames,
        note: "")
    }
    return try sampled(some)
  }

  private func sampled(_ some: Matrix) throws -> Found {
    let blocks = ColumnBlocks(count: work.features.columns, size: block)
    let found = try SampledContributions(
      some, background: work.features, blocks: blocks.ranges, pairs: pairs, seed: context.seed,
      context: context.execution
    ) { try work.scores($0, context.execution.silent) }
    let residual = found.contributions.greatestResidual(beside: try work.scores(some, context.execution.silent))
    guard residual < 1e-4 else {
      throw ImportanceError.doesNotAdd(model: work.step.declaration.name, residual: residual)
    }
    let error = found.errors.max() ?? 0
    return Found(
      contributions: found.contributions, outputs: work.model.classNames, meaning: try work.meaning(context.execution),
      features: blocks.titles(work.columnNames),
      note: ", sampled by \(pairs) pairs of orders: a value is off by \(NumberFormat.significant(error, digits: 2)) "
        + "(standard error); beside an average over test rows", blocks: blocks)
  }

  /// That exact values add up to what the model answers, through the function that makes probabilities of its numbers.
  /// - Throws: `ImportanceError.doesNotAdd`.
  private func check(_ found: Contributions, _ meaning: String, _ outputs: [String], _ some: Matrix) throws {
    guard let answers = try work.model.probabilities(some, context: context.execution.silent) else { return }
    let columns = outputs.compactMap { work.model.classNames.firstIndex(of: $0) }
    guard columns.count == found.outputs else { return }
    var residual = 0.0
    for row in 0..<found.values.rows {
      let sums = (0..<found.outputs).map { output in
        (0..<found.columns).reduce(found.expected[output]) { $0 + Double(found[row, $1, output]) }
      }
      for (said, column) in zip(Self.probabilities(sums, meaning), columns) {
        residual = max(residual, abs(said - Double(answers[row, column])))
      }
    }
    guard residual < 1e-3 else {
      throw ImportanceError.doesNotAdd(model: work.step.declaration.name, residual: residual)
    }
  }

  private static func probabilities(_ sums: [Double], _ meaning: String) -> [Double] {
    guard meaning != "probability" else { return sums }
    guard sums.count > 1 else { return sums.map { 1 / (1 + exp(-$0)) } }
    let greatest = sums.max() ?? 0
    let powers = sums.map { exp($0 - greatest) }
    let total = powers.reduce(0, +)
    return powers.map { $0 / total }
  }
}
