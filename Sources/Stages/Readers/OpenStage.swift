import Plans

/// `base = open "base.result"`
struct OpenStage: ReaderStage {
  static let declaration = Declaration(
    "open", "Reads a result or a fitted model that `save` wrote, or predictions in a table.", takes: .nothing,
    gives: ([.result, .fittedModel] as ValueKinds).andAdded,
    discussion: """
      A table (.csv, .tsv) with the columns 'truth' and 'prediction' is a result like any other, whichever program made it: \
      it is reported, compared and audited. 'row', 'subject', 'source' and 'fold' are known by name, 'p_CLASS' is how likely \
      a class is, and every other column is an attribute. Features and tables of numbers are read by `load`.
      """, searchTerms: ["read", "restore", "model", "predictions"],
    examples: [
      Example("base = open \"base.result\"", notRunBecause: "it needs a file that `save` wrote"),
      Example("open \"theirs.csv\" | audit by=[sex, age]", notRunBecause: "it needs a file of your own"),
    ])

  @Parameter("the file to read", positional: true) var path: PathParameter

  func check(in environment: RunEnvironment) throws { try environment.checkPresent(path.path) }

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let name = path.path.lowercased()
    if name.hasSuffix(".csv") || name.hasSuffix(".tsv") {
      return try PredictionTable(path: path.path).result(self, context)
    }
    return switch try SavedFile(path: path.path, context.catalogue) {
    case .result(let result): try result.result(from: path.path, context)
    case .model(let pipeline): pipeline
    case .value(let value): value
    }
  }
}
