import Diagnostics
import Plans
import Syntax

/// What stages made by `def` take and give, read off their bodies, so that help, completion and errors can treat them as
/// they treat built-in ones.
final class DefinitionSignatures {
  /// What a name stands for where it is called.
  private enum Callee {
    case stage(any Stage.Type)
    case definition(DefinedStage)
  }

  /// A recipe and a `def` of the script may share a name.
  private struct Key: Hashable {
    let name: String
    let isOfLibrary: Bool
  }

  private let catalogue: Catalogue
  private let scope: Scope
  private var known: [Key: [ParameterDeclaration]] = [:]
  private var depth = 0

  /// - Parameter scope: where the `def`s are used.
  init(catalogue: Catalogue, scope: Scope) {
    self.catalogue = catalogue
    self.scope = scope
  }

  /// What a name means in the body of a `def`; in a recipe's, the script's own `def`s mean nothing.
  private func find(_ name: String, in body: DefinedStage) -> Callee? {
    if !body.isOfLibrary, let defined = scope.definitions[name] { return .definition(defined) }
    if let type = catalogue.stage(named: name) { return .stage(type) }
    return scope.library.definition(named: name).map { .definition($0) }
  }

  /// Its parameters as a built-in stage declares them. What each takes and means is that of the parameter that the body
  /// hands it to first; where there is none it takes anything.
  func parameters(of defined: DefinedStage) -> [ParameterDeclaration] {
    let name = Key(name: defined.definition.name.text, isOfLibrary: defined.isOfLibrary)
    if let found = known[name] { return found }
    // A `def` that uses itself, which is told elsewhere, or a long chain of them ends here.
    guard depth < deepestCall else { return [] }
    known[name] = names(of: defined)
    depth += 1
    let found = declarations(of: defined, uses(in: defined))
    depth -= 1
    known[name] = found
    return found
  }

  /// Its parameters without what its body does with them.
  func names(of defined: DefinedStage) -> [ParameterDeclaration] { declarations(of: defined, [:]) }

  private func declarations(of defined: DefinedStage, _ uses: [String: Use]) -> [ParameterDeclaration] {
    defined.definition.parameters.enumerated().map { index, parameter in
      let use = uses[parameter.name.text] ?? Use()
      return ParameterDeclaration(
        name: parameter.name.text, help: use.help, type: use.type, bounds: use.bounds,
        defaultText: parameter.defaultValue.map { slice($0.span, of: defined.source) },
        // As of any stage, at most two can be given without a name.
        isPositional: index < 2, aliases: use.aliases)
    }
  }

  /// What a body does with one of its parameters.
  private struct Use {
    var help = ""
    var type = ParameterType.anything
    var bounds = Bounds.none
    var aliases: [String] = []
  }

  private func uses(in defined: DefinedStage) -> [String: Use] {
    let own = Set(defined.definition.parameters.map(\.name.text))
    var uses: [String: Use] = [:]
    for call in defined.definition.body.calls {
      if own.contains(call.name.text), uses[call.name.text] == nil {
        uses[call.name.text] = Use(help: "what stands in its place", type: .stage)
      }
      var binder = Binder(name: call.name.text, parameters: parameters(of: call, in: defined))
      for argument in call.arguments {
        let given = GivenArgument(
          label: argument.label.map { ($0.text, Location(defined.source, $0.span)) }, value: nil,
          location: Location(defined.source, argument.span))
        guard let target = binder.parameter(for: given) else { continue }
        switch argument.value {
        case .name(let name) where own.contains(name.text) && uses[name.text] == nil:
          uses[name.text] = Use(
            help: target.help, type: target.type, bounds: target.bounds, aliases: target.aliases)
        case .formula(let formula, _):
          for case .name(let name) in formula.operands where own.contains(name.text) && uses[name.text] == nil {
            uses[name.text] = Use(help: "works on: \(target.help)", type: .number)
          }
        default: break
        }
      }
    }
    return uses
  }

  private func parameters(of call: Call, in body: DefinedStage) -> [ParameterDeclaration] {
    switch find(call.name.text, in: body) {
    case .stage(let type)?: catalogue.parameters(of: type)
    case .definition(let defined)?: parameters(of: defined)
    case nil: []
    }
  }

  /// What the first stage of its body takes and the last one gives; nil where that is up to the caller.
  func flow(of defined: DefinedStage) -> (takes: ValueKinds, gives: ValueKinds)? {
    guard let first = defined.definition.body.steps.first, let last = defined.definition.body.steps.last,
      let takes = kinds(of: first, in: defined, depth: 0, end: \.first, { $0.declaration.takes }),
      let gives = kinds(of: last, in: defined, depth: 0, end: \.last, { $0.declaration.gives })
    else { return nil }
    return (takes, gives)
  }

  /// The kinds of all stages that a step can begin or end with; nil where one is not known.
  private func kinds(
    of step: Step, in defined: DefinedStage, depth: Int, end: KeyPath<[Step], Step?>,
    _ kinds: (any Stage.Type) -> ValueKinds
  ) -> ValueKinds? {
    guard depth < deepestCall else { return nil }
    func inner(_ step: Step, _ defined: DefinedStage) -> ValueKinds? {
      self.kinds(of: step, in: defined, depth: depth + 1, end: end, kinds)
    }
    switch step {
    case .call(let call):
      let own = defined.definition.parameters.first { $0.name.text == call.name.text }
      if let own { return own.defaultValue.flatMap { inner(.value($0), defined) } }
      switch find(call.name.text, in: defined) {
      case .stage(let type)?: return kinds(type)
      case .definition(let other)?:
        return other.definition.body.steps[keyPath: end].flatMap { inner($0, other) }
      case nil: return nil
      }
    case .choice(let choice):
      var all: ValueKinds = []
      for alternative in choice.alternatives {
        let step: Step?
        switch alternative {
        case .pipeline(let pipeline): step = pipeline.steps[keyPath: end]
        case .value(let value): step = .value(value)
        }
        guard let found = step.flatMap({ inner($0, defined) }) else { return nil }
        all.formUnion(found)
      }
      return all
    case .value(.name(let name)): return inner(.call(Call(name: name, arguments: [], span: name.span)), defined)
    case .value(.pipeline(let pipeline, _)): return pipeline.steps[keyPath: end].flatMap { inner($0, defined) }
    case .value(.choice(let choice)): return inner(.choice(choice), defined)
    case .value(.formula(.value(let value), _)): return inner(.value(value), defined)
    case .value: return nil
    }
  }
}
