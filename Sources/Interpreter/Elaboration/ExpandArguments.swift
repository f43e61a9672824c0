import Diagnostics
import Plans
import Syntax

/// A call with one alternative taken in each of its braces.
struct ArgumentAlternative {
  var arguments: [Argument]
  var coordinates: [StepExpansion.Coordinate]
  var text: String
}

extension Elaborator {
  /// Multiplies out the choices that stand as arguments; nil where one is wrong.
  func expandArguments(
    _ call: Call, _ parameters: [ParameterDeclaration], in scope: Scope, _ source: SourceText
  ) -> [ArgumentAlternative]? {
    var alternatives = [ArgumentAlternative(arguments: [], coordinates: [], text: call.name.text)]
    var positional = parameters.filter(\.isPositional).map(\.name)[...]
    var isComplete = true
    for argument in call.arguments {
      let name = argument.label?.text ?? positional.popFirst()
      let (value, valueSource) = resolved(argument.value, in: scope, source)
      guard case .choice(let choice) = value else {
        let text = (argument.label.map { "\($0.text)=" } ?? "") + slice(value.span, of: valueSource)
        for index in alternatives.indices {
          alternatives[index].arguments.append(argument)
          alternatives[index].text += " " + text
        }
        continue
      }
      guard let values = values(of: choice, valueSource) else {
        isComplete = false
        continue
      }
      guard !isTooMany(alternatives.count, times: values.count, at: call.span, in: source) else { return nil }
      let axis = choice.label?.text ?? freshAxis(name ?? call.name.text)
      alternatives = alternatives.flatMap { left in
        values.enumerated().map { index, value in
          var next = left
          let text = text(of: value, valueSource)
          next.arguments.append(Argument(label: argument.label, value: value, span: value.span))
          next.coordinates.append(
            .init(axis: axis, text: text, index: index, isLabelled: choice.label != nil))
          next.text += " " + (argument.label.map { "\($0.text)=" } ?? "") + text
          return next
        }
      }
    }
    return isComplete ? alternatives : nil
  }

  /// What a parameter of a `def` stands for, in the words of whoever called it; anything else as it is.
  private func resolved(_ value: Value, in scope: Scope, _ source: SourceText) -> (Value, SourceText) {
    guard case .name(let name) = value,
      case .written(let written, let callerScope, let callerSource)? = scope.parameters[name.text]
    else { return (value, source) }
    return resolved(written, in: callerScope, callerSource)
  }

  private func values(of choice: Choice, _ source: SourceText) -> [Value]? {
    var values: [Value] = []
    for alternative in choice.alternatives {
      switch alternative {
      case .value(.range(let from, let to, by: let step, let span)):
        guard let numbers = numbers(from, to, by: step, span, source) else { return nil }
        values += numbers.map { .number($0) }
      case .value(let value): values.append(value)
      case .pipeline(let pipeline):
        report(
          .misplacedChoice, "\(slice(pipeline.span, of: source)) is not an argument", at: pipeline.span, in: source,
          "in place of an argument, braces hold arguments")
        return nil
      }
    }
    return values
  }

  /// The numbers of `10..50 by 10`, its end included where it is reached.
  func numbers(
    _ from: NumberLiteral, _ to: NumberLiteral, by step: NumberLiteral?, _ span: Span, _ source: SourceText
  ) -> [NumberLiteral]? {
    let stride = step?.value ?? 1
    let count = ((to.value - from.value) / stride + 1e-9).rounded(.down)
    guard stride > 0, count >= 0 else {
      report(
        .misplacedChoice, "the range \(slice(span, of: source)) holds no numbers", at: span, in: source,
        "from the smaller to the larger, by a step above 0")
      return nil
    }
    guard count < 10_000 else {
      report(
        .misplacedChoice, "the range \(slice(span, of: source)) holds more than 10,000 numbers", at: span, in: source,
        "take larger steps: `by 10`")
      return nil
    }
    return (0...Int(count)).map { index in
      let value = from.value + Double(index) * stride
      return NumberLiteral(
        value: value, unit: from.unit, text: shortest(value) + from.unit.rawValue, span: span)
    }
  }

  private func text(of value: Value, _ source: SourceText) -> String {
    if case .number(let number) = value { return number.text }
    return slice(value.span, of: source)
  }

  /// An argument with its value worked out by what its parameter takes.
  func givenArgument(
    _ argument: Argument, of parameters: [ParameterDeclaration], _ all: [Argument], in scope: Scope,
    _ source: SourceText
  ) -> GivenArgument {
    let type = parameter(for: argument, among: parameters, all)?.type
    return GivenArgument(
      label: argument.label.map { ($0.text, Location(source, $0.span)) },
      value: argumentValue(argument.value, as: type, in: scope, source),
      location: Location(source, argument.value.span))
  }

  private func parameter(
    for argument: Argument, among parameters: [ParameterDeclaration], _ all: [Argument]
  ) -> ParameterDeclaration? {
    if let label = argument.label { return parameters.first { $0.name == label.text } }
    let named = Set(all.compactMap { $0.label?.text })
    let free = parameters.filter { $0.isPositional && !named.contains($0.name) }
    let position = all.filter { $0.label == nil }.firstIndex { $0.span == argument.span } ?? 0
    return position < free.count ? free[position] : nil
  }
}
