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
      two averages. Each subject is left out in turn (the jackknife), which folds that share training rows widen: people \
      who are tested train the models of others, too. In `lodo`, and where tests repeat and no subject is known, the \
      differences of the folds must agree, by a t-test that allows for what they share (Nadeau & Bengio 2003): the plain \
      t-test finds differences where there are none. A difference that hangs on two people is none. Where no subject is \
      known rows are left out, and for accuracy McNemar's test must agree: could the faces that only one model got right \
      have been split so by chance? With more than two results every pair is a question, and Holm's correction raises the bar and widens the intervals. Interval and verdict are one thing: where \
      the interval holds 0, the difference cannot be told from luck; that does not make the two equal, and a line says how \
      large a difference could have been missed.
      """,
    searchTerms: ["versus", "difference", "mcnemar", "paired", "significance", "ttest", "jackknife", "power"],
    reference: "Nadeau & Bengio 2003; Quenouille 1956; Tukey 1958; McNemar 1947; Holm 1979",
    examples: [
      Example(
        "x = faces n=80 subjects=16 intensity=1 | lbp\na = x | svm linear\nb = x | logreg\ncompare a b",
        shows: "jackknife"),
      Example(
        "x = faces n=80 subjects=16 intensity=1 | lbp\na = x | svm linear | repeat 4\nb = x | logreg | repeat 4\nc = x | "
          + "svm rbf | repeat 4\ncompare [a, b, c]", shows: "Holm's correction"),
    ])

  @Parameter("a result, or a list of them", positional: true) var first: [ValueParameter] = []
  @Parameter("another, on the same test rows", positional: true) var second: [ValueParameter] = []
  @Parameter(
    "the metric that pairs of more than two are compared by; beside the others where it is no column of a report",
    aliases: ["metric"]) var by = ColumnName(
      "macro_f1")

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let operands = try operands(input, context)
    let first = operands[0].result
    let testName = first.testName
    guard operands.dropFirst().allSatisfy({ $0.result.testName == testName }) else {
      throw StageError.differentTestRows
    }
    let tested = try ComparedClassifier.several(operands.map(\.result))
    let metric = try Metric.named(by.name)
    let document =
      operands.count == 2
      ? try pairDocument(operands, tested, metric, context)
      : try familyDocument(operands, tested, metric, context)
    return document
  }

  /// A result with what it is called here.
  struct Operand {
    let name: String
    let result: EvaluationResult
  }

  private func operands(_ input: PlanValue, _ context: ReaderContext) throws -> [Operand] {
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
      let result = try result(of: value, for: "compare").recounted(by: context.experimentLog)
      return Operand(name: areNamed ? names[index] : ordinals[index], result: result)
    }
  }
}
