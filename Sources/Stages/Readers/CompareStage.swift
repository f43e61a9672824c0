import Evaluation
import Numerics
import Plans

/// `compare base fair`, `compare [a, b, c]`
struct CompareStage: ReaderStage {
  static let declaration = Declaration(
    "compare", "Puts results side by side, with the paired test that fits how they were evaluated.",
    takes: [.nothing, .result], gives: .document,
    discussion: """
      The models were asked about the same faces, so they are compared pair by pair, which is far sharper than comparing \
      two averages. Over folds the difference of each fold counts, in a t-test that allows for folds sharing training \
      rows (Nadeau & Bengio 2003): the plain t-test finds differences where there are none. On one split accuracy is \
      compared by McNemar's test (could the faces that only one model got right have been split so by chance?), the \
      other metrics by resampling both models' answers together, whole subjects at a time where they are known. With \
      more than two results every pair is a question, and Holm's correction raises the bar accordingly. Where the \
      interval of a difference holds 0, the difference cannot be told from luck; that does not make the two equal.
      """,
    searchTerms: ["versus", "difference", "mcnemar", "paired", "significance", "ttest"],
    reference: "Nadeau & Bengio 2003; McNemar 1947; Efron 1979; Holm 1979",
    examples: [
      Example(
        "x = faces n=80 subjects=16 intensity=1 | lbp\na = x | svm linear\nb = x | logreg\ncompare a b",
        shows: "McNemar"),
      Example(
        "x = faces n=80 subjects=16 intensity=1 | lbp\na = x | svm linear | cv 4\nb = x | logreg | cv 4\nc = x | svm rbf "
          + "| cv 4\ncompare [a, b, c]", shows: "corrected resampled t-test"),
    ])

  @Parameter("a result, or a list of them", positional: true) var first: [ValueParameter] = []
  @Parameter("another, on the same test rows", positional: true) var second: [ValueParameter] = []
  @Parameter("the metric that pairs of more than two are compared by", aliases: ["metric"]) var by = ColumnName(
    "macro_f1")

  func read(_ input: PlanValue, _ work: ReaderWork) throws -> Payload {
    let operands = try operands(input)
    let first = operands[0].result
    guard operands.allSatisfy({ $0.result.testName == first.testName }) else { throw StageError.differentTestRows }
    let tested = try operands.map { try TestedClassifier($0.result) }
    let document =
      operands.count == 2
      ? try pairDocument(operands, tested, work) : try familyDocument(operands, tested, work)
    return .document(document)
  }

  /// A result with what it is called here.
  struct Operand {
    let name: String
    let result: EvaluationResult
  }

  private func operands(_ input: PlanValue) throws -> [Operand] {
    let given = first.map(\.value) + second.map(\.value)
    let values = (input.kind == .result ? [input] : []) + given.filter { $0.kind == .result }
    guard values.count >= 2, given.allSatisfy({ $0.kind == .result }) else {
      let wrong = given.first { $0.kind != .result }
      throw StageError.notComparable(
        found: wrong?.kind.description ?? "\(values.count) result\(values.count == 1 ? "" : "s")")
    }
    let names = values.compactMap(\.name)
    let areNamed = names.count == values.count && Set(names).count == names.count
    let ordinals = values.count == 2 ? ["first", "second"] : values.indices.map { "\($0 + 1)" }
    return try values.enumerated().map { index, value in
      Operand(name: areNamed ? names[index] : ordinals[index], result: try result(of: value, for: "compare"))
    }
  }
}

