import Plans

/// `expect (base.macro_f1 > 0.3)`
struct ExpectStage: ReaderStage {
  static let declaration = Declaration(
    "expect", "Checks a comparison, and ends the script where it does not hold.", takes: [.nothing, .anything],
    gives: .document, discussion: "A script that ends so has exit status 3, which a test of a study can rely on.",
    searchTerms: ["assert", "check", "test"],
    examples: [Example("x = 3\nexpect (x > 2)", shows: "holds")])

  @Parameter("the comparison, in parentheses", positional: true) var condition: Condition

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let values = try condition.columns.map { name in
      guard let value = input.field(name) else {
        throw StageError.noSuchField(name: name, known: input.fieldNames)
      }
      return value
    }
    guard try condition.holds(values) else {
      throw StageError.expectationFailed(
        condition: condition.text,
        values: condition.known.map { ($0.text, $0.value.text) } + zip(condition.columns, values).map { ($0, $1.text) })
    }
    return Document(kind: "expectation", blocks: [.text("\(condition.text): holds")])
  }
}
