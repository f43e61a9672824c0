import Basics
import Diagnostics
import Plans
import Syntax

/// A call with one alternative taken in each of its braces.
struct ArgumentAlternative {
  var arguments: [Argument]
  var coordinates: [StepExpansion.Coordinate]
  var text: String
}

/// An argument with one alternative taken in each of its braces.
private struct ValueAlternative {
  var value: Value
  var coordinates: [StepExpansion.Coordinate] = []
  var text: String
}

extension Elaborator {
  /// Multiplies out the choices that stand as arguments or inside them; nil where one is wrong.
  func expandArguments(
    _ call: Call, _ parameters: [ParameterDeclaration], in scope: Scope, _ source: SourceText
  ) -> [ArgumentAlternative]? {
    var alternatives = [ArgumentAlternative(arguments: [], coordinates: [], text: call.name.text)]
    var positional = parameters.filter(\.isPositional)[...]
    var isComplete = true
    for argument in call.arguments {
      let parameter =
        argument.label.map { label in parameters.first { $0.name == label.text } } ?? positional.popFirst()
      let (value, valueSource) = resolved(argument.value, in: scope, source)
      let axis = argument.label?.text ?? parameter?.name ?? call.name.text
      guard
        let offered = self.alternatives(of: value, as: parameter?.type, named: axis, in: scope, valueSource)
      else {
        isComplete = false
        continue
      }
      guard !isTooMany(alternatives.count, times: offered.count, at: call.span, in: source),
        moveTogether(alternatives.map(\.coordinates), offered.map(\.coordinates), at: value.span, in: valueSource)
      else { return nil }
      let label = argument.label.map { "\($0.text)=" } ?? ""
      alternatives = alternatives.flatMap { left in
        offered.compactMap { right in
          guard let coordinates = left.coordinates.joined(with: right.coordinates) else { return nil }
          let taken =
            right.coordinates.isEmpty
            ? argument : Argument(label: argument.label, value: right.value, span: right.value.span)
          return ArgumentAlternative(
            arguments: left.arguments + [taken], coordinates: coordinates, text: "\(left.text) \(label)\(right.text)")
        }
      }
    }
    return isComplete ? alternatives : nil
  }

  /// Everything an argument can turn out to be: the alternatives of braces, wherever in it they stand.
  /// - Parameter axis: the name of a choice in it that has no label.
  private func alternatives(
    of value: Value, as type: ParameterType?, named axis: String, in scope: Scope, _ source: SourceText
  ) -> [ValueAlternative]? {
    switch value {
    case .choice(let choice):
      return type?.includes(.model) == true
        ? models(of: choice, named: axis, in: scope, source) : alternatives(of: choice, named: axis, source)
    case .list(let elements, let span) where elements.contains(where: \.holdsChoice):
      var lists = [(values: [Value](), coordinates: [StepExpansion.Coordinate](), texts: [String]())]
      for element in elements {
        guard let offered = alternatives(of: element, as: type, named: axis, in: scope, source),
          !isTooMany(lists.count, times: offered.count, at: span, in: source),
          moveTogether(lists.map(\.coordinates), offered.map(\.coordinates), at: element.span, in: source)
        else { return nil }
        lists = lists.flatMap { left in
          offered.compactMap { right in
            left.coordinates.joined(with: right.coordinates).map { coordinates in
              (left.values + [right.value], coordinates, left.texts + [right.text])
            }
          }
        }
      }
      return lists.map { list in
        ValueAlternative(
          value: .list(list.values, span), coordinates: list.coordinates,
          text: "[" + list.texts.joined(separator: ", ") + "]")
      }
    case .formula(.value(let inner), _) where inner.holdsChoice:
      return alternatives(of: inner, as: type, named: axis, in: scope, source)
    case .pipeline(let pipeline, let span) where type?.includes(.model) == true && value.holdsChoice:
      return modelAlternatives(of: pipeline, span, named: axis, in: scope, source)
    default:
      return [ValueAlternative(value: value, text: slice(value.span, of: source))]
    }
  }

  private func alternatives(of choice: Choice, named axis: String, _ source: SourceText) -> [ValueAlternative]? {
    guard let values = values(of: choice, source) else { return nil }
    let axis = choice.label?.text ?? freshAxis(axis)
    return values.enumerated().map { index, value in
      let text = text(of: value, source)
      let coordinate = StepExpansion.Coordinate(
        axis: axis, text: text, index: index, isLabelled: choice.label != nil)
      return ValueAlternative(value: value, coordinates: [coordinate], text: text)
    }
  }

