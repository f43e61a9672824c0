import Basics
import CommandLine
import Interpreter
import Plans
import Syntax

/// What may stand at the cursor: that which Tab offers at the prompt after the lines above had run.
struct CompletionAnswer {
  let workspace: Workspace

  func answer(_ question: PlaceQuestion) throws(ResponseError) -> JSONValue {
    let document = try workspace.document(question.uri)
    let cursor = document.places.offset(of: question.position)
    let start = beginning(of: document, around: cursor)
    workspace.takeUpNames(of: document, before: start)
    let bytes = document.source.text.utf8.prefix(cursor).dropFirst(start)
    let completion = workspace.completer.complete(String(decoding: bytes, as: UTF8.self))
    let range = document.range(of: .init(start + completion.start, cursor))
    let items = completion.candidates.map { item($0, completion, range) }
    // With nothing typed, only what makes sense there is offered; with a letter, all that begins with it.
    let isTyped = start + completion.start < cursor && !completion.isQuoted
    return .object(["isIncomplete": .boolean(!isTyped), "items": .array(items)])
  }

  /// Where the statement begins that the cursor is in, also while it is not whole: lines that begin with `|` or stand
  /// behind what cannot end one belong to the line before.
  private func beginning(of document: TextDocument, around cursor: Int) -> Int {
    let places = document.places
    let bytes = Array(document.source.text.utf8.prefix(cursor))
    func words(_ line: Int) -> ArraySlice<UInt8> {
      let range = places.start(ofLine: line)..<min(places.start(ofLine: line + 1), bytes.count)
      return bytes[range].filter { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D && $0 != 0x0A }[...]
    }
    var line = places.line(at: cursor)
    while line > 0 {
      let (before, own) = (words(line - 1), words(line))
      let goesOn = own.first.map { "|)]}".utf8.contains($0) } ?? false
      guard goesOn || before.last.map({ "|=,([{".utf8.contains($0) }) ?? false else { break }
      line -= 1
    }
    let start = places.start(ofLine: line)
    let around = workspace.script(of: document).statements.first { $0.span.start < start && start < $0.span.end }
    return around?.span.start ?? start
  }

  private func item(_ candidate: String, _ completion: Completion, _ range: PositionRange) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init(name: "label", value: .string(candidate)),
      .init(name: "kind", value: .integer(kind(of: candidate, completion).rawValue)),
      .init(name: "textEdit", value: TextEdit(range: range, newText: candidate).json),
    ]
    if let summary = summary(of: candidate, completion) {
      members.append(.init(name: "detail", value: .string(summary)))
    }
    return .object(members)
  }

  /// Those of the protocol.
  private enum ItemKind: Int {
    case function = 3
    case variable = 6
    case property = 10
    case keyword = 14
    case file = 17
    case folder = 19
    case word = 20
  }

  private func kind(of candidate: String, _ completion: Completion) -> ItemKind {
    let session = workspace.session
    if completion.isQuoted { return candidate.hasSuffix("/") ? .folder : .file }
    if candidate.hasSuffix("=") { return .property }
    if session.variableNames.contains(candidate) { return .variable }
    let isCommand = session.commands.contains { $0.declaration.name == candidate }
    if isCommand || ["def", "set", "use"].contains(candidate) { return .keyword }
    return session.parameters(of: candidate) == nil ? .word : .function
  }

  private func summary(of candidate: String, _ completion: Completion) -> String? {
    let session = workspace.session
    guard !completion.isQuoted, !session.variableNames.contains(candidate) else { return nil }
    return session.catalogue.stage(named: candidate)?.declaration.summary
      ?? session.commands.first { $0.declaration.name == candidate }?.declaration.summary
  }
}
