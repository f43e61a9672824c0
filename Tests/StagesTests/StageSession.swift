import Diagnostics
import Interpreter
import Plans
import Stages
import Testing

/// A session over the real stages, for tests of what they do when they are written in the language.
struct StageSession {
  static let rows = "faces n=160 subjects=16 intensity=1 | lbp | pca 10"
  let session: Session

  /// - Parameter added: stages beside those of the catalogue.
  init(threads: Int = 2, adding added: [any Stage.Type] = []) {
    session = Session(
      catalogue: added.isEmpty
        ? stageCatalogue
        : Catalogue(
          stages: stageCatalogue.stages + added, defaultEvaluator: stageCatalogue.defaultEvaluator,
          scorer: stageCatalogue.scorer),
      settings: RunSettings(threads: threads, environment: RunEnvironment(dataDirectory: "/nonexistent")),
      cacheBudget: 1 << 28)
  }

  func last(_ text: String) throws -> PlanValue {
    var shown: [PlanValue] = []
    try session.run(SourceText(name: "test.mien", text: text)) { outcome in
      if case .shown(let value) = outcome { shown.append(value) }
    }
    return try #require(shown.last)
  }

  /// A scored result.
  func result(_ text: String) throws -> EvaluationResult {
    guard let result = try last(text).payload.as(EvaluationResult.self) else { throw NoResult() }
    return result
  }

  /// What `check` says is wrong with a script.
  func problems(_ text: String) -> [String] {
    session.check(SourceText(name: "test.mien", text: text)).map { "\($0.code.id) \($0.message)" }
  }

  private struct NoResult: Error {}
}
