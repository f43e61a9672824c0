import Basics
import Diagnostics
import Interpreter
import Syntax

/// Where a name comes from, where it is used, and what it is called instead: by what the checker understood it as.
struct NameAnswers {
  let workspace: Workspace

  /// Of a name the place where it was given, of the path behind `use` the file; null for stages, which have no text.
  func definition(_ question: PlaceQuestion) throws(ResponseError) -> JSONValue {
    let document = try workspace.document(question.uri)
    let offset = document.places.offset(of: question.position)
    let reading = workspace.reading(of: document)
    if let use = use(at: offset, in: reading, document) { return workspace.place(of: use.origin)?.json ?? .null }
    for case .use(let path) in reading.script.statements.map(\.kind)
    where path.span.start <= offset && offset <= path.span.end {
      guard let file = workspace.session.pathOfUsedFile(path, in: document.source),
        let text = try? workspace.session.readScript(file)
      else { return .null }
      return workspace.place(of: Location(SourceText(name: file, text: text), Span(0, 0)))?.json ?? .null
    }
    return .null
  }

  /// In this document.
  func references(_ question: PlaceQuestion, includesOrigin: Bool) throws(ResponseError) -> JSONValue {
    let document = try workspace.document(question.uri)
    return .array(
      uses(of: question, in: document).filter { includesOrigin || $0.location != $0.origin }
        .map { PlaceInDocument(uri: document.uri, range: document.range(of: $0.location.span)).json })
  }

  func highlights(_ question: PlaceQuestion) throws(ResponseError) -> JSONValue {
    let document = try workspace.document(question.uri)
    // 3 is where something is written, 2 where it is read.
    return .array(
      uses(of: question, in: document).map { use in
        .object([
          "range": document.range(of: use.location.span).json, "kind": .integer(use.location == use.origin ? 3 : 2),
        ])
      })
  }

  /// The name that would be changed; null where none can be.
  func prepareRename(_ question: PlaceQuestion) throws(ResponseError) -> JSONValue {
    let document = try workspace.document(question.uri)
    let offset = document.places.offset(of: question.position)
    guard let use = use(at: offset, in: workspace.reading(of: document), document), isRenamable(use, in: document)
    else { return .null }
    return .object(["range": document.range(of: use.location.span).json, "placeholder": .string(use.name)])
  }

  /// Everywhere in the document at once.
  func rename(_ question: PlaceQuestion, to name: String) throws(ResponseError) -> JSONValue {
    let document = try workspace.document(question.uri)
    let offset = document.places.offset(of: question.position)
    let reading = workspace.reading(of: document)
    guard reading.diagnostics.isEmpty else {
      throw ResponseError(
        .requestFailed, "mend what is wrong with the script first: not all uses of the name are known")
    }
    guard let use = use(at: offset, in: reading, document) else {
      throw ResponseError(.requestFailed, "there is no variable and no stage made by `def` here")
    }
    guard isRenamable(use, in: document) else {
      throw ResponseError(.requestFailed, "'\(use.name)' cannot be renamed here: it is a parameter, or of another file")
    }
    let places = uses(of: question, in: document)
    try refuse(name, insteadOf: use.name, at: places, in: document)
    let edits = places.map { TextEdit(range: document.range(of: $0.location.span), newText: name).json }
    return .object(["changes": .object([.init(name: document.uri, value: .array(edits))])])
  }

  /// Throws where the script with the new name would be wrong, or mean something else.
  private func refuse(
    _ name: String, insteadOf old: String, at places: [NameUse], in document: TextDocument
  ) throws(ResponseError) {
    let parsed = parse(SourceText(name: "name", text: "\(name) = 1"))
    guard parsed.diagnostics.isEmpty, case .binding(let given, _)? = parsed.script.statements.first?.kind,
      given.text == name, parsed.script.statements.count == 1
    else { throw ResponseError(.requestFailed, "'\(name)' is no name: letters, digits and _, a letter first") }
    guard name != old else { return }
    if workspace.reading(of: document).names.contains(where: { $0.name == name }) {
      throw ResponseError(.requestFailed, "'\(name)' is in use already")
    }
    var text = Array(document.source.text.utf8)
    for place in places.reversed() {
      text.replaceSubrange(place.location.span.start..<place.location.span.end, with: name.utf8)
    }
    let renamed = SourceText(name: document.source.name, text: String(decoding: text, as: UTF8.self))
    workspace.forgetReadings()
    if let problem = workspace.session.read(renamed).diagnostics.first {
      throw ResponseError(.requestFailed, problem.message)
    }
  }

  /// A parameter is part of every call of its `def`, and another file would have to change as well.
  private func isRenamable(_ use: NameUse, in document: TextDocument) -> Bool {
    use.kind != .parameter && use.origin.source == document.source
  }

  private func use(at offset: Int, in reading: ScriptReading, _ document: TextDocument) -> NameUse? {
    reading.names.first { use in
      use.location.source == document.source && use.location.span.start <= offset && offset <= use.location.span.end
    }
  }

  /// Every place in the document where the name at a place stands for the same: a variable is one however often it is
  /// given a value.
  private func uses(of question: PlaceQuestion, in document: TextDocument) -> [NameUse] {
    let reading = workspace.reading(of: document)
    let offset = document.places.offset(of: question.position)
    guard let use = use(at: offset, in: reading, document) else { return [] }
    return reading.names.filter { other in
      other.location.source == document.source && other.name == use.name && other.kind == use.kind
        && (use.kind == .variable || other.origin == use.origin)
    }
  }
}
