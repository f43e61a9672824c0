import Diagnostics
import Plans
import Syntax

/// Turns a pipeline as written into plans: resolves names, binds and checks arguments, multiplies out braces, and checks
/// that every stage is given what it takes. Runs nothing; a script is elaborated whole before any of it runs.
final class Elaborator {
  let catalogue: Catalogue
  let environment: RunEnvironment
  let source: SourceText
  var scope: Scope
  var diagnostics: [Diagnostic] = []
  /// Names looked up so far.
  var lookUps = 0
  /// Runs a pipeline that stands as an argument; nil while checking.
  let evaluate: ((Pipeline, Scope) throws -> PlanValue)?
  let commandNames: [String]
  /// How often each axis name has been used, so that two sweeps over `model` get two columns.
  var axisCounts: [String: Int] = [:]
  /// The `def` whose body this checks.
  var checkedDefinition: String?
  /// The axes of the variable that the pipeline begins with.
  var headAxes: Set<String> = []
  /// Told what names were understood as; nil where nobody asks.
  var names: NameRecorder?
  /// What a pipeline in an argument threw that is no diagnostic, such as an interruption.
  var runError: (any Error)?

  init(
    catalogue: Catalogue, environment: RunEnvironment, source: SourceText, scope: Scope, commandNames: [String],
    evaluate: ((Pipeline, Scope) throws -> PlanValue)? = nil
  ) {
    self.catalogue = catalogue
    self.environment = environment
    self.source = source
    self.scope = scope
    self.commandNames = commandNames
    self.evaluate = evaluate
  }

  /// Elaborates one pipeline. What is wrong goes to `diagnostics`; the result is then only good for going on checking.
  func elaborate(_ pipeline: Pipeline, continuing last: Variable? = nil) -> Elaborated {
    let reported = diagnostics.count
    var steps = pipeline.steps[...]
    var building = PipelineBuilder(metricNames: catalogue.scorer.allMetricNames)
    if let last {
      building.begin(with: last)
    } else if let first = steps.first, begin(with: first, &building) {
      steps = steps.dropFirst()
    }
    headAxes = Set(building.usedAxes)
    var isWhole = true
    for step in steps {
      let isHead = last == nil && step.span.start == pipeline.steps.first?.span.start
      let expansions = expand(step, atHead: isHead, in: scope, source)
      guard let expansions else {
        isWhole = false
        building.kind = .anything
        continue
      }
      if expansions.contains(where: { $0.steps.contains(where: \.isGrid) }) {
        transform(&building, by: expansions, at: location(step.span))
      } else {
        building.append(expansions, of: step, at: location(step.span), into: &diagnostics)
      }
    }
    if isWhole, diagnostics.count == reported { check(&building, at: location(pipeline.span)) }
    return building.elaborated(text: text(of: pipeline, continuing: last))
  }

  func location(_ span: Span) -> Location {
    Location(source, span)
  }

  func report(
    _ code: DiagnosticCode, _ message: String, at span: Span, in source: SourceText? = nil, _ hint: String = "",
    notes: [String] = []
  ) {
    let diagnostic = Diagnostic(
      code, message, at: .init(Location(source ?? self.source, span), hint),
      secondary: scope.callers.map { .init($0, "called here") }, notes: notes)
    if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
  }

  /// Handles a head that is a value: a variable, a number, a field. Returns false where it is a stage like any other.
  private func begin(with step: Step, _ building: inout PipelineBuilder) -> Bool {
    switch step {
    case .value(let value):
      building.begin(with: constant(value))
      return true
    case .call(let call):
      guard let variable = variable(at: call, in: scope) else { return false }
      names?.use(variable: call.name, in: source)
      if let argument = call.arguments.first {
        report(
          .misplacedVariable, "'\(call.name.text)' is a variable and takes no arguments", at: argument.span,
          "a `|` may be missing before this")
      }
      building.begin(with: variable)
      return true
    case .choice:
      return false
    }
  }

