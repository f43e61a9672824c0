import Diagnostics
import Numerics

extension DiagnosticCode {
  public static let stageFailed = DiagnosticCode(
    "E0301", "a stage failed while it ran",
    explanation: """
      The script is right, but a stage could not do its work: a file could not be read, a solver was given rows \
      that it cannot learn from. The message is the stage's own. Whatever had finished before is kept: mend the \
      line and run it again, and only what comes after the mended stage runs anew.
      """)

  /// The code that an engine's error carries, with the engine's own words.
  init(of error: some ExplainableError) {
    self.init(error.code, "a stage failed while it ran", explanation: error.explanation)
  }
}

extension PlanStep {
  /// An engine's error as a diagnostic at this stage's place.
  public func diagnostic(for error: any Error, splitName: String?) -> any Error {
    if error is Interrupted || error is Diagnostic || error is Diagnostics { return error }
    var around = splitName.map { ["it happened while working on \($0)"] } ?? []
    if !isWritten {
      around.append("the plan names no evaluator; what takes its place: \(declaration.summary.lowercasedFirst)")
    }
    let calls = callers.map { Diagnostic.Label($0, "called here") }
    guard let error = error as? any ExplainableError else {
      return Diagnostic(
        .stageFailed, named("\(error)"), at: .init(location), secondary: calls, notes: around)
    }
    return Diagnostic(
      DiagnosticCode(of: error), named(error.problem), at: .init(place(of: error)),
      secondary: calls, notes: [error.remedy].filter { !$0.isEmpty } + around)
  }

  /// With the stage before it, unless it begins with it: "pca needs features".
  private func named(_ problem: String) -> String {
    isWritten && !problem.hasPrefix("\(declaration.name) ") ? "\(declaration.name): \(problem)" : problem
  }

  /// The argument that the error is about, such as the path that is not there: the one that it names, or the only text.
  private func place(of error: any ExplainableError) -> Location {
    let named = written.filter { isNamed($0, by: error) }
    if named.count == 1 { return named[0].location }
    let texts = written.filter(\.isQuoted)
    return texts.count == 1 ? texts[0].location : location
  }

  /// Whether an error speaks of an argument in quotes.
  func isNamed(_ argument: WrittenArgument, by error: any ExplainableError) -> Bool {
    error.problem.contains("'\(argument.text)'") || error.problem.contains("\"\(argument.text)\"")
  }
}

extension String {
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