  /// `({svm rbf, lda})` and `(svm {rbf, linear})` as a model that stands as an argument.
  private func modelAlternatives(
    of pipeline: Pipeline, _ span: Span, named axis: String, in scope: Scope, _ source: SourceText
  ) -> [ValueAlternative]? {
    let whole = [ValueAlternative(value: .pipeline(pipeline, span), text: slice(span, of: source))]
    // What is not one step is no model, which is told where it is used.
    guard pipeline.steps.count == 1, let step = pipeline.steps.first else { return whole }
    switch step {
    case .choice(let choice): return models(of: choice, named: axis, in: scope, source)
    case .call(let call):
      guard let (stage, named) = catalogue.stage(of: call) else { return whole }
      let parameters = catalogue.parameters(of: stage)
      return expandArguments(named, parameters, in: scope, source)?.map { taken in
        let words = call.arguments.dropLast(named.arguments.count)
        let call = Call(name: call.name, arguments: Array(words) + taken.arguments, span: call.span)
        return ValueAlternative(
          value: .pipeline(Pipeline(steps: [.call(call)], span: pipeline.span), span), coordinates: taken.coordinates,
          text: "(\(taken.text))")
      }
    case .value: return whole
    }
  }

  /// A choice among models, each with its own arguments where it has some: `{logreg, svm rbf}`.
  private func models(
    of choice: Choice, named axis: String, in scope: Scope, _ source: SourceText
  ) -> [ValueAlternative]? {
    let axis = choice.label?.text ?? freshAxis(axis)
    var models: [ValueAlternative] = []
    for alternative in choice.alternatives {
      let value: Value
      switch alternative {
      case .value(let inner): value = inner
      case .pipeline(let inner): value = .pipeline(inner, inner.span)
      }
      guard let inner = alternatives(of: value, as: .model, named: axis, in: scope, source) else { return nil }
      models += inner
    }
    return models.enumerated().map { index, model in
      let isInParentheses = model.text.hasPrefix("(") && model.text.hasSuffix(")")
      let bare = isInParentheses ? String(model.text.dropFirst().dropLast()) : model.text
      let isSeveralWords = bare.contains(" ") && !bare.hasPrefix("[")
      // Choices inside an alternative are told by its text, unless they have a label to move with.
      let coordinate = StepExpansion.Coordinate(
        axis: axis, text: bare, index: index, isLabelled: choice.label != nil)
      return ValueAlternative(
        value: model.value, coordinates: [coordinate] + model.coordinates.filter(\.isLabelled),
        text: isSeveralWords ? "(\(bare))" : bare)
    }
  }

  /// Whether choices of one label have as many alternatives on both sides; reported where they do not.
  private func moveTogether(
    _ left: [[StepExpansion.Coordinate]], _ right: [[StepExpansion.Coordinate]], at span: Span, in source: SourceText
  ) -> Bool {
    guard Array(right.joined()).differInLength(from: Array(left.joined())) else { return true }
    let problem = Diagnostic.labelsDifferInLength(at: Location(source, span))
    if !diagnostics.contains(problem) { diagnostics.append(problem) }
    return false
  }

  /// What a parameter of a `def` stands for, in the words of whoever called it; anything else as it is.
  private func resolved(_ value: Value, in scope: Scope, _ source: SourceText) -> (Value, SourceText) {
    guard case .name(let name) = value,
      case .written(let written, let callerScope, let callerSource)? = scope.parameters[name.text]
    else {
      if case .name(let name) = value, scope.parameters[name.text] != nil { names?.use(parameter: name, in: source) }
      return (value, source)
    }
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
    // Counted in decimals, as they are written: 0.1 + 2 × 0.1 in binary is 0.30000000000000004, which no `where` finds.
    let places = [from.value, stride].map(decimalPlaces).max() ?? 0
    let scale = pow10(places)
    let (first, increment) = ((from.value * scale).rounded(), (stride * scale).rounded())
    return (0...Int(count)).map { index in
      let value = (first + Double(index) * increment) / scale
      return NumberLiteral(
        value: value, unit: from.unit, text: NumberFormat.shortest(value) + from.unit.rawValue, span: span)
    }
  }

  /// Digits behind the decimal point in the shortest way to write a number; at most 15, beyond which doubles hold none.
  private func decimalPlaces(_ number: Double) -> Int {
    (0...15).first { (number * pow10($0)).rounded() / pow10($0) == number } ?? 15
  }

  /// A power of ten that doubles hold exactly.
  private func pow10(_ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { power, _ in power * 10 }
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
      location: writtenLocation(of: argument.value, in: scope, source))
  }

  /// Where a person wrote a value: for a parameter of a `def`, in the call.
  private func writtenLocation(of value: Value, in scope: Scope, _ source: SourceText) -> Location {
    let (written, writtenSource) = resolved(value, in: scope, source)
    return Location(writtenSource, written.span)
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

extension Value {
  /// Whether braces stand in it that are not part of a pipeline of several steps.
  fileprivate var holdsChoice: Bool {
    switch self {
    case .choice: return true
    case .list(let elements, _): return elements.contains(where: \.holdsChoice)
    case .formula(.value(let inner), _): return inner.holdsChoice
    case .pipeline(let pipeline, _):
      guard pipeline.steps.count == 1, let step = pipeline.steps.first else { return false }
      switch step {
      case .call(let call): return call.arguments.contains { $0.value.holdsChoice }
      case .choice: return true
      case .value(let value): return value.holdsChoice
      }
    default: return false
    }
  }
}
