import Evaluation
import Numerics
import Plans

extension CompareStage {
  /// Two results: every metric, the recall of every class.
  func pairDocument(_ operands: [Operand], _ tested: [ComparedClassifier], _ context: ReaderContext) throws -> Document
  {
    let (first, second) = (operands[0], operands[1])
    let comparison = try ReferenceComparison(
      of: Metric.headline.map { ($0, 0) }, classifiers: tested, seed: context.stage.seed,
      context: context.stage.execution)
    let differences = Array(zip(Metric.headline, comparison.differences.compactMap { $0[1] }))
    let rows = differences.map { metric, difference in
      Table.Row([
        .text(metric.title), .number(tested[0].value(of: metric)), .number(tested[1].value(of: metric)),
        .estimate(difference.estimate), .text(verdict(difference, metric, first.name, second.name)),
      ])
    }
    let table = Table(
      columns: ["metric", first.name, second.name, "difference", "verdict"], rows: rows,
      provenance: provenance(operands))
    let mcNemar = try mcNemar(operands, tested)
    return Document(
      kind: "comparison",
      blocks: plans(operands)
        + [.table(table), .text("test: \(EvaluationScorer.description(of: tested[0], comparisons: 1))")]
        + (mcNemar.map { [.text($0.text)] } ?? []) + recalls(operands),
      synthetic: first.result.provenance.synthetic,
      fields: differences.map { ("\($0.name)_difference", .number($1.value)) }
        + differences.map { ("\($0.name)_p", .number($1.probability)) }
        + (mcNemar.map { [("mcnemar_p", .number($0.probability))] } ?? []))
  }

  /// On one split: which rows tell the two apart.
  private func mcNemar(
    _ operands: [Operand], _ tested: [ComparedClassifier]
  ) throws -> (text: String, probability: Double)? {
    guard tested[0].folds.folds.count == 1 else { return nil }
    let test = try McNemarTest(truth: tested[0].truth, first: tested[0].predicted, second: tested[1].predicted)
    let text =
      "McNemar: \(test.onlyFirstRight) rows only \(operands[0].name) got right, \(test.onlySecondRight) only "
      + "\(operands[1].name); exact p = \(significantText(test.exactProbability, digits: 3))"
    return (text, test.exactProbability)
  }

  /// More than two: all metrics beside the best, and every pair by one metric.
  func familyDocument(
    _ operands: [Operand], _ tested: [ComparedClassifier], _ metric: Metric, _ context: ReaderContext
  ) throws -> Document {
    let marks = try EvaluationScorer().comparison(
      of: operands.map(\.result), reference: nil, seed: context.stage.seed, context: context.stage.execution)
    let scores = zip(operands, marks.estimates).map { operand, estimates in
      Table.Row([.text(operand.name)] + estimates.map { .estimate($0) }, plan: operand.result.plan)
    }
    let pairs = try pairs(of: tested, by: metric, context)
    let rows = pairs.map { pair in
      let (first, second) = (operands[pair.first].name, operands[pair.second].name)
      return Table.Row([
        .text(first), .text(second), .estimate(pair.difference.estimate), .number(pair.difference.probability),
        .text(verdict(pair.difference, metric, first, second)),
      ])
    }
    let test = EvaluationScorer.description(of: tested[0], comparisons: pairs.count)
    return Document(
      kind: "comparison",
      blocks: plans(operands) + [
        .table(
          Table(columns: ["result"] + Metric.headline.map(\.name), rows: scores, provenance: provenance(operands))),
        .heading("every pair by \(metric.title)"),
        .table(Table(columns: ["first", "second", "difference", "p (Holm)", "verdict"], rows: rows)),
        .text("difference: second less first; test: \(test)"),
      ] + recalls(operands), synthetic: operands[0].result.provenance.synthetic,
      fields: pairs.map {
        ("\(operands[$0.first].name)_\(operands[$0.second].name)_p", .number($0.difference.probability))
      })
  }

  private typealias Pair = (first: Int, second: Int, difference: ReferenceComparison.Difference)

  /// Every pair, with Holm's correction over all of them.
  private func pairs(of tested: [ComparedClassifier], by metric: Metric, _ context: ReaderContext) throws -> [Pair] {
    var pairs: [Pair] = []
    for first in tested.indices {
      for second in tested.indices.dropFirst(first + 1) {
        let comparison = try ReferenceComparison(
          of: [(metric, 0)], classifiers: [tested[first], tested[second]], seed: context.stage.seed,
          context: context.stage.execution)
        if let difference = comparison.differences[0][1] { pairs.append((first, second, difference)) }
      }
    }
    return zip(pairs, holmAdjusted(pairs.map(\.difference.rawProbability))).map { pair, probability in
      (pair.first, pair.second, pair.difference.corrected(to: probability))
    }
  }

  private func plans(_ operands: [Operand]) -> [Document.Block] {
    operands.map { .text("\($0.name): \($0.result.plan.text)") } + [
      .text("evaluation: \(operands[0].result.evaluation)")
    ]
  }

  private func provenance(_ operands: [Operand]) -> [String] {
    let result = operands[0].result
    return operands.map { "plan: \($0.name): \($0.result.plan.text)" }
      + ["evaluation: \(result.evaluation)", result.provenanceLines[2]]
  }

  private func verdict(
    _ difference: ReferenceComparison.Difference, _ metric: Metric, _ first: String, _ second: String
  ) -> String {
    guard difference.isDistinguishable else { return "cannot be told apart" }
    return metric.isBetter(difference.value, than: 0) ? "\(second) is better" : "\(first) is better"
  }

  private func recalls(_ operands: [Operand]) -> [Document.Block] {
    let rows = operands[0].result.scores.classes.enumerated().map { index, score in
      Table.Row(
        [.text(score.name)] + operands.map { .number($0.result.scores.classes[index].recall) }
          + [.number(Double(score.support))])
    }
    return [
      .heading("recall of each class"),
      .table(Table(columns: ["class"] + operands.map(\.name) + ["support"], rows: rows)),
    ]
  }
}

extension ReferenceComparison.Difference {
  var estimate: Estimate { Estimate(value, lower: lower, upper: upper, probability: probability) }
}
