import Diagnostics
import Plans
import Stages
import Testing

@testable import Interpreter

/// A session over the real stages, with what it shows as plain text.
final class SessionHarness {
  let session: Session

  init(threads: Int = 2, memory: Int = 1 << 30) {
    session = Session(
      catalogue: stageCatalogue,
      settings: RunSettings(threads: threads, environment: RunEnvironment(dataDirectory: "/nonexistent")),
      cacheBudget: memory)
  }

  /// Runs a text; the values it shows, in order.
  @discardableResult
  func run(_ text: String) throws -> [PlanValue] {
    var shown: [PlanValue] = []
    try session.run(SourceText(name: "test.mien", text: text)) { outcome in
      if case .shown(let value) = outcome { shown.append(value) }
    }
    return shown
  }

  func last(_ text: String) throws -> PlanValue {
    try #require(try run(text).last)
  }

  func table(_ text: String) throws -> Table {
    guard let table = try last(text).payload.as(Table.self) else { throw NotOfKind(what: "a table") }
    return table
  }

  func result(_ text: String) throws -> EvaluationResult {
    guard let result = try last(text).payload.as(EvaluationResult.self) else { throw NotOfKind(what: "a result") }
    return result
  }

  /// The codes of what `check` says is wrong.
  func codes(_ text: String) -> [String] {
    session.check(SourceText(name: "test.mien", text: text)).map(\.code.id)
  }

  /// Every problem, drawn as a person sees it.
  func errors(_ text: String) -> String {
    session.check(SourceText(name: "test.mien", text: text))
      .map { DiagnosticRenderer().render($0, style: .plain) }.joined(separator: "\n\n")
  }
}

struct NotOfKind: Error {
  let what: String
}

extension Payload {
  /// The number that a scalar is.
  var scalarNumber: Double? {
    scalar?.number
  }
}
