import Diagnostics
import Syntax

/// Takes down what names were understood as, while a text is checked.
final class NameRecorder {
  /// Where each variable was last given a value.
  private(set) var bound: [String: Location]
  private var noted: [NameUse] = []
  /// The `def` whose body is being checked.
  private var definition: Definition?

  /// - Parameter bound: where the variables of the lines before were given their values.
  init(bound: [String: Location] = [:]) {
    self.bound = bound
  }

  /// What was noted since this was last asked, in the order in which the checker came to it.
  func takeUses() -> [NameUse] {
    defer { noted = [] }
    return noted
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
    noted.append(NameUse(name: name.text, kind: kind, location: place, origin: origin))
  }
}

extension [NameUse] {
  /// By file and offset: a text would be hashed whole for every name in it.
  private struct Place: Hashable {
    let file: String
    let start: Int
  }

  /// In the order of their places, each place once, as it was understood last: a `def` is looked into wherever it is used.
  var inOrder: [NameUse] {
    var last: [Place: NameUse] = [:]
    for use in self { last[Place(file: use.location.source.name, start: use.location.span.start)] = use }
    return last.sorted { ($0.key.file, $0.key.start) < ($1.key.file, $1.key.start) }.map(\.value)
  }
}
