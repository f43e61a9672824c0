import Diagnostics
import Plans
import Syntax

extension Session {
  /// Checks a text whole, then runs it statement by statement.
  /// - Parameter show: called with what became of each statement as it finishes.
  /// - Throws: `ScriptIsWrong` where the text is wrong: nothing has run then. `Diagnostic` or `Diagnostics` where a
  ///   stage failed: what ran before is kept. `Interrupted`, and what `show` throws.
  public func run(_ source: SourceText, show: (Outcome) throws -> Void) throws {
    let parsed = parse(source)
    guard parsed.diagnostics.isEmpty else { throw ScriptIsWrong(diagnostics: advised(parsed)) }
    let problems = check(parsed.script)
    guard problems.isEmpty else { throw ScriptIsWrong(diagnostics: problems) }
    let statements = parsed.script.statements
    for (place, statement) in statements.enumerated() {
      isAtEnd = endsWithText && place == statements.count - 1
      shownField = statement.field(in: source)
      let outcome = try run(statement, of: source)
      record(statement, in: source)
      try show(outcome)
    }
  }

  func run(_ statement: Statement, of source: SourceText) throws -> Outcome {
    switch statement.kind {
    case .binding(let name, let pipeline):
      var variable = try variable(for: pipeline, in: source)
      variable.note(earlier: scope.variables[name.text] ?? scope.variables["_"])
      undoable.append(.variable(name.text, before: scope.variables[name.text], line: transcript.count))
      scope.variables[name.text] = variable
      scope.variables["_"] = variable
      return .bound(name.text, variable.value ?? PlanValue(Scalar.missing))
    case .definition(let definition):
      let name = definition.name.text
      undoable.append(.definition(name, before: scope.definitions[name], line: transcript.count))
      scope.definitions[name] = DefinedStage(definition: definition, source: source)
      return .defined(name)
    case .use(let path):
      var files: Set<String> = []
      for defined in try definitions(in: path.plainText ?? "", from: source, path.span, &files) {
        scope.definitions[defined.definition.name.text] = defined
      }
      return try leftOut(of: path.plainText ?? "", from: source, path.span).map { .shown(PlanValue(Scalar.text($0))) }
        ?? .done
    case .set(let name, let value):
      try apply(name, value, to: &settings, source)
      applyToCache(name, value)
      return .done
    case .expression(let pipeline, let continuesLast):
      return try show(pipeline, continuesLast, source)
    }
  }

  private func show(_ pipeline: Pipeline, _ continuesLast: Bool, _ source: SourceText) throws -> Outcome {
    if !continuesLast, let (type, call) = command(in: pipeline, scope) {
      let bound = bind(type, call, elaborator(source, scope, settings, running: true))
      guard bound.diagnostics.isEmpty, let command = bound.value as? any Command else {
        throw Diagnostics(bound.diagnostics)
      }
      return .shown(PlanValue(try command.run(in: self, at: Location(source, call.span))))
    }
    var variable = try variable(for: pipeline, in: source, continuing: continuesLast ? scope.variables["_"] : nil)
    variable.note(earlier: scope.variables["_"])
    scope.variables["_"] = variable
    return .shown(variable.value ?? PlanValue(Scalar.missing))
  }

  private func variable(
    for pipeline: Pipeline, in source: SourceText, continuing last: Variable? = nil
  ) throws -> Variable {
    let elaborator = elaborator(source, scope, settings, running: true)
    let known = elaborator.elaborate(pipeline, continuing: last)
    if let error = elaborator.runError { throw error }
    guard elaborator.diagnostics.isEmpty else { throw Diagnostics(elaborator.diagnostics) }
    return Variable(known: known.settled, value: try value(of: known, isLast: isAtEnd))
  }

  /// The value of a pipeline that stands as an argument.
  func value(of pipeline: Pipeline, in source: SourceText, _ scope: Scope) throws -> PlanValue {
    let elaborator = elaborator(source, scope, settings, running: true)
    let known = elaborator.elaborate(pipeline)
    if let error = elaborator.runError { throw error }
    guard elaborator.diagnostics.isEmpty else { throw Diagnostics(elaborator.diagnostics) }
    return try value(of: known)
  }

  /// The pipeline that a text of one expression consists of.
  func firstPipeline(of source: SourceText) -> Pipeline? {
    let parsed = parse(source)
    guard parsed.diagnostics.isEmpty, case .expression(let pipeline, _)? = parsed.script.statements.first?.kind else {
      return nil
    }
    return pipeline
  }

  /// A single-step pipeline that names a command, not a variable or a stage that fits better.
  func command(in pipeline: Pipeline, _ scope: Scope) -> (any Command.Type, Call)? {
    guard pipeline.steps.count == 1, case .call(let call)? = pipeline.steps.first,
      scope.variables[call.name.text] == nil
    else { return nil }
    return command(named: call.name.text).map { ($0, call) }
  }

