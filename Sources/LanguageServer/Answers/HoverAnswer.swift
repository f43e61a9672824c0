import Basics
import CommandLine
import Diagnostics
import Interpreter
import Plans
import Rendering
import Syntax

/// What a reader is shown who points at a word: of a variable the line that made it and what it is, of anything else what
/// `help` says.
struct HoverAnswer {
  let workspace: Workspace

  /// null where there is nothing to say.
  func answer(_ question: PlaceQuestion) throws(ResponseError) -> JSONValue {
    let document = try workspace.document(question.uri)
    let offset = document.places.offset(of: question.position)
    let reading = workspace.reading(of: document)
    if let use = use(at: offset, in: reading, document), use.kind == .variable,
      let text = variable(use, reading, document)
    {
      return hover(text, document.range(of: use.location.span))
    }
    guard let (name, span) = word(at: offset, of: document, reading) else { return .null }
    workspace.takeUpNames(of: document)
    if let text = parameter(at: offset, in: reading) { return hover(text, document.range(of: span)) }
    let whole = stageOfTwoWords(at: offset, in: reading) ?? (name, span)
    guard let page = workspace.session.page(about: whole.name) else { return .null }
    return hover(fenced(Renderer().text(of: PlanValue(page)), "text"), document.range(of: whole.span))
  }

  private func use(at offset: Int, in reading: ScriptReading, _ document: TextDocument) -> NameUse? {
    reading.names.first { use in
      use.location.source == document.source && use.location.span.start <= offset && offset <= use.location.span.end
    }
  }

  /// The line that gave a variable its value, and what it holds.
  private func variable(_ use: NameUse, _ reading: ScriptReading, _ document: TextDocument) -> String? {
    guard
      let statement = reading.script.statements.first(where: {
        $0.span.start <= use.origin.span.start && use.origin.span.end <= $0.span.end
      })
    else { return nil }
    let line = text(of: statement.span, in: document)
    // Of a name that is given once, all of the text knows what it is.
    let isOnly = reading.names.count { $0.name == use.name && $0.location == $0.origin } == 1
    workspace.takeUpNames(of: document, before: isOnly ? .max : statement.span.end)
    guard let outlook = workspace.session.outlook(of: use.name) else { return fenced(line, "mien") }
    let columns = outlook.columns.map { ": " + $0.joined(separator: ", ") } ?? ""
    return fenced(line, "mien") + "\n\n" + fenced("\(use.name) holds \(outlook.kinds.description)\(columns)", "text")
  }

  /// The name at a place, unless it stands in a comment or a text.
  private func word(
    at offset: Int, of document: TextDocument, _ reading: ScriptReading
  ) -> (name: String, span: Span)? {
    guard !reading.script.comments.contains(where: { $0.span.start <= offset && offset <= $0.span.end }) else {
      return nil
    }
    let line = document.places.line(at: offset)
    let (start, end) = (document.places.start(ofLine: line), document.places.start(ofLine: line + 1))
    let before = text(of: Span(start, offset), in: document)
    guard !before.hasOpenQuote else { return nil }
    let scalars = Array(text(of: Span(start, end), in: document).unicodeScalars)
    guard let range = rangeOfName(at: before.unicodeScalars.count, in: scalars) else { return nil }
    let name = String(String.UnicodeScalarView(scalars[range]))
    let ahead = String(String.UnicodeScalarView(scalars[..<range.lowerBound])).utf8.count
    return (name, Span(start + ahead, start + ahead + name.utf8.count))
  }

  /// The innermost call around a place, and what it calls.
  private func call(at offset: Int, in reading: ScriptReading) -> (name: String, call: Call)? {
    let pipelines = reading.script.statements.compactMap { statement -> Pipeline? in
      guard statement.span.start <= offset, offset <= statement.span.end else { return nil }
      switch statement.kind {
      case .binding(_, let pipeline), .expression(let pipeline, continuesLast: _): return pipeline
      case .definition(let definition): return definition.body
      case .use, .set: return nil
      }
    }
    return pipelines.flatMap(\.calls).last { $0.span.start <= offset && offset <= $0.span.end }
      .map { workspace.session.called(by: $0) }
  }

  /// `resnet18 train`, where a place is in either word of it.
  private func stageOfTwoWords(at offset: Int, in reading: ScriptReading) -> (name: String, span: Span)? {
    guard let (name, call) = call(at: offset, in: reading), call.name.text != name,
      call.name.span.start <= offset, offset <= call.name.span.end
    else { return nil }
    return (name, call.name.span)
  }

  /// Of an argument: what its parameter means and takes.
  private func parameter(at offset: Int, in reading: ScriptReading) -> String? {
    guard let (name, call) = call(at: offset, in: reading),
      let argument = call.arguments.first(where: { $0.span.start <= offset && offset <= $0.span.end }),
      let parameters = workspace.session.parameters(of: name)
    else { return nil }
    let parameter: ParameterDeclaration?
    if let label = argument.label {
      parameter = parameters.first { $0.name == label.text }
    } else {
      let place = call.arguments.filter { $0.label == nil }.firstIndex { $0.span == argument.span } ?? 0
      let given = Set(call.arguments.compactMap { $0.label?.text })
      parameter = parameters.filter { $0.isPositional && !given.contains($0.name) }.dropFirst(place).first
    }
    guard let parameter else { return nil }
    let bounds = parameter.bounds == .none ? "" : ", \(parameter.bounds.description(in: parameter.type.unit))"
    let lines = [
      "\(parameter.name) of \(call.name.text): \(parameter.help)", "takes \(parameter.type.description)\(bounds)",
      parameter.defaultText.map { "default: \($0)" } ?? "must be given",
    ]
    return fenced(lines.joined(separator: "\n"), "text")
  }

  private func text(of span: Span, in document: TextDocument) -> String {
    String(decoding: document.source.text.utf8.dropFirst(span.start).prefix(span.end - span.start), as: UTF8.self)
  }

  private func hover(_ markdown: String, _ range: PositionRange) -> JSONValue {
    .object([
      "contents": .object(["kind": .string("markdown"), "value": .string(markdown)]), "range": range.json,
    ])
  }

  /// In a fence longer than any in it, so that the text stands as the prompt shows it.
  private func fenced(_ text: String, _ language: String) -> String {
    let longest = text.split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return "\(fence)\(language)\n\(text.hasSuffix("\n") ? text : text + "\n")\(fence)"
  }
}

extension String {
  /// Whether a text in quotes begins in it that does not end.
  fileprivate var hasOpenQuote: Bool {
    var (isOpen, isEscaped) = (false, false)
    for character in self {
      if character == "\"", !isEscaped { isOpen.toggle() }
      isEscaped = character == "\\" && !isEscaped
    }
    return isOpen
  }
}
