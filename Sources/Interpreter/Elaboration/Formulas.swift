import Basics
import Diagnostics
import Numerics
import Plans
import Syntax

extension Elaborator {
  /// The number or text that a value stands for in the present scope.
  func scalar(_ value: Value) -> Scalar? {
    scalar(value, in: scope, source)
  }

  /// nil where it is not known before the script runs, or is wrong and has been reported.
  func scalar(_ value: Value, in scope: Scope, _ source: SourceText) -> Scalar? {
    switch value {
    case .number(let number): return .number(number.unit == .percent ? number.value / 100 : number.value)
    case .string(let string): return text(string, in: scope, source).map { .text($0) }
    case .boolean(let value, _): return .boolean(value)
    case .none: return .missing
    case .name(let name): return scalar(named: name, in: scope, source)
    case .field(let name, let fields): return field(name, fields, in: scope, source)
    case .formula(let formula, _):
      return compute(formula, source) { self.scalar($0, in: scope, source) }
    case .list, .range, .choice, .pipeline:
      report(.notANumber, "\(slice(value.span, of: source)) is not a number", at: value.span, in: source)
      return nil
    }
  }

  private func scalar(named name: Name, in scope: Scope, _ source: SourceText) -> Scalar? {
    if let parameter = scope.parameters[name.text] {
      names?.use(parameter: name, in: source)
      guard case .written(let value, let callerScope, let callerSource) = parameter else { return nil }
      return scalar(value, in: callerScope, callerSource)
    }
    guard let variable = scope.variables[name.text] else {
      let near = nearestName(to: name.text, among: scope.variables.keys.sorted())
      report(
        .unknownVariable, "there is no variable '\(name.text)'", at: name.span, in: source,
        near.map { "did you mean '\($0)'?" } ?? "")
      return nil
    }
    names?.use(variable: name, in: source)
    if let scalar = variable.known.scalar { return scalar }
    if let scalar = variable.value?.payload.scalar { return scalar }
    if variable.value != nil || variable.known.kind.isDisjoint(with: .scalar) {
      let kind = variable.known.kind.description
      report(
        .notANumber, "'\(name.text)' is \(kind), not a number", at: name.span, in: source,
        "a field of it may be meant, such as \(name.text).\(variable.known.kind == .result ? "macro_f1" : "rows")")
    }
    return nil
  }

  private func field(_ name: Name, _ fields: [Name], in scope: Scope, _ source: SourceText) -> Scalar? {
    guard let variable = scope.variables[name.text] else { return scalar(named: name, in: scope, source) }
    names?.use(variable: name, in: source)
    guard fields.count == 1, let field = fields.first else {
      report(.unknownField, "fields have no fields of their own", at: fields[1].span, in: source)
      return nil
    }
    if let value = variable.value {
      if let scalar = value.field(field.text) { return scalar }
      reportUnknownField(field, of: name, known: value.fieldNames, source)
    } else if variable.known.kind == .result {
      let known = catalogue.scorer.allMetricNames + ["n_train", "n_test", "seconds"]
      let isPart = Estimate.Part.named(field.text, among: catalogue.scorer.allMetricNames) != nil
      if !known.contains(field.text), !isPart { reportUnknownField(field, of: name, known: known, source) }
    }
    return nil
  }

  private func reportUnknownField(_ field: Name, of name: Name, known: [String], _ source: SourceText) {
    let hint = nearestName(to: field.text, among: known).map { "did you mean '\($0)'?" } ?? ""
    report(
      .unknownField, "'\(name.text)' has no field '\(field.text)'", at: field.span, in: source, hint,
      notes: known.isEmpty ? [] : ["fields: \(known.joined(separator: ", "))"])
  }

  /// Works a formula out; `look` gives the values of its operands.
  func compute(_ formula: Formula, _ source: SourceText, _ look: (Value) -> Scalar?) -> Scalar? {
    do throws(FormulaError) {
      return try evaluateFormula(formula, source, look)
    } catch {
      report(error.kind, error.problem, at: error.span, in: source, error.remedy)
      return nil
    }
  }

  /// A comparison over the columns of a table: names that are no variables are columns.
  func condition(
    _ formula: Formula, _ span: Span, in scope: Scope, _ source: SourceText
  ) -> Condition? {
    guard formula.isComparison else {
      report(
        .notANumber, "\(slice(span, of: source)) is not a comparison", at: span, in: source,
        "compare with <, <=, >, >=, == or !=", notes: ["for example: (macro_f1 > 0.4)"])
      return nil
    }
    var columns: [String] = []
    var known: [String: Scalar] = [:]
    var named: [(text: String, value: Scalar)] = []
    var isWhole = true
    for value in formula.operands {
      if case .name(let name) = value, scope.parameters[name.text] == nil,
        scope.variables[name.text]?.known.kind != .scalar
      {
        if !columns.contains(name.text) { columns.append(name.text) }
        continue
      }
      guard let scalar = scalar(value, in: scope, source) else {
        isWhole = false
        continue
      }
      let text = slice(value.span, of: source)
      known[text] = scalar
      if value.isNamed, !named.contains(where: { $0.text == text }) { named.append((text, scalar)) }
    }
    // What can be worked out without the columns must be right, whatever they hold.
    let reported = diagnostics.count
    _ = compute(formula, source) { value in known[slice(value.span, of: source)] }
    guard isWhole, diagnostics.count == reported else { return nil }
    let text = slice(span, of: source)
    let names = columns
    let constants = known
    let sourceText = source
    return Condition(
      text: text.hasPrefix("(") ? String(text.dropFirst().dropLast()) : text, columns: columns, known: named
    ) { cells in
      let result = try evaluateFormula(formula, sourceText) { value in
        if case .name(let name) = value, let index = names.firstIndex(of: name.text) { return cells[index] }
        return constants[slice(value.span, of: sourceText)]
      }
      if case .boolean(let holds)? = result { return holds }
      throw FormulaError(problem: "\(text) cannot be told for these values", span: span)
    }
  }
}

