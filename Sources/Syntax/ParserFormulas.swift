import Diagnostics

extension Parser {
  /// `( … )`: a calculation, or an inner pipeline if it has a `|` or a call with arguments.
  mutating func parseParentheses() throws(Abandoned) -> Value {
    let start = current.span.start
    let holdsPipe = brackets.holdsPipe(index)
    try open()
    try refuseAmbiguousSign()
    if holdsPipe || isCallWithArguments() {
      let pipeline = try parsePipeline()
      try close(expecting: "`|` or `)`")
      return .pipeline(pipeline, spanSince(start))
    }
    let formula = try parseFormula()
    try close(expecting: "an operator or `)`")
    return .formula(formula, spanSince(start))
  }

  private func isCallWithArguments() -> Bool {
    if isName(current, "maybe") { return true }
    guard kind == .name, !isWord(current) else { return false }
    let next = next
    if next.kind == .openParenthesis, current.touches(next) { return false }
    if next.kind == .name, tokens[indexAfter(indexAfter(index))].kind == .assign { return true }
    return beginsValue(next) && !isOperatorWord(next)
  }

  /// Whether it means something by itself, so that it names no stage.
  private func isWord(_ token: Token) -> Bool {
    isOperatorWord(token) || isName(token, "maybe") || literalWord(token) != nil
  }

  /// `(k -1)` reads as a subtraction to a person and as an argument by the rule for signs, so it is refused.
  private mutating func refuseAmbiguousSign() throws(Abandoned) {
    guard kind == .name, !isWord(current), next.kind == .minus else { return }
    let minus = next
    let number = tokens[indexAfter(indexAfter(index))]
    guard minus.hasBlankBefore, number.kind == .number, minus.touches(number), !minus.isReported else { return }
    let (name, operand) = (text(current), text(number))
    throw fail(
      .ambiguousSign, "this `-` could be a sign or a subtraction", at: minus.span,
      "write `(\(name) - \(operand))` to subtract",
      notes: ["as an argument of the stage '\(name)' it is given by name: `(\(name) parameter=-\(operand))`"])
  }

  private mutating func parseFormula() throws(Abandoned) -> Formula {
    var left = try parseConjunction()
    while isName(current, "or") {
      left = try joined(left, .or) { (parser) throws(Abandoned) in try parser.parseConjunction() }
    }
    return left
  }

  private mutating func parseConjunction() throws(Abandoned) -> Formula {
    var left = try parseNegation()
    while isName(current, "and") {
      left = try joined(left, .and) { (parser) throws(Abandoned) in try parser.parseNegation() }
    }
    return left
  }

  private mutating func parseNegation() throws(Abandoned) -> Formula {
    guard isName(current, "not") else { return try parseComparison() }
    let start = current.span.start
    try enter()
    advance()
    let operand = try parseNegation()
    leave()
    return .not(operand, spanSince(start))
  }

  private mutating func parseComparison() throws(Abandoned) -> Formula {
    let left = try parseSum()
    guard let comparison = kind.formulaOperator, Self.comparisons.contains(comparison) else { return left }
    let first = current.span
    let whole = try joined(left, comparison) { (parser) throws(Abandoned) in try parser.parseSum() }
    if let second = kind.formulaOperator, Self.comparisons.contains(second) {
      throw chained(first, comparison, second, whole)
    }
    return whole
  }

  private static let comparisons: Set<Formula.Operator> = [
    .equal, .unequal, .less, .lessOrEqual, .greater, .greaterOrEqual,
  ]

  private mutating func chained(
    _ first: Span, _ one: Formula.Operator, _ two: Formula.Operator, _ whole: Formula
  ) -> Abandoned {
    guard case .binary(_, let left, let middle, _) = whole else { return Abandoned() }
    let shared = text(middle.span)
    let last = next.kind == .name || next.kind == .number ? text(next) : "…"
    return fail(
      .chainedComparison, "comparisons cannot be chained", at: current.span, "compared a second time",
      secondary: [.init(location(first), "compared here")],
      notes: ["write `(\(text(left.span)) \(one.rawValue) \(shared) and \(shared) \(two.rawValue) \(last))`"])
  }

  private mutating func parseSum() throws(Abandoned) -> Formula {
    var left = try parseProduct()
    while let sign = kind.formulaOperator, sign == .plus || sign == .minus {
      left = try joined(left, sign) { (parser) throws(Abandoned) in try parser.parseProduct() }
    }
    return left
  }

  private mutating func parseProduct() throws(Abandoned) -> Formula {
    var left = try parseFactor()
    while let sign = kind.formulaOperator, sign == .times || sign == .divided {
      left = try joined(left, sign) { (parser) throws(Abandoned) in try parser.parseFactor() }
    }
    return left
  }

  private mutating func parseFactor() throws(Abandoned) -> Formula {
    guard kind == .minus, next.kind != .number else { return .value(try parseOperand()) }
    let start = current.span.start
    tokens[index].kind = .sign
    try enter()
    advance()
    let operand = try parseFactor()
    leave()
    return .negated(operand, spanSince(start))
  }

  private mutating func parseOperand() throws(Abandoned) -> Value {
    guard beginsValue(current) || kind == .minus, !isOperatorWord(current) else {
      throw unexpected(expecting: "a value")
    }
    return try parseValue()
  }

  /// Takes the operator at the place and what `right` reads after it.
  private mutating func joined(
    _ left: Formula, _ sign: Formula.Operator, _ right: (inout Parser) throws(Abandoned) -> Formula
  ) throws(Abandoned) -> Formula {
    operatorCount += 1
    if operatorCount > Self.operatorLimit {
      throw fail(
        .nestedTooDeeply, "this calculation joins more than \(Self.operatorLimit) operators",
        "bind a part of it to a name first")
    }
    advance()
    let other = try right(&self)
    return .binary(sign, left, other, left.span.union(other.span))
  }
}
