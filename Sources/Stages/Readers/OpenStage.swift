import Plans

/// `base = open "base.result"`
struct OpenStage: ReaderStage {
  static let declaration = Declaration(
    "open", "Reads a result or a fitted model that `save` wrote.", takes: .nothing,
    gives: ([.result, .fittedModel] as ValueKinds).andAdded,
    discussion: "Features and tables of numbers are read by `load`.", searchTerms: ["read", "restore", "model"],
    examples: [Example("base = open \"base.result\"", notRunBecause: "it needs a file that `save` wrote")])

  @Parameter("the file to read", positional: true) var path: PathParameter

  func check(in environment: RunEnvironment) throws { try environment.checkPresent(path.path) }

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    switch try SavedFile(path: path.path, context.catalogue) {
    case .result(let result): try result.result(from: path.path, context)
    case .model(let pipeline): pipeline
    case .value(let value): value
    }
  }
}
