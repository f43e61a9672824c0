import Basics
import Diagnostics

/// An argument with its place, ready to be bound.
public struct GivenArgument: Sendable {
  /// nil for a positional argument.
  public var label: (name: String, location: Location)?
  /// nil where it is not known before the script runs, such as `base.macro_f1`; it is checked then.
  public var value: ArgumentValue?
  public var location: Location

  public init(label: (name: String, location: Location)? = nil, value: ArgumentValue?, location: Location) {
    self.label = label
    self.value = value
    self.location = location
  }
}

extension Declared {
  /// An instance with `arguments` in its parameters, each checked; or everything that is wrong with them.
  /// - Parameter known: its parameters, where the caller has them: to read them off takes longer than all the rest.
  public static func bound(
    to arguments: [GivenArgument], at location: Location, complete: Bool = true,
    parameters known: [ParameterDeclaration]? = nil
  ) -> (value: Self, given: [(name: String, value: ArgumentValue)], diagnostics: [Diagnostic]) {
    let instance = Self()
    var binder = Binder(name: declaration.name, parameters: known ?? parameters)
    let targets = Dictionary(
      arguments.isEmpty ? [] : instance.declaredParameters.map { ($0.name, $0.parameter) },
      uniquingKeysWith: { first, _ in first })
    var given: [(name: String, value: ArgumentValue)] = []
    var named: [ArgumentValue] = []
    for argument in arguments {
      guard let parameter = binder.parameter(for: argument) else { continue }
      guard let value = argument.value else { continue }
      do throws(ArgumentMismatch) {
        if let label = argument.label?.name, parameter.takesAnyName {
          named.append(NamedValues.argument(value, named: label))
          try targets[parameter.name]?.bind(.list(named))
          given.append((label, value))
        } else {
          try targets[parameter.name]?.bind(value)
          given.append((parameter.name, value))
        }
      } catch {
        binder.report(error, of: parameter, at: argument.location)
      }
    }
    if complete { binder.reportMissing(at: location) }
    return (instance, given, binder.diagnostics)
  }
}

/// Finds the parameter of each argument, and says what is wrong.
public struct Binder {
  let name: String
  let parameters: [ParameterDeclaration]
  public private(set) var diagnostics: [Diagnostic] = []
  private var taken: [String: Location] = [:]
  private var positionals: ArraySlice<ParameterDeclaration>

  public init(name: String, parameters: [ParameterDeclaration]) {
    self.name = name
    self.parameters = parameters
    positionals = parameters.filter(\.isPositional)[...]
  }

  /// The parameter that an argument is for; nil, with a diagnostic, where there is none.
  public mutating func parameter(for argument: GivenArgument) -> ParameterDeclaration? {
    guard let label = argument.label else { return nextPositional(argument.location) }
    let own = parameters.first { $0.name == label.name && !$0.takesAnyName }
    guard let parameter = own ?? parameters.first(where: \.takesAnyName) else {
      reportUnknown(label.name, of: argument, at: label.location)
      return nil
    }
    if let earlier = taken[label.name] {
      diagnostics.append(
        Diagnostic(
          .givenTwice, "\(name): `\(label.name)` is given twice", at: .init(label.location, "again here"),
          secondary: [.init(earlier, "first here")],
          notes: [
            parameter.takesAnyName
              ? "several values are a list: `\(label.name)=[…, …]`"
              : "an argument without a name fills the first free parameter: give `\(label.name)` one way only"
          ]))
      return nil
    }
    taken[label.name] = argument.location
    return parameter
  }

  private mutating func nextPositional(_ location: Location) -> ParameterDeclaration? {
    while let next = positionals.popFirst() {
      if taken[next.name] != nil { continue }
      taken[next.name] = location
      return next
    }
    let positional = parameters.filter(\.isPositional).map(\.name)
    let rest = parameters.filter { !$0.isPositional }.map { "\($0.name)=…" }
    var notes: [String] = []
    if !positional.isEmpty { notes.append("without a name it takes: \(positional.joined(separator: ", "))") }
    notes.append(rest.isEmpty ? "it has no other parameters" : "by name it takes: \(rest.joined(separator: " "))")
    diagnostics.append(
      Diagnostic(
        .tooManyArguments, "\(name) takes no \(positional.isEmpty ? "" : "more ")arguments without a name",
        at: .init(location, "give this by name, or leave it out"), notes: notes))
    return nil
  }

  private mutating func reportUnknown(_ label: String, of argument: GivenArgument, at location: Location) {
    let names = parameters.map(\.name)
    let hint: String
    if let meant = parameters.first(where: { $0.aliases.contains(label) }) {
      hint = spelling(of: meant, argument.value?.description ?? "…")
    } else {
      hint = nearestName(to: label, among: names).map { "did you mean '\($0)'?" } ?? "there is no such parameter"
    }
    let known = names.isEmpty ? "\(name) has no parameters" : "parameters: \(names.joined(separator: ", "))"
    diagnostics.append(
      Diagnostic(
        .unknownParameter, "\(name) has no parameter '\(label)'", at: .init(location, hint), notes: [known]))
  }

  /// How a parameter that another program calls differently is given here: "write `pca 50` or `k=50`".
  private func spelling(of parameter: ParameterDeclaration, _ value: String) -> String {
    let isFirst = parameters.first(where: \.isPositional)?.name == parameter.name
    return "write " + (isFirst ? "`\(name) \(value)` or " : "") + "`\(parameter.name)=\(value)`"
  }

  mutating func report(_ mismatch: ArgumentMismatch, of parameter: ParameterDeclaration, at location: Location) {
    switch mismatch {
    case .word(let word, let words):
      let hint = nearestName(to: word, among: words).map { "did you mean '\($0)'?" } ?? "not one of its words"
      diagnostics.append(
        Diagnostic(
          .unknownWord, "\(name) has no \(parameter.name) '\(word)'", at: .init(location, hint),
          notes: ["\(plural(parameter.name)): \(words.joined(separator: ", "))"]))
    case .type(let expected, let found):
      diagnostics.append(
        Diagnostic(
          .wrongType, "\(name): `\(parameter.name)` must be \(expected.description); got \(found)",
          at: .init(location, "expected \(expected.description)"), notes: ["\(parameter.name): \(parameter.help)"]))
    case .outOfBounds(let bounds, let found):
      let allowed = bounds.description(in: found.unit)
      diagnostics.append(
        Diagnostic(
          .outOfBounds, "\(name): `\(parameter.name)` must be \(allowed); got \(found.description)",
          at: .init(location, "must be \(allowed)"), notes: ["\(parameter.name): \(parameter.help)"]))
    case .other(let problem, let remedy):
      diagnostics.append(
        Diagnostic(.wrongType, "\(name): `\(parameter.name)`: \(problem)", at: .init(location), notes: [remedy]))
    }
  }

  /// Says which parameters must be given and were not.
  public mutating func reportMissing(at location: Location) {
    for parameter in parameters where parameter.defaultText == nil && taken[parameter.name] == nil {
      diagnostics.append(
        Diagnostic(
          .missingArgument,
          "\(name) needs `\(parameter.name)`" + (parameter.help.isEmpty ? "" : ": \(parameter.help)"),
          at: .init(location, "give \(parameter.type.description)")))
    }
  }
}

/// `kernels` for `kernel`; short names, which are rarely nouns, stay as they are.
private func plural(_ name: String) -> String {
  guard name.count > 3, !name.hasSuffix("s") else { return name }
  guard name.hasSuffix("y"), let before = name.dropLast().last, !"aeiou".contains(before) else { return name + "s" }
  return name.dropLast() + "ies"
}
