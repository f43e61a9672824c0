import Basics
import Diagnostics
import Plans
import Syntax

extension Elaborator {
  /// What an argument means to a parameter of `type`; nil where that is not known before the script runs, or is wrong and
  /// has been reported.
  func argumentValue(
    _ value: Value, as type: ParameterType?, in scope: Scope, _ source: SourceText
  ) -> ArgumentValue? {
    if type?.includes(.model) == true, !value.isList { return model(value, in: scope, source) }
    switch value {
    case .number(let number): return .number(number.value, number.unit.argumentUnit)
    case .string(let string): return text(string, in: scope, source).map { .text($0) }
    case .boolean(let value, _): return .boolean(value)
    case .none: return ArgumentValue.none
    case .name(let name): return named(name, as: type, in: scope, source)
    case .field, .formula: return computed(value, as: type, in: scope, source)
    case .list(let values, _): return list(values, as: type, in: scope, source)
    case .range(let from, let to, by: let step, let span):
      return numbers(from, to, by: step, span, source).map { numbers in
        .list(numbers.map { .number($0.value, $0.unit.argumentUnit) })
      }
    case .pipeline(let pipeline, _): return nested(pipeline, in: scope, source)
    case .choice(let choice):
      report(
        .misplacedChoice, "braces cannot stand here", at: choice.span, in: source,
        "braces stand in place of a stage or of a whole argument")
      return nil
    }
  }

  private func list(
    _ values: [Value], as type: ParameterType?, in scope: Scope, _ source: SourceText
  ) -> ArgumentValue? {
    var element = type
    if case .list(let inner)? = type { element = inner }
    let elements = values.map { argumentValue($0, as: element, in: scope, source) }
    let known = elements.compactMap { $0 }
    return known.count == elements.count ? .list(known) : nil
  }

  /// What a bare name means follows from what the parameter takes.
  private func named(
    _ name: Name, as type: ParameterType?, in scope: Scope, _ source: SourceText
  ) -> ArgumentValue? {
    guard let type else { return .word(name.text) }  // The binder reports the argument that has no parameter.
    if type.words.contains(name.text) || [.topic, .column, .attribute, .rowValue].contains(where: type.includes) {
      if type.includes(.topic), scope.variables[name.text] != nil { names?.use(variable: name, in: source) }
      return .word(name.text)
    }
    if let parameter = scope.parameters[name.text] {
      names?.use(parameter: name, in: source)
      guard case .written(let value, let callerScope, let callerSource) = parameter else { return nil }
      return argumentValue(value, as: type, in: callerScope, callerSource)
    }
    if let variable = scope.variables[name.text] {
      names?.use(variable: name, in: source)
      return variableValue(variable, name.text, as: type)
    }
    if !type.words.isEmpty { return .word(name.text) }
    reportUnknownVariable(name, type, in: scope, source)
    return nil
  }

  private func variableValue(_ variable: Variable, _ name: String, as type: ParameterType) -> ArgumentValue? {
    if type.includes(.variable) {
      return variable.value.map { value in
        var value = value
        value.name = name
        return .value(value)
      }
    }
    if variable.known.kind != .scalar, variable.value == nil {
      // Rows, results and models are no path and no number, whatever they turn out to be: told before anything runs.
      let kind = variable.known.kind
      let certain: ValueKinds = [.rows, .result, .fittedModel]
      return !kind.isEmpty && certain.contains(kind) ? .value(PlanValue(UnmadeValue(valueKind: kind))) : nil
    }
    if let value = variable.value, let scalar = value.payload.scalar { return scalar.argumentValue }
    return variable.known.scalar?.argumentValue ?? variable.value.map { .value($0) }
  }

  private func reportUnknownVariable(
    _ name: Name, _ type: ParameterType, in scope: Scope, _ source: SourceText
  ) {
    let wantsText = type.includes(.path) || type.includes(.text)
    let near = nearestName(to: name.text, among: scope.variables.keys.sorted())
    let hint = near.map { "did you mean '\($0)'?" } ?? (wantsText ? "write \"\(name.text)\" in quotes" : "")
    report(
      .unknownVariable, "there is no variable '\(name.text)'", at: name.span, in: source, hint,
      notes: [
        type.includes(.variable)
          ? variables(of: scope) : "here stands \(type.description), or a variable that holds it"
      ])
  }

  private func variables(of scope: Scope) -> String {
    let names = scope.variables.keys.filter { $0 != "_" }.sorted()
    return names.isEmpty
      ? "no variable has a value yet; one is given by `name = …`"
      : "variables: \(names.prefix(20).joined(separator: ", "))"
  }

  private func computed(
    _ value: Value, as type: ParameterType?, in scope: Scope, _ source: SourceText
  ) -> ArgumentValue? {
    if type?.includes(.condition) == true, case .formula(let formula, let span) = value {
      return condition(formula, span, in: scope, source).map { .condition($0) }
    }
    return scalar(value, in: scope, source)?.argumentValue
  }

  private func nested(_ pipeline: Pipeline, in scope: Scope, _ source: SourceText) -> ArgumentValue? {
    guard let evaluate else {
      let inner = Elaborator(
        catalogue: catalogue, environment: environment, source: source, scope: scope, commandNames: commandNames)
      inner.names = names
      _ = inner.elaborate(pipeline)
      diagnostics += inner.diagnostics
      return nil
    }
    do { return .value(try evaluate(pipeline, scope)) } catch let error as Diagnostics {
      diagnostics += error.all
    } catch let error as Diagnostic {
      diagnostics.append(error)
    } catch { runError = error }
    return nil
  }

  /// A string with its `{name}`s replaced; nil where one is not known yet.
  func text(_ string: StringLiteral, in scope: Scope, _ source: SourceText) -> String? {
    var text = ""
    for piece in string.pieces {
      switch piece {
      case .text(let more): text += more
      case .interpolation(let name, let fields):
        let value: Value = fields.isEmpty ? .name(name) : .field(name, fields)
        guard let scalar = scalar(value, in: scope, source) else { return nil }
        let more = scalar.text
        if isTooLong(text.utf8.count + more.utf8.count, at: string.span, in: source) { return nil }
        text += more
      }
    }
    return text
  }
}

/// Stands for a value that is not made while a script is checked, where a parameter takes none of its kind and says so.
private struct UnmadeValue: Payload {
  let valueKind: ValueKinds
  let summary = ""
  let synthetic: String? = nil
  var document: Document { Document(kind: "unmade", blocks: []) }
}

extension NumberLiteral.Unit {
  var argumentUnit: ArgumentValue.Unit {
    switch self {
    case .plain: .plain
    case .percent: .percent
    case .seconds: .seconds
    case .minutes: .minutes
    case .hours: .hours
    }
  }
}

extension Scalar {
  var argumentValue: ArgumentValue {
    switch self {
    case .number(let value): .number(value, .plain)
    case .estimate(let estimate): .number(estimate.value, .plain)
    case .text(let text): .text(text)
    case .boolean(let value): .boolean(value)
    case .missing: .none
    }
  }
}