/// A formula that cannot be worked out.
struct FormulaError: ExplainableError {
  var kind = DiagnosticCode.notANumber
  let problem: String
  let span: Span
  var remedy = "numbers are calculated with, and compared with numbers; texts with texts"

  static let samples = [
    FormulaError(problem: "'fear' is not a number", span: Span(0, 0)),
    .noFiniteResult("1 / 0", "divides by zero", Span(0, 0)),
  ]

  var entry: ErrorEntry { ErrorEntry(kind.id, problem, remedy: remedy, explanation: kind.explanation) }

  /// A calculation, as written in the script, that gives infinity or no number at all.
  static func noFiniteResult(_ calculation: String, _ why: String, _ span: Span) -> FormulaError {
    FormulaError(
      kind: .noFiniteResult, problem: "the calculation \(calculation) \(why)", span: span,
      remedy: "a calculation must give a finite number")
  }
}

/// nil where an operand is not known.
func evaluateFormula(
  _ formula: Formula, _ source: SourceText, _ look: (Value) -> Scalar?
) throws(FormulaError) -> Scalar? {
  switch formula {
  case .value(.formula(let inner, _)): return try evaluateFormula(inner, source, look)
  // An estimate is calculated with as its number.
  case .value(let value): return look(value)?.plain
  case .negated(let inner, let span):
    guard let operand = try evaluateFormula(inner, source, look) else { return nil }
    guard let number = operand.number else {
      throw FormulaError(problem: "\(operand.text) is not a number", span: span)
    }
    return .number(-number)
  case .not(let inner, let span):
    guard let operand = try evaluateFormula(inner, source, look) else { return nil }
    guard case .boolean(let value) = operand else {
      throw FormulaError(problem: "\(operand.text) is neither yes nor no", span: span)
    }
    return .boolean(!value)
  case .binary(let operation, let left, let right, let span):
    // Both, so that what is wrong on one side is found while the other is not known yet.
    let (first, second) = (try evaluateFormula(left, source, look), try evaluateFormula(right, source, look))
    if operation == .divided, second?.number == 0 {
      throw .noFiniteResult(slice(span, of: source), "divides by zero", span)
    }
    guard let left = first, let right = second else { return nil }
    guard let result = operation.applied(to: left, right) else {
      throw FormulaError(
        problem: "'\(operation.rawValue)' does not work on \(left.asWritten) and \(right.asWritten)", span: span)
    }
    if operation.isArithmetic, let number = result.number, !number.isFinite {
      throw .noFiniteResult(slice(span, of: source), number.isNaN ? "gives no number" : "gives infinity", span)
    }
    return result
  }
}

extension Formula.Operator {
  fileprivate var isArithmetic: Bool {
    switch self {
    case .plus, .minus, .times, .divided: true
    default: false
    }
  }

  /// nil where the operands are not of a kind that it works on. What is missing compares as false.
  func applied(to left: Scalar, _ right: Scalar) -> Scalar? {
    switch self {
    case .and, .or:
      guard case .boolean(let a) = left, case .boolean(let b) = right else { return nil }
      return .boolean(self == .and ? a && b : a || b)
    case .equal: return .boolean(left == right)
    case .unequal: return .boolean(left != right)
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return compared(left, right)
    case .plus, .minus, .times, .divided:
      guard let a = left.number, let b = right.number else { return nil }
      return .number(computed(a, b))
    }
  }

  private func compared(_ left: Scalar, _ right: Scalar) -> Scalar? {
    switch (left, right) {
    case (.missing, _), (_, .missing): return .boolean(false)
    case (.number(let a), .number(let b)): return .boolean(holds(a, b))
    case (.text(let a), .text(let b)): return .boolean(holds(a, b))
    default: return nil
    }
  }

  private func holds<Value: Comparable>(_ a: Value, _ b: Value) -> Bool {
    switch self {
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    default: a >= b
    }
  }

  private func computed(_ a: Double, _ b: Double) -> Double {
    switch self {
    case .plus: a + b
    case .minus: a - b
    case .times: a * b
    default: a / b
    }
  }
}

extension Scalar {
  /// A text with its quotes.
  fileprivate var asWritten: String {
    if case .text(let text) = self { "\"\(text)\"" } else { text }
  }
}

extension Value {
  /// Whether it is looked up, not written down.
  fileprivate var isNamed: Bool {
    switch self {
    case .name, .field: true
    default: false
    }
  }
}

extension Formula {
  /// Whether it can be yes or no.
  var isComparison: Bool {
    switch self {
    case .binary(let operation, _, _, _):
      switch operation {
      case .plus, .minus, .times, .divided: false
      default: true
      }
    case .not: true
    case .negated: false
    case .value(let value):
      switch value {
      case .boolean, .name, .field, .formula: true
      default: false
      }
    }
  }

  /// The values it is made of.
  var operands: [Value] {
    switch self {
    case .value(.formula(let inner, _)): inner.operands
    case .value(let value): [value]
    case .negated(let inner, _), .not(let inner, _): inner.operands
    case .binary(_, let left, let right, _): left.operands + right.operands
    }
  }
}
