import Diagnostics
import Plans
import Syntax

/// What can be told of a text that has not been run.
public struct ScriptReading: Sendable {
  /// What could be read of it.
  public let script: Script
  /// Those that `Session.check` gives.
  public let diagnostics: [Diagnostic]
  /// Where names stand for something that the text, or a file that it uses, gave them; in the order of their places.
  public let names: [NameUse]
}

/// A place where a name stands for what somebody gave it: a variable, a stage made by `def`, a parameter of one.
public struct NameUse: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case variable, definition, parameter
  }

  public let name: String
  public let kind: Kind
  public let location: Location
  /// Where it was given: the name in the binding or the `def`. The use itself where it is that place.
  public let origin: Location
}

extension Session {
  /// Checks a text as `check` does, and takes up the names that it would define, without values, in place of all that the
  /// session knew: completion and help then speak of the text as if its lines had just been run. Runs nothing.
  /// - Parameter end: statements that begin there or later, in UTF-8 bytes, are left out of the check.
  public func read(_ source: SourceText, before end: Int = .max) -> ScriptReading {
    let parsed = parse(source)
    let names = NameRecorder()
    let checker = ScriptChecker(self, source, scope: Scope(library: scope.library), names: names)
    for statement in parsed.script.statements where statement.span.start < end { checker.check(statement) }
    let found = parsed.diagnostics.isEmpty ? checker.diagnostics : parsed.diagnostics
    scope = checker.scope
    return ScriptReading(
      script: parsed.script, diagnostics: Advisor(self, source, scope: scope).advised(found), names: names.uses)
  }

  /// The file of definitions that a `use` names, by its path from the working folder; nil where the path is made of
  /// variables.
  public func pathOfUsedFile(_ path: StringLiteral, in source: SourceText) -> String? {
    path.plainText.map { usedPath($0, from: source) }
  }
}

/// Takes down what names were understood as, while a text is checked.
final class NameRecorder {
  /// By file and offset: a text would be hashed whole for every name in it.
  private struct Place: Hashable {
    let file: String
    let start: Int
  }

  private var bound: [String: Location] = [:]
  private var noted: [Place: NameUse] = [:]
  /// The `def` whose body is being checked.
  private var definition: Definition?

  /// In the order of their places.
  var uses: [NameUse] {
    noted.sorted { ($0.key.file, $0.key.start) < ($1.key.file, $1.key.start) }.map(\.value)
  }

  /// A variable is given a value here.
  func bind(_ name: Name, in source: SourceText) {
    let place = Location(source, name.span)
    bound[name.text] = place
    note(name, .variable, at: place, from: place)
  }

  /// A stage is made here; what `check` looks at is its body.
  func define(_ definition: Definition, in source: SourceText, check: () -> Bool) -> Bool {
    for (name, kind) in [(definition.name, NameUse.Kind.definition)]
      + definition.parameters.map({ ($0.name, .parameter) })
    {
      let place = Location(source, name.span)
      note(name, kind, at: place, from: place)
    }
    self.definition = definition
    defer { self.definition = nil }
    return check()
  }

  func use(variable name: Name, in source: SourceText) {
    guard let origin = bound[name.text] else { return }
    note(name, .variable, at: Location(source, name.span), from: origin)
  }

  func use(_ defined: DefinedStage, by name: Name, in source: SourceText) {
    note(name, .definition, at: Location(source, name.span), from: defined.location)
  }

  /// A parameter in the body of the `def` that is being checked.
  func use(parameter name: Name, in source: SourceText) {
    guard let parameter = definition?.parameters.first(where: { $0.name.text == name.text }) else { return }
    note(name, .parameter, at: Location(source, name.span), from: Location(source, parameter.name.span))
  }

  private func note(_ name: Name, _ kind: NameUse.Kind, at place: Location, from origin: Location) {
    let use = NameUse(name: name.text, kind: kind, location: place, origin: origin)
    noted[Place(file: place.source.name, start: place.span.start)] = use
  }
}
