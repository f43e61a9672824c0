import Basics
import Evaluation
import Numerics
import Plans

extension CompareStage {
  /// Two results: every metric of a report, and the one asked for; the recall of every class.
  func pairDocument(
    _ operands: [Operand], _ tested: [ComparedClassifier], _ metric: Metric, _ context: ReaderContext
  ) throws -> Document {
    let (first, second) = (operands[0], operands[1])
    let metrics = Metric.headline + (Metric.headline.contains { $0.name == metric.name } ? [] : [metric])
    let tests = comparisons(behind: operands)
    let compared = try ComparedClassifiers(tested, by: metrics, context: context.stage.execution.singleThreaded)
    let differences = try compared.differences(
      of: [(0, 1)], by: Array(metrics.indices), context: context.stage.execution
    ).flatMap(\.self).flatMap { ScoreDifference.family([$0], among: tests) }
    let rows = metrics.enumerated().map { index, metric in
      let difference = differences[index]
      return Table.Row([
        .text(metric.title), .number(compared.value(of: 0, by: index)), .number(compared.value(of: 1, by: index)),
        .estimate(difference.estimate), .text(verdict(difference, first.name, second.name)),
      ])
    }
    let sizes = differences.map { $0.smallestDetectable() }
    let mcNemar = try mcNemar(operands, tested)
    // Notes of the table, so that they go with it into every written form.
    let lines =
      ["difference: second less first" + Self.intervalRemark(differences, "the 95% interval")]
      + ["test: \(EvaluationScorer.description(of: tested[0], comparisons: tests))"] + power(of: differences, sizes)
      + (mcNemar.map { [$0.text] } ?? [])
    var table = Table(
      columns: ["metric", first.name, second.name, "difference", "verdict"], rows: rows, notes: lines)
    table.pictureTitle = "\(second.name) less \(first.name)"
    return Document(
      kind: "comparison", blocks: [.table(table)] + recalls(operands),
      synthetic: first.result.provenance.synthetic,
      fields: differences.map { ("\($0.metric)_difference", .number($0.value)) }
        + zip(differences, sizes).flatMap { fields(of: $0, $1) }
        + (mcNemar.map { [("mcnemar_p", .number($0.probability))] } ?? []),
      notes: notes(operands), provenance: provenance(operands))
  }

  /// Empty of one subject, who gives neither interval nor verdict.
  private static func intervalRemark(_ differences: [ScoreDifference], _ interval: String) -> String {
    differences.contains { $0.bounds != nil } ? ", with \(interval) that the verdict goes by" : ""
  }

  /// `macro_f1_p` and so on, where they are known.
  private func fields(of difference: ScoreDifference, _ size: Double?) -> [(name: String, value: Scalar)] {
    let numbers = [
      ("p", difference.probability), ("difference_low", difference.lower), ("difference_high", difference.upper),
      ("smallest_detectable", difference.missesAll(size) ? nil : size),
    ]
    return numbers.compactMap { name, number in number.map { ("\(difference.metric)_\(name)", .number($0)) } }
  }

  /// What a comparison that found nothing could have found.
  private func power(of differences: [ScoreDifference], _ sizes: [Double?]) -> [String] {
    let texts = zip(differences, sizes).compactMap { difference, size -> String? in
      guard difference.verdict == .notTold else { return nil }
      let title = (try? Metric.named(difference.metric))?.title ?? difference.metric
      if difference.missesAll(size) { return "\(title) however great" }
      guard let size else { return nil }
      return "\(title) \(NumberFormat.decimal(size, digits: 3, missing: "–"))"
    }
    guard !texts.isEmpty else { return [] }
    return [
      "where none was found, one smaller than this would be missed in more than one test of five: "
        + texts.joined(separator: ", ")
    ]
  }

  /// On one split: which rows tell the two apart.
  private func mcNemar(
    _ operands: [Operand], _ tested: [ComparedClassifier]
  ) throws -> (text: String, probability: Double)? {
    guard tested[0].folds.folds.count == 1 else { return nil }
    let test = try McNemarTest(truth: tested[0].truth, first: tested[0].predicted, second: tested[1].predicted)
    let text =
      "McNemar: \(test.onlyFirstRight) row\(test.onlyFirstRight == 1 ? "" : "s") that only \(operands[0].name) got "
      + "right, \(test.onlySecondRight) that only "
      + "\(operands[1].name); exact p = \(NumberFormat.significant(test.exactProbability, digits: 3))"
    guard tested[0].subjects != nil else { return (text, test.exactProbability) }
    // Rows of one face go together, so that this probability is far too small: it describes, and decides nothing.
    return (text + " if rows were independent, which rows of one subject are not", test.exactProbability)
  }

