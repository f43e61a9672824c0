extension Script {
  /// The tree as text, a line a statement, without places: to compare trees, and to read them in tests.
  ///
  ///     (bind base (| (call faces) (call pca 50 whiten=yes)))
  ///
  /// A pipeline of one step is shown as the step. Two scripts have the same outline exactly when they mean the same,
  /// whatever their spacing and comments (those of documentation are shown, because they mean something).
  public var outline: String {
    statements.map { outlined($0) }.joined(separator: "\n")
  }
}

private func outlined(_ statement: Statement) -> String {
  switch statement.kind {
  case .binding(let name, let pipeline): "(bind \(name.text) \(outlined(pipeline)))"
  case .definition(let definition): outlined(definition)
  case .use(let path): "(use \(outlined(path)))"
  case .set(let name, let value): "(set \(name.text) \(outlined(value)))"
  case .expression(let pipeline, let continuesLast):
    continuesLast ? "(continue \(outlined(pipeline)))" : "(show \(outlined(pipeline)))"
  }
}

private func outlined(_ definition: Definition) -> String {
  let parameters = definition.parameters.map { parameter in
    parameter.name.text + (parameter.defaultValue.map { "=" + outlined($0) } ?? "")
  }
  let documentation = definition.documentation.map { " ## \(quoted($0))" }.joined()
  return
    "(def \(definition.name.text) (\(parameters.joined(separator: " "))) \(outlined(definition.body))\(documentation))"
}

private func outlined(_ pipeline: Pipeline) -> String {
  let steps = pipeline.steps.map(outlined)
  return steps.count == 1 ? steps[0] : "(| \(steps.joined(separator: " ")))"
}

private func outlined(_ step: Step) -> String {
  switch step {
  case .call(let call):
    "(" + (["call", call.name.text] + call.arguments.map(outlined)).joined(separator: " ") + ")"
  case .choice(let choice): outlined(choice)
  case .value(let value): "(value \(outlined(value)))"
  }
}

private func outlined(_ argument: Argument) -> String {
  (argument.label.map { $0.text + "=" } ?? "") + outlined(argument.value)
}

private func outlined(_ choice: Choice) -> String {
  let alternatives = choice.alternatives.map { alternative in
    switch alternative {
    case .value(let value): outlined(value)
    case .pipeline(let pipeline): outlined(pipeline)
    }
  }
  let label = choice.label.map { "\($0.text): " } ?? ""
  return "\(choice.isMaybe ? "maybe" : ""){\(label)\(alternatives.joined(separator: ", "))}"
}

private func outlined(_ value: Value) -> String {
  switch value {
  case .number(let number): number.text
  case .string(let string): outlined(string)
  case .boolean(let isTrue, _): isTrue ? "yes" : "no"
  case .none: "none"
  case .name(let name): name.text
  case .field(let name, let fields): ([name] + fields).map(\.text).joined(separator: ".")
  case .list(let values, _): "[\(values.map(outlined).joined(separator: " "))]"
  case .range(let first, let last, let step, _): "\(first.text)..\(last.text)" + (step.map { " by \($0.text)" } ?? "")
  case .choice(let choice): outlined(choice)
  case .formula(let formula, _): "(= \(outlined(formula)))"
  case .pipeline(let pipeline, _): "(pipeline \(outlined(pipeline)))"
  }
}

private func outlined(_ formula: Formula) -> String {
  switch formula {
  case .value(let value): outlined(value)
  case .negated(let operand, _): "(- \(outlined(operand)))"
  case .not(let operand, _): "(not \(outlined(operand)))"
  case .binary(let sign, let left, let right, _): "(\(sign.rawValue) \(outlined(left)) \(outlined(right)))"
  }
}

private func outlined(_ string: StringLiteral) -> String {
  let pieces = string.pieces.map { piece in
    switch piece {
    case .text(let text): escaped(text)
    case .interpolation(let name, let fields): "{\(([name] + fields).map(\.text).joined(separator: "."))}"
    }
  }
  return "\"\(pieces.joined())\""
}

private func quoted(_ text: String) -> String { "\"\(escaped(text))\"" }

private func escaped(_ text: String) -> String {
  text.unicodeScalars.reduce(into: "") { escaped, scalar in
    switch scalar {
    case "\n": escaped += "\\n"
    case "\t": escaped += "\\t"
    case "\"", "\\", "{", "}": escaped += "\\\(scalar)"
    default: escaped.unicodeScalars.append(scalar)
    }
  }
}
