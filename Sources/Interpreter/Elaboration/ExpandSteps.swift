import Basics
import Diagnostics
import Plans
import Syntax

extension Elaborator {
  /// Everything a step can stand for; nil where it is wrong, which has then been reported.
  /// - Parameter atHead: whether a pipeline begins with it, as it may with a variable.
  func expand(_ step: Step, atHead: Bool = false, in scope: Scope, _ source: SourceText) -> [StepExpansion]? {
    switch step {
    case .call(let call): return expand(call, atHead: atHead, in: scope, source)
    case .choice(let choice): return expand(choice, atHead: atHead, in: scope, source)
    case .value(let value):
      if case .pipeline(let pipeline, _) = value { return expand(pipeline, atHead: atHead, in: scope, source) }
      report(
        .misplacedVariable, "\(slice(value.span, of: source)) is a value, not a stage", at: value.span, in: source,
        "a stage was expected here")
      return nil
    }
  }

  /// All combinations of a pipeline that stands for one step.
  func expand(
    _ pipeline: Pipeline, atHead: Bool = false, in scope: Scope, _ source: SourceText
  ) -> [StepExpansion]? {
    var combined = [StepExpansion(steps: [], text: "")]
    var isComplete = true
    for (index, step) in pipeline.steps.enumerated() {
      guard let expansions = expand(step, atHead: atHead && index == 0, in: scope, source) else {
        isComplete = false
        continue
      }
      guard !isTooMany(combined.count, times: expansions.count, at: pipeline.span, in: source) else { return nil }
      let longest = [combined, expansions].map { $0.map(\.steps.count).max() ?? 0 }.reduce(0, +)
      guard longest <= SweepLimits.stages else {
        report(
          .sweepTooLarge, "this pipeline holds more than \(grouped(SweepLimits.stages)) stages", at: pipeline.span,
          in: source)
        return nil
      }
      combined = combined.flatMap { left in
        expansions.map { right in
          StepExpansion(
            steps: left.steps + right.steps, coordinates: left.coordinates + right.coordinates,
            text: [left.text, right.text].filter { !$0.isEmpty }.joined(separator: " | "))
        }
      }
    }
    return isComplete ? combined : nil
  }

  private func expand(_ call: Call, atHead: Bool, in scope: Scope, _ source: SourceText) -> [StepExpansion]? {
    let name = call.name.text
    guard mayLookUp(call, in: source) else { return nil }
    if let parameter = scope.parameters[name] {
      names?.use(parameter: call.name, in: source)
      return expand(parameter, called: call, in: scope, source)
    }
    if let variable = variable(at: call, in: scope) {
      names?.use(variable: call.name, in: source)
      if atHead { return expand(variable, called: call, source) }
      report(
        .misplacedVariable, "'\(name)' is a variable; it can only begin a pipeline", at: call.name.span, in: source,
        "a stage was expected here", notes: ["to name a chain of stages, write `def \(name) = …`"])
      return nil
    }
    if let defined = scope.definitions[name] {
      names?.use(defined, by: call.name, in: source)
      return defined.isBroken ? nil : expand(defined, call, in: scope, source)
    }
    if let (type, call) = catalogue.stage(of: call) { return bind(type, call, in: scope, source) }
    if let defined = scope.library.definition(named: name) { return expand(defined, call, in: scope, source) }
    reportUnknown(call, in: scope, source)
    return nil
  }

  /// A variable in braces at the head of a pipeline: the plan that made it.
  private func expand(_ variable: Variable, called call: Call, _ source: SourceText) -> [StepExpansion]? {
    let name = call.name.text
    guard let plan = variable.known.grid?.single, variable.known.readers.isEmpty, call.arguments.isEmpty else {
      report(
        .misplacedVariable, "'\(name)' is not one plan", at: call.span, in: source,
        "in braces, a variable must hold rows or a result, and takes no arguments",
        notes: ["a sweep, a table or a number can only stand alone at the head of a pipeline"])
      return nil
    }
    return [StepExpansion(steps: plan.steps, text: name)]
  }

  private func reportUnknown(_ call: Call, in scope: Scope, _ source: SourceText) {
    let name = call.name.text
    if commandNames.contains(name) {
      report(
        .misplacedCommand, "'\(name)' is a command, not a stage", at: call.name.span, in: source,
        "put it on a line of its own")
      return
    }
    if name == checkedDefinition {
      return report(
        .recursiveDefinition, "'\(name)' uses itself", at: call.name.span, in: source,
        notes: ["a `def` may use the stages and `def`s above it"])
    }
    let known =
      catalogue.names + scope.definitions.keys.sorted() + scope.library.names + scope.variables.keys.sorted()
      + commandNames
    let byTerm = catalogue.stages.first { $0.declaration.searchTerms.contains(name.lowercased()) }?.declaration.name
    let meant = nearestName(to: name, among: known) ?? byTerm
    report(
      .unknownName, "there is no stage or variable '\(name)'", at: call.name.span, in: source,
      meant.map { "did you mean '\($0)'?" } ?? "",
      notes: (meant == nil ? ["`help` lists all stages"] : []) + (scope.library.problem.map { [$0] } ?? []))
  }

