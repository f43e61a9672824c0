import Diagnostics

extension Parser {
  /// `50`, `-3`, `10..50 by 10`
  mutating func parseNumberOrRange() throws(Abandoned) -> Value {
    let first = try parseNumber()
    guard kind == .dotDot else { return .number(first) }
    advance()
    guard kind == .number || kind == .minus else { throw malformedRange("a range ends with a number") }
    let last = try parseNumber()
    var step: NumberLiteral?
    if isName(current, "by"), next.kind != .assign {
      advance()
      guard kind == .number || kind == .minus else { throw malformedRange("a number stands after `by`") }
      step = try parseNumber()
    }
    return .range(first, last, by: step, first.span.union((step ?? last).span))
  }

  private mutating func malformedRange(_ message: String) -> Abandoned {
    if kind == .end || kind == .cell { return unexpected(expecting: "a number") }
    return fail(.malformedRange, message, notes: ["`10..50 by 10` counts from 10 to 50 in steps of 10"])
  }

  /// A number with or without a sign.
  private mutating func parseNumber() throws(Abandoned) -> NumberLiteral {
    let start = current.span
    var isNegative = false
    if kind == .minus {
      guard next.kind == .number else {
        advance()
        throw unexpected(expecting: "a number after `-`")
      }
      tokens[index].kind = .sign
      isNegative = true
      advance()
    }
    let token = current
    advance()
    return literal(token, isNegative: isNegative, span: start.union(token.span))
  }

  private mutating func literal(_ token: Token, isNegative: Bool, span: Span) -> NumberLiteral {
    let written = text(token)
    let unitStart = written.utf8.lastIndex(where: isDigit).map { written.utf8.index(after: $0) } ?? written.startIndex
    let unit = NumberLiteral.Unit(rawValue: String(written[unitStart...])) ?? .plain
    var value = Double(written[..<unitStart]) ?? 0
    if !value.isFinite {
      report(
        .malformedNumber, "this number is too large", at: token.span, "the largest is about 1e308")
      value = 0
    }
    return NumberLiteral(
      value: isNegative ? -value : value, unit: unit, text: isNegative ? "-\(written)" : written, span: span)
  }
}