  /// A number, text, list or field that stands by itself.
  private func constant(_ value: Value) -> Elaborated {
    var result = Elaborated(kind: .scalar)
    switch value {
    case .list(let elements, let span):
      result.kind = .document
      result.scalar = text(of: elements, span).map { .text($0) }
    case .pipeline(let pipeline, _):
      return elaborate(pipeline)
    default:
      result.scalar = scalar(value)
    }
    result.synthetic = synthetic(value, in: scope)
    return result
  }

  /// A list in words; nil where it would be too long, which is reported: `y = [y, y]` doubles as texts do.
  private func text(of elements: [Value], _ span: Span) -> String? {
    var texts: [String] = []
    var bytes = 0
    for element in elements {
      guard let text = scalar(element)?.text else { continue }
      bytes += text.utf8.count + 2
      if isTooLong(bytes, at: span, in: source) { return nil }
      texts.append(text)
    }
    return "[" + texts.joined(separator: ", ") + "]"
  }

  /// A pipeline as written, with the plans of the variables at its head in place of their names.
  private func text(of pipeline: Pipeline, continuing last: Variable?) -> String {
    let rest = pipeline.steps.dropFirst(last == nil ? 1 : 0)
    let head: String
    if let grid = (last?.known ?? headVariable(of: pipeline)?.known)?.grid {
      head = grid.text
    } else if last == nil, case .choice(let choice)? = pipeline.steps.first,
      choice.alternatives.contains(where: beginsWithVariable)
    {
      let alternatives = choice.alternatives.map { text(of: $0) }.joined(separator: ", ")
      head = "{\(choice.label.map { "\($0.text): " } ?? "")\(alternatives)}"
    } else {
      return slice(pipeline.span, of: source)
    }
    return ([head] + rest.map { slice($0.span, of: source) }).joined(separator: " | ")
  }

  private func text(of alternative: Choice.Alternative) -> String {
    switch alternative {
    case .pipeline(let pipeline): text(of: pipeline, continuing: nil)
    case .value(.name(let name)): scope.variables[name.text]?.known.grid?.text ?? name.text
    case .value(let value): slice(value.span, of: source)
    }
  }

  private func beginsWithVariable(_ alternative: Choice.Alternative) -> Bool {
    switch alternative {
    case .pipeline(let pipeline): headVariable(of: pipeline) != nil
    case .value(.name(let name)): scope.variables[name.text] != nil
    case .value: false
    }
  }

  private func headVariable(of pipeline: Pipeline) -> Variable? {
    guard case .call(let call)? = pipeline.steps.first else { return nil }
    return variable(at: call, in: scope)
  }

  /// The variable that a call names. With arguments it is the source of that name, where there is one.
  func variable(at call: Call, in scope: Scope) -> Variable? {
    if !call.arguments.isEmpty, catalogue.stage(named: call.name.text)?.kind == .source { return nil }
    return scope.variables[call.name.text]
  }
}

/// The words of a span on one line, without comments at the ends of lines.
func slice(_ span: Span, of source: SourceText) -> String {
  let utf8 = source.text.utf8
  guard let start = utf8.index(utf8.startIndex, offsetBy: span.start, limitedBy: utf8.endIndex),
    let end = utf8.index(utf8.startIndex, offsetBy: span.end, limitedBy: utf8.endIndex), start < end
  else { return "" }
  let text = String(source.text[start..<end])
  guard text.utf8.contains(0x0A) else { return text }
  let lines = text.split(whereSeparator: \.isNewline).map { line in
    withoutComment(line).split(separator: " ").joined(separator: " ")
  }
  return lines.filter { !$0.isEmpty }.joined(separator: " ")
}

/// Cuts a line at its `#`, unless that stands inside quotes.
private func withoutComment(_ line: Substring) -> Substring {
  var isQuoted = false
  var isEscaped = false
  for index in line.indices {
    let character = line[index]
    if character == "#", !isQuoted { return line[..<index] }
    if character == "\"", !isEscaped { isQuoted.toggle() }
    isEscaped = character == "\\" && !isEscaped
  }
  return line
}