  /// Binds a stage once for every combination of the choices among its arguments.
  private func bind(
    _ type: any Stage.Type, _ call: Call, in scope: Scope, _ source: SourceText
  ) -> [StepExpansion]? {
    let parameters = catalogue.parameters(of: type)
    guard let alternatives = expandArguments(call, parameters, in: scope, source) else { return nil }
    var expansions: [StepExpansion] = []
    let reported = diagnostics.count
    for alternative in alternatives {
      let location = Location(source, call.span)
      let given = alternative.arguments.map { argument in
        givenArgument(argument, of: parameters, alternative.arguments, in: scope, source)
      }
      let (stage, values, problems) = type.bound(to: given, at: location, parameters: parameters)
      for problem in problems where !diagnostics.contains(problem) { diagnostics.append(problem) }
      guard problems.isEmpty else { continue }
      let step = PlanStep(
        stage: stage, text: alternative.text, location: location, callers: scope.callers, arguments: values,
        written: alternative.arguments.flatMap { written(in: $0.value, source) })
      if given.allSatisfy({ $0.value != nil }) { check(step) }
      expansions.append(
        StepExpansion(
          steps: stage is any IdentityStage ? [] : [step], coordinates: alternative.coordinates,
          text: alternative.text))
    }
    return diagnostics.count == reported ? expansions : nil
  }

  /// The texts and names in an argument, with their places.
  private func written(in value: Value, _ source: SourceText) -> [WrittenArgument] {
    switch value {
    case .string(let string):
      string.plainText.map { [WrittenArgument($0, isQuoted: true, at: Location(source, string.span))] } ?? []
    case .name(let name): [WrittenArgument(name.text, isQuoted: false, at: Location(source, name.span))]
    case .list(let values, _): values.flatMap { written(in: $0, source) }
    case .formula(let formula, _): formula.operands.flatMap { written(in: $0, source) }
    default: []
    }
  }

  /// What a stage can tell to be wrong before anything runs.
  private func check(_ step: PlanStep) {
    do { try step.stage.check(in: environment) } catch {
      if let diagnostic = step.diagnostic(for: error, splitName: nil) as? Diagnostic, !diagnostics.contains(diagnostic)
      {
        diagnostics.append(diagnostic)
      }
    }
  }

  /// A parameter of a `def` in place of a stage: the caller's words, in the caller's scope.
  private func expand(
    _ parameter: BoundParameter, called call: Call, in scope: Scope, _ source: SourceText
  ) -> [StepExpansion]? {
    guard case .written(let value, let callerScope, let callerSource) = parameter else {
      return nil  // Unknown while the `def` itself is checked.
    }
    switch value {
    case .name(let name):
      let inner = Call(name: name, arguments: call.arguments, span: call.arguments.isEmpty ? name.span : call.span)
      return expand(inner, atHead: false, in: callerScope, callerSource)
    case .pipeline(let pipeline, _):
      return expand(pipeline, in: callerScope, callerSource)
    case .choice(let choice):
      return expand(choice, in: callerScope, callerSource)
    default:
      report(
        .misplacedVariable, "`\(call.name.text)` stands for \(slice(value.span, of: callerSource)), which is no stage",
        at: call.span, in: source)
      return nil
    }
  }

  /// A choice in place of a step: its alternatives, named after the kind of stage they are.
  func expand(
    _ choice: Choice, atHead: Bool = false, in scope: Scope, _ source: SourceText
  ) -> [StepExpansion]? {
    var alternatives: [StepExpansion] = []
    var isComplete = true
    for alternative in choice.alternatives {
      let expansions: [StepExpansion]?
      switch alternative {
      case .pipeline(let pipeline): expansions = expand(pipeline, atHead: atHead, in: scope, source)
      case .value(.name(let name)):
        let call = Call(name: name, arguments: [], span: name.span)
        expansions = expand(call, atHead: atHead, in: scope, source)
      case .value(let value):
        report(
          .misplacedChoice, "\(slice(value.span, of: source)) is not a stage", at: value.span, in: source,
          "in place of a stage, braces hold stages")
        expansions = nil
      }
      guard let expansions else {
        isComplete = false
        continue
      }
      guard !isTooMany(1, times: alternatives.count + expansions.count, at: choice.span, in: source) else {
        return nil
      }
      alternatives += expansions
    }
    guard isComplete else { return nil }
    let axis = choice.label?.text ?? axisName(of: alternatives)
    return alternatives.enumerated().map { index, alternative in
      var alternative = alternative
      // Choices inside an alternative are told by its text, unless they have a label to move with.
      alternative.coordinates =
        [.init(axis: axis, text: alternative.text, index: index, isLabelled: choice.label != nil)]
        + alternative.coordinates.filter(\.isLabelled)
      return alternative
    }
  }

  private func axisName(of alternatives: [StepExpansion]) -> String {
    let kind = alternatives.lazy.compactMap { $0.steps.last?.kind }.first ?? .rowwise
    return freshAxis(kind.columnName)
  }

  /// The name itself, or with a number where an axis has it already.
  func freshAxis(_ name: String) -> String {
    var count = axisCounts[name, default: 0]
    var axis = name
    repeat {
      count += 1
      axis = count == 1 ? name : "\(name)_\(count)"
    } while headAxes.contains(axis)
    axisCounts[name] = count
    return axis
  }
}