extension CompareStage {
  /// Two results: every metric, the recall of every class.
  private func pairDocument(
    _ operands: [Operand], _ tested: [TestedClassifier], _ work: ReaderWork
  ) throws -> Document {
    let (first, second) = (operands[0], operands[1])
    let comparison = try ReferenceComparison(
      of: Metric.headline.map { ($0, 0) }, classifiers: tested, seed: work.stage.seed, context: work.stage.context)
    let differences = comparison.differences.compactMap { $0[1] }
    let rows = zip(Metric.headline, differences).map { metric, difference in
      Table.Row([
        .text(metric.title), .number(tested[0].value(of: metric)), .number(tested[1].value(of: metric)),
        .estimate(difference.estimate),
        .text(verdict(difference, metric, first.name, second.name)),
      ])
    }
    var blocks = plans(operands)
    blocks.append(.table(Table(columns: ["metric", first.name, second.name, "difference", "verdict"], rows: rows)))
    blocks.append(.text("test: \(EvaluationScorer.description(of: tested[0], comparisons: 1))"))
    var fields: [(name: String, value: Scalar)] = zip(Metric.headline, differences).flatMap { metric, difference in
      [
        ("\(metric.name)_difference", Scalar.number(difference.value)),
        ("\(metric.name)_p", .number(difference.probability)),
      ]
    }
    if tested[0].folds.folds.count == 1 {
      let test = try McNemarTest(truth: tested[0].truth, first: tested[0].predicted, second: tested[1].predicted)
      blocks.append(
        .text(
          "McNemar: \(test.onlyFirstRight) rows only \(first.name) got right, \(test.onlySecondRight) only \(second.name); "
            + "exact p = \(Scalar.number(test.exactProbability).text)"))
      fields.append(("mcnemar_p", .number(test.exactProbability)))
    }
    blocks += recalls(operands)
    return Document(
      kind: "comparison", blocks: blocks, synthetic: first.result.provenance.synthetic, fields: fields)
  }

  /// More than two: all metrics beside the best, and every pair by one metric.
  private func familyDocument(
    _ operands: [Operand], _ tested: [TestedClassifier], _ work: ReaderWork
  ) throws -> Document {
    let metric = try Metric.named(by.name)
    let marks = try EvaluationScorer().comparison(
      of: operands.map(\.result), reference: nil, seed: work.stage.seed, context: work.stage.context)
    let scores = zip(operands, marks.estimates).map { operand, estimates in
      Table.Row([.text(operand.name)] + estimates.map { .estimate($0) }, plan: operand.result.plan)
    }
    var pairs: [(first: Int, second: Int, difference: ReferenceComparison.Difference)] = []
    for first in tested.indices {
      for second in tested.indices.dropFirst(first + 1) {
        let comparison = try ReferenceComparison(
          of: [(metric, 0)], classifiers: [tested[first], tested[second]], seed: work.stage.seed,
          context: work.stage.context)
        if let difference = comparison.differences[0][1] { pairs.append((first, second, difference)) }
      }
    }
    let adjusted = holmAdjusted(pairs.map(\.difference.rawProbability))
    let rows = zip(pairs, adjusted).map { pair, probability in
      let (first, second) = (operands[pair.first].name, operands[pair.second].name)
      var estimate = pair.difference.estimate
      estimate.probability = probability
      return Table.Row([
        .text(first), .text(second), .estimate(estimate), .number(probability),
        .text(verdict(pair.difference, metric, first, second, probability)),
      ])
    }
    let test = EvaluationScorer.description(of: tested[0], comparisons: pairs.count)
    return Document(
      kind: "comparison",
      blocks: plans(operands) + [
        .table(Table(columns: ["result"] + Metric.headline.map(\.name), rows: scores)),
        .heading("every pair by \(metric.title)"),
        .table(Table(columns: ["first", "second", "difference", "p (Holm)", "verdict"], rows: rows)),
        .text("difference: second less first; test: \(test)"),
      ] + recalls(operands), synthetic: operands[0].result.provenance.synthetic,
      fields: zip(pairs, adjusted).map { pair, probability in
        ("\(operands[pair.first].name)_\(operands[pair.second].name)_p", .number(probability))
      })
  }

  private func plans(_ operands: [Operand]) -> [Document.Block] {
    operands.map { .text("\($0.name): \($0.result.plan.text)") } + [
      .text("evaluation: \(operands[0].result.evaluation)")
    ]
  }

  private func verdict(
    _ difference: ReferenceComparison.Difference, _ metric: Metric, _ first: String, _ second: String,
    _ probability: Double? = nil
  ) -> String {
    guard (probability ?? difference.probability) < 0.05 else { return "cannot be told apart" }
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
