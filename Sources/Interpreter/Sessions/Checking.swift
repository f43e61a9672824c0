import Diagnostics
import Plans
import Syntax

extension Session {
  /// Everything that can be told to be wrong with a text before any of it runs. Runs nothing, changes nothing.
  public func check(_ source: SourceText) -> [Diagnostic] {
    let parsed = parse(source)
    guard parsed.diagnostics.isEmpty else { return advised(parsed) }
    return check(parsed.script)
  }

  func check(_ script: Script) -> [Diagnostic] {
    let checker = ScriptChecker(self, script.source)
    for statement in script.statements { checker.check(statement) }
    guard !checker.diagnostics.isEmpty else { return [] }
    return Advisor(self, script, state: states(of: script)).advised(checker.diagnostics)
  }

  /// What the parser says, with advice for what was meant.
  func advised(_ parsed: ParseResult) -> [Diagnostic] {
    Advisor(self, parsed.script, state: states(of: parsed.script)).advised(parsed.diagnostics)
  }

  /// Gives what so many of the first statements of a script leave, checking them as far as that is asked for.
  private func states(of script: Script) -> (Int) -> Advisor.State {
    var checker = ScriptChecker(self, script.source)
    var checked = 0
    return { count in
      if count < checked { (checker, checked) = (ScriptChecker(self, script.source), 0) }
      while checked < count {
        checker.check(script.statements[checked])
        checked += 1
      }
      return (checker.scope, checker.settings)
    }
  }
}

/// Walks a script with the names it would define, without values.
final class ScriptChecker {
  private let session: Session
  private let source: SourceText
  let scope: Scope
  private(set) var settings: RunSettings
  private(set) var diagnostics: [Diagnostic] = []
  /// Told what names were understood as; nil where nobody asks.
  private let names: NameRecorder?

  init(
    _ session: Session, _ source: SourceText, scope: Scope? = nil, settings: RunSettings? = nil,
    names: NameRecorder? = nil
  ) {
    self.names = names
    self.session = session
    self.source = source
    self.scope = scope ?? session.scope.copy()
    self.settings = settings ?? session.settings
  }

  /// What was found since this was last asked.
  func takeDiagnostics() -> [Diagnostic] {
    defer { diagnostics = [] }
    return diagnostics
  }

  func check(_ statement: Statement) {
    let elaborator = session.elaborator(source, scope, settings, running: false)
    elaborator.names = names
    switch statement.kind {
    case .binding(let name, let pipeline):
      diagnostics += session.problems(with: name, isVariable: true, in: scope, source)
      scope.variables[name.text] = Variable(known: awaitingFiles(elaborator.elaborate(pipeline)))
      scope.variables["_"] = scope.variables[name.text]
      names?.bind(name, in: source)
    case .definition(let definition):
      diagnostics += session.problems(with: definition.name, isVariable: false, in: scope, source)
      let isRight =
        names?.define(definition, in: source) { elaborator.check(definition) } ?? elaborator.check(definition)
      scope.definitions[definition.name.text] = DefinedStage(
        definition: definition, source: source, isBroken: !isRight, size: elaborator.lookUps)
    case .use(let path):
      use(path, elaborator)
    case .set(let name, let value):
      do throws(Diagnostic) { try session.apply(name, value, to: &settings, source) } catch {
        diagnostics.append(error)
      }
    case .expression(let pipeline, let continuesLast):
      expression(pipeline, continuesLast, statement, elaborator)
    }
    diagnostics += elaborator.diagnostics
  }

  private func expression(
    _ pipeline: Pipeline, _ continuesLast: Bool, _ statement: Statement, _ elaborator: Elaborator
  ) {
    if !continuesLast, let (type, call) = session.command(in: pipeline, scope) {
      let bound = session.bind(type, call, elaborator)
      diagnostics += bound.diagnostics
      return
    }
    guard !continuesLast || scope.variables["_"] != nil else {
      diagnostics.append(session.nothingToContinue(Location(source, statement.span)))
      return
    }
    let known = elaborator.elaborate(pipeline, continuing: continuesLast ? scope.variables["_"] : nil)
    scope.variables["_"] = Variable(known: awaitingFiles(known))
  }

  /// What a line writes is there for the lines after it.
  private func awaitingFiles(_ known: Elaborated) -> Elaborated {
    for path in known.readers.flatMap(\.stage.writtenPaths) { settings.environment.awaited.insert(path) }
    return known
  }

  private func use(_ path: StringLiteral, _ elaborator: Elaborator) {
    guard let name = elaborator.text(path, in: scope, source) else { return }
    do throws(Diagnostic) {
      var files: Set<String> = []
      for defined in try session.definitions(in: name, from: source, path.span, &files) {
        scope.definitions[defined.definition.name.text] = defined
      }
    } catch { diagnostics.append(error) }
  }
}