  func bind(
    _ type: any Command.Type, _ call: Call, _ elaborator: Elaborator
  ) -> (value: any Declared, diagnostics: [Diagnostic]) {
    let parameters = type.parameters
    let given = call.arguments.map { argument in
      elaborator.givenArgument(argument, of: parameters, call.arguments, in: elaborator.scope, elaborator.source)
    }
    let bound = type.bound(to: given, at: elaborator.location(call.span))
    return (bound.value, elaborator.diagnostics + bound.diagnostics)
  }

  func nothingToContinue(_ location: Location) -> Diagnostic {
    Diagnostic(
      .nothingBefore, "there is no last result to go on from", at: .init(location),
      notes: ["a line that begins with `|` goes on from the last result"])
  }

  /// What is wrong with giving a variable or a `def` this name.
  /// - Parameter isVariable: a variable may be called like a source, such as `faces = load "ziya07"`: a source with
  ///   arguments cannot be taken for a variable, which has none. It may hide a recipe, such as `fair = …`.
  func problems(with name: Name, isVariable: Bool, in scope: Scope, _ source: SourceText) -> [Diagnostic] {
    let kind: String
    if let stage = catalogue.stage(named: name.text), !(isVariable && stage.kind == .source) {
      kind = "stage"
    } else if isVariable, scope.definitions[name.text] != nil {
      kind = "stage made by `def`"
    } else if !isVariable, scope.variables[name.text] != nil {
      kind = "variable"
    } else if command(named: name.text) != nil {
      kind = "command"
    } else if name.text == "_" {
      kind = "last result"
    } else {
      return []
    }
    return [
      Diagnostic(
        .reservedName, "'\(name.text)' is the name of a \(kind)",
        at: .init(Location(source, name.span), "choose another name, such as my_\(name.text)"))
    ]
  }

  /// The `def`s of the file that `use` names and of the files that it uses itself, those first, each file once: files
  /// may use each other.
  /// - Parameter files: those that have been read already.
  func definitions(
    in path: String, from source: SourceText, _ span: Span, _ files: inout Set<String>
  ) throws(Diagnostic) -> [DefinedStage] {
    let path = usedPath(path, from: source)
    guard files.insert(path).inserted else { return [] }
    let used = try script(at: path, from: source, span)
    var found: [DefinedStage] = []
    for statement in used.statements {
      switch statement.kind {
      case .use(let inner):
        found += try definitions(in: inner.plainText ?? "", from: used.source, inner.span, &files)
      case .definition(let definition): found.append(DefinedStage(definition: definition, source: used.source))
      default: break
      }
    }
    return found
  }

  /// What to say of lines of a used file that are no `def` and have no effect; nil where there are none. Lines of the files
  /// that it uses itself are their own affair.
  private func leftOut(of path: String, from source: SourceText, _ span: Span) throws(Diagnostic) -> String? {
    let used = try script(at: usedPath(path, from: source), from: source, span)
    let others = used.statements.filter { statement in
      switch statement.kind {
      case .use, .definition: false
      case .binding, .set, .expression: true
      }
    }
    guard let first = others.first else { return nil }
    let line = slice(first.span, of: used.source).prefix { $0 != "\n" }
    let count = others.count == 1 ? "1 line is" : "\(others.count) lines are"
    return "note: use takes the `def`s of \"\(path)\" alone: \(count) left out, `\(line)` first"
  }

  /// A relative path as `use` means it: beside the file that it stands in, so that a script works from any folder. A text
  /// that is no file, such as a line of the prompt, lies in the folder that mien was started in.
  func usedPath(_ path: String, from source: SourceText) -> String {
    guard !path.hasPrefix("/"), !path.hasPrefix("~"), let slash = source.name.lastIndex(of: "/") else { return path }
    return source.name[...slash] + path
  }

  /// Reads and parses the file that `use` names, by its path from the working folder.
  func script(at path: String, from source: SourceText, _ span: Span) throws(Diagnostic) -> Script {
    let text: String
    do throws(UnreadableFile) { text = try readScript(path) } catch {
      throw Diagnostic(
        .unreadableScript, "\"\(path)\" could not be read: \(error.reason)", at: .init(Location(source, span)),
        notes: ["a relative path begins at the folder of the file that `use` stands in"])
    }
    let parsed = parse(SourceText(name: path, text: text))
    if let first = parsed.diagnostics.first { throw first }
    return parsed.script
  }
}

/// The script did not pass the check: nothing of it has run.
public struct ScriptIsWrong: Error {
  public let diagnostics: [Diagnostic]
}

extension Variable {
  /// Remembers how the value was made that stood in this one's place, for `why`.
  mutating func note(earlier: Variable?) {
    guard value?.earlier == nil, let grid = earlier?.value?.grid else { return }
    value?.earlier = grid
  }
}

extension Elaborated {
  /// As a later line sees it: all readers are part of the value.
  var settled: Elaborated {
    var settled = self
    settled.head = nil
    return settled
  }
}
