import Diagnostics
import Plans
import Syntax

/// How deep `def`s may call each other.
let deepestCall = 32

extension Elaborator {
  /// The body of a `def` in place of its call.
  func expand(
    _ defined: DefinedStage, _ call: Call, in scope: Scope, _ source: SourceText
  ) -> [StepExpansion]? {
    let location = Location(source, call.span)
    guard scope.callers.count < deepestCall else {
      report(
        .recursiveDefinition, "'\(call.name.text)' uses itself, or `def`s use each other more than \(deepestCall) deep",
        at: call.span, in: source, notes: ["a `def` may use the stages and `def`s above it"])
      return nil
    }
    guard mayExpand(defined, call, in: source) else { return nil }
    guard let parameters = bind(defined, call, in: scope, source) else { return nil }
    let inner = Elaborator(
      catalogue: catalogue, environment: environment, source: defined.source,
      scope: scope.inside(defined, parameters: parameters, calledAt: location), commandNames: commandNames,
      evaluate: evaluate)
    inner.axisCounts = axisCounts
    inner.headAxes = headAxes
    inner.lookUps = lookUps
    inner.names = names
    let expansions = inner.expand(defined.definition.body, in: inner.scope, defined.source)
    axisCounts = inner.axisCounts
    lookUps = inner.lookUps
    for diagnostic in inner.diagnostics where !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
    let text = slice(call.span, of: source)
    return expansions?.map { expansion in
      var expansion = expansion
      if expansions?.count == 1 { expansion.text = text }
      return expansion
    }
  }

  private func bind(
    _ defined: DefinedStage, _ call: Call, in scope: Scope, _ source: SourceText
  ) -> [String: BoundParameter]? {
    let signatures = DefinitionSignatures(catalogue: catalogue, scope: scope)
    // Inside a body names and places are enough: a mistake there is told where the `def` stands.
    let parameters = scope.callers.isEmpty ? signatures.parameters(of: defined) : signatures.names(of: defined)
    var binder = Binder(name: call.name.text, parameters: parameters)
    var bound: [String: BoundParameter] = [:]
    for argument in call.arguments {
      let given = GivenArgument(
        label: argument.label.map { ($0.text, Location(source, $0.span)) }, value: nil,
        location: Location(source, argument.value.span))
      guard let name = binder.parameter(for: given)?.name else { continue }
      bound[name] = .written(labelled(argument.value, name), scope, source)
    }
    binder.reportMissing(at: Location(source, call.span))
    guard binder.diagnostics.isEmpty else {
      for diagnostic in binder.diagnostics where !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
      return nil
    }
    for parameter in defined.definition.parameters where bound[parameter.name.text] == nil {
      guard let value = parameter.defaultValue else { continue }
      bound[parameter.name.text] = .written(
        labelled(value, parameter.name.text), scope.outside(defined), defined.source)
    }
    return bound
  }

  /// A choice handed to a `def` is one choice, however often its body uses it.
  private func labelled(_ value: Value, _ name: String) -> Value {
    guard case .choice(var choice) = value, choice.label == nil else { return value }
    choice.label = Name(text: name, span: choice.span)
    return .choice(choice)
  }

  /// Checks a `def` by itself, with parameters that are not known yet.
  /// - Returns: whether it is right.
  func check(_ definition: Definition) -> Bool {
    let parameters = Dictionary(
      definition.parameters.map { ($0.name.text, BoundParameter.unknown) }, uniquingKeysWith: { first, _ in first })
    let inner = Elaborator(
      catalogue: catalogue, environment: environment, source: source,
      scope: Scope(definitions: scope.definitions, parameters: parameters, library: scope.library),
      commandNames: commandNames)
    inner.checkedDefinition = definition.name.text
    inner.names = names
    _ = inner.expand(definition.body, in: inner.scope, source)
    diagnostics += inner.diagnostics
    lookUps += inner.lookUps
    return inner.diagnostics.isEmpty
  }
}