  /// More than two: all metrics beside the best, and every pair by one metric.
  func familyDocument(
    _ operands: [Operand], _ tested: [ComparedClassifier], _ metric: Metric, _ context: ReaderContext
  ) throws -> Document {
    let compared = try ComparedClassifiers(
      tested, by: EvaluationScorer.metrics + [metric], context: context.stage.execution)
    let marks = try EvaluationScorer().comparison(
      of: operands.map(\.result), reference: nil, compared, context.stage.execution)
    let scores = zip(operands, marks.estimates).map { operand, estimates in
      Table.Row(
        [.text(operand.name)] + estimates.prefix(Metric.headline.count).map { .estimate($0) }, plan: operand.result.plan
      )
    }
    let tests = max(tested.count * (tested.count - 1) / 2, comparisons(behind: operands))
    let pairs = try pairs(of: compared, by: EvaluationScorer.metrics.count, among: tests, context)
    let rows = pairs.map { pair in
      let (first, second) = (operands[pair.first].name, operands[pair.second].name)
      return Table.Row([
        .text(first), .text(second), .estimate(pair.difference.estimate),
        pair.difference.probability.map { .number($0) } ?? .missing, .text(verdict(pair.difference, first, second)),
      ])
    }
    let test = EvaluationScorer.description(of: tested[0], comparisons: tests)
    let interval = Self.intervalRemark(pairs.map(\.difference), "the interval")
    var differences = Table(
      columns: ["first", "second", "difference", "p (Holm)", "verdict"], rows: rows,
      notes: ["difference: second less first\(interval); test: \(test)"]
        + power(of: pairs, by: metric))
    differences.pictureTitle = "\(metric.title): second less first"
    return Document(
      kind: "comparison",
      blocks: [
        .table(
          Table(
            columns: ["result"] + Metric.headline.map(\.name), rows: scores)),
        .heading("every pair by \(metric.title)"),
        .table(differences),
      ] + recalls(operands), synthetic: operands[0].result.provenance.synthetic,
      fields: pairs.compactMap { pair in
        pair.difference.probability.map {
          ("\(operands[pair.first].name)_\(operands[pair.second].name)_p", .number($0))
        }
      }, notes: notes(operands), provenance: provenance(operands))
  }

  /// The pair that would hide most.
  private func power(of pairs: [Pair], by metric: Metric) -> [String] {
    let unfound = pairs.map(\.difference).filter { $0.verdict == .notTold }.map { ($0, size: $0.smallestDetectable()) }
    if unfound.contains(where: { $0.missesAll($1) }) {
      return ["where none was found, one of \(metric.title) could be missed however great it is"]
    }
    guard let largest = unfound.compactMap(\.size).max() else { return [] }
    return [
      "where none was found, one of \(metric.title) smaller than "
        + "\(NumberFormat.decimal(largest, digits: 3, missing: "–")) could be missed in more than one test of five"
    ]
  }

  private typealias Pair = (first: Int, second: Int, difference: ScoreDifference)

  /// Every pair by the metric of that index, with Holm's correction over all of them.
  private func pairs(
    of compared: ComparedClassifiers, by metric: Int, among tests: Int, _ context: ReaderContext
  ) throws -> [Pair] {
    let tested = compared.classifiers.indices
    let pairs = tested.flatMap { first in tested.dropFirst(first + 1).map { (first: first, second: $0) } }
    let differences = try compared.differences(of: pairs, by: [metric], context: context.stage.execution)
    return zip(pairs, ScoreDifference.family(differences.flatMap(\.self), among: tests)).map {
      ($0.first, $0.second, $1)
    }
  }

  /// How many comparisons stand behind one with a result that was chosen for its score: with everything it was chosen from.
  private func comparisons(behind operands: [Operand]) -> Int {
    max(1, (operands.map(\.result.chosenAmong).max() ?? 1) - 1)
  }

  /// What each result says of itself; what all say, once.
  private func notes(_ operands: [Operand]) -> [String] {
    var notes: [String] = []
    for operand in operands {
      for note in operand.result.notes {
        let isShared = operands.allSatisfy { $0.result.notes.contains(note) }
        let text = isShared ? note : "\(operand.name): \(note)"
        if !notes.contains(text) { notes.append(text) }
      }
    }
    return notes
  }

  private func provenance(_ operands: [Operand]) -> [ProvenanceLine] {
    let result = operands[0].result
    return operands.map { ProvenanceLine(.plan, "\($0.name): \($0.result.plan.text)") }
      + [
        ProvenanceLine(.evaluation, "\(result.evaluation); \(result.provenance.looksText)"),
        result.provenance.dataLine,
      ]
  }

  private func verdict(_ difference: ScoreDifference, _ first: String, _ second: String) -> String {
    switch difference.verdict {
    case .better: "\(second) is better"
    case .worse: "\(first) is better"
    case .notTold: "cannot be told apart"
    case .unknown: "not judged: one subject"
    }
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
