import Evaluation
import Numerics
import Plans

/// `compare base fair`
struct CompareStage: ReaderStage {
  static let declaration = Declaration(
    "compare", "Puts two results side by side, with a paired test of their difference.",
    takes: [.nothing, .result], gives: .document,
    discussion: """
      Both models were asked about the same faces, so their answers are compared face by face: the interval of the \
      difference comes from resampling both together (whole subjects where they are known), and McNemar's test asks \
      whether the faces that only one got right could have been split so by chance. Where the interval holds 0, the \
      difference cannot be told from luck.
      """,
    searchTerms: ["versus", "difference", "mcnemar", "paired"], reference: "McNemar 1947; Efron 1979",
    examples: [
      Example(
        "x = faces n=80 subjects=16 intensity=1 | lbp\na = x | svm linear\nb = x | logreg\ncompare a b",
        shows: "McNemar")
    ])

  @Parameter("a result", positional: true) var first: ValueParameter? = nil
  @Parameter("another, on the same test rows", positional: true) var second: ValueParameter? = nil

  func read(_ input: PlanValue, _ work: ReaderWork) throws -> Payload {
    let (first, second) = try operands(input)
    guard first.outcomes.map(\.split.testDigest) == second.outcomes.map(\.split.testDigest),
      first.provenance.dataFingerprint == second.provenance.dataFingerprint, first.classNames == second.classNames
    else { throw StageError.differentTestRows }
    let a = PooledPredictions(first.outcomes, classNames: first.classNames)
    let b = PooledPredictions(second.outcomes, classNames: second.classNames)
    let comparison = try PairedComparison(
      truth: a.truth, first: a.predicted, second: b.predicted, subjects: a.subjects, bootstrap: Bootstrap(),
      seed: work.stage.seed, context: work.stage.context)
    return .document(document(comparison, first, second))
  }

  private func operands(_ input: PlanValue) throws -> (EvaluationResult, EvaluationResult) {
    let values = [input, first?.value, second?.value].compactMap { $0 }.filter { $0.kind == .result }
    guard values.count == 2 else {
      let wrong = [first?.value, second?.value].compactMap { $0 }.first { $0.kind != .result }
      throw StageError.notComparable(
        found: wrong?.kind.description ?? "\(values.count) result\(values.count == 1 ? "" : "s")")
    }
    return (try result(of: values[0], for: "compare"), try result(of: values[1], for: "compare"))
  }

  private func document(
    _ comparison: PairedComparison, _ first: EvaluationResult, _ second: EvaluationResult
  ) -> Document {
    let rows = comparison.rows.map { row in
      Table.Row([
        .text(row.metric.title), .number(row.first), .number(row.second), .number(row.second - row.first),
        .text("\(Scalar.number(row.difference.lower).text) … \(Scalar.number(row.difference.upper).text)"),
        .text(
          row.isDistinguishable ? (row.isSecondBetter ? "second is better" : "first is better") : "cannot be told apart"
        ),
      ])
    }
    let recalls = zip(first.scores.classes, second.scores.classes).map { a, b in
      Table.Row([
        .text(a.name), .number(a.recall), .number(b.recall), .number(b.recall - a.recall), .number(Double(a.support)),
      ])
    }
    let test = comparison.mcNemar
    return Document(
      kind: "comparison",
      blocks: [
        .text("first:  \(first.plan.text)"), .text("second: \(second.plan.text)"),
        .table(Table(columns: ["metric", "first", "second", "difference", "95% interval", "verdict"], rows: rows)),
        .text(
          "McNemar: \(test.onlyFirstRight) rows only the first got right, \(test.onlySecondRight) only the second; exact p = \(Scalar.number(test.exactProbability).text)"
        ),
        .text(comparison.drewSubjects ? "intervals: whole subjects resampled" : "intervals: rows resampled"),
        .heading("recall of each class"),
        .table(Table(columns: ["class", "first", "second", "difference", "support"], rows: recalls)),
      ], synthetic: first.provenance.synthetic,
      fields: comparison.rows.map { ("\($0.metric.name)_difference", .number($0.second - $0.first)) }
        + [("mcnemar_p", .number(test.exactProbability))])
  }
}
