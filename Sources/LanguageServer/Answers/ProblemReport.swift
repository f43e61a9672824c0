import Basics
import Diagnostics
import Interpreter
import Syntax

/// What is wrong with a document, as editors show it: the same places, codes and words as at the prompt.
struct ProblemReport {
  let workspace: Workspace

  func parameters(for document: TextDocument) -> JSONValue {
    let problems = workspace.problems(of: document).map { json($0, in: document) }
    return Self.parameters(uri: document.uri, version: document.version, problems)
  }

  /// - Parameter version: of the text that the problems are of; nil where the client told none.
  static func parameters(uri: String, version: Int?, _ problems: [JSONValue]) -> JSONValue {
    let version = version.map { [JSONValue.Member(name: "version", value: .integer($0))] } ?? []
    return .object(
      [.init(name: "uri", value: .string(uri))] + version
        + [.init(name: "diagnostics", value: .array(problems))])
  }

  private func json(_ diagnostic: Diagnostic, in document: TextDocument) -> JSONValue {
    var related = diagnostic.secondary
    if let primary = diagnostic.primary, primary.location.source != document.source { related.insert(primary, at: 0) }
    var members: [JSONValue.Member] = [
      .init(name: "range", value: range(of: diagnostic, in: document).json),
      .init(name: "severity", value: .integer(severity(of: diagnostic))),
      .init(name: "code", value: .string(diagnostic.code.id)), .init(name: "source", value: .string("mien")),
      .init(name: "message", value: .string(message(of: diagnostic))),
    ]
    let places = related.compactMap { label -> JSONValue? in
      guard let place = workspace.place(of: label.location) else { return nil }
      let text = label.text.isEmpty ? diagnostic.message : label.text
      return .object(["location": place.json, "message": .string(text)])
    }
    if !places.isEmpty { members.append(.init(name: "relatedInformation", value: .array(places))) }
    return .object(members)
  }

  /// Where it stands in this document: of what is wrong in another file, where that file is used.
  private func range(of diagnostic: Diagnostic, in document: TextDocument) -> PositionRange {
    let labels = [diagnostic.primary].compactMap { $0 } + diagnostic.secondary
    if let own = labels.first(where: { $0.location.source == document.source }) {
      return document.range(of: own.location.span)
    }
    let file = diagnostic.primary?.location.source.name
    let uses = workspace.script(of: document).statements.compactMap { statement -> StringLiteral? in
      if case .use(let path) = statement.kind { path } else { nil }
    }
    let named = uses.first { workspace.session.pathOfUsedFile($0, in: document.source) == file }
    return document.range(of: (named ?? uses.first)?.span ?? Span(0, 0))
  }

  private func severity(of diagnostic: Diagnostic) -> Int {
    switch diagnostic.severity {
    case .error: 1
    case .warning: 2
    case .note: 3
    }
  }

  /// What is wrong, what is said at the place, and what to do, a line each.
  private func message(of diagnostic: Diagnostic) -> String {
    let label = diagnostic.primary?.text ?? ""
    return ([diagnostic.message] + (label.isEmpty ? [] : [label]) + diagnostic.notes).joined(separator: "\n")
  }
}
