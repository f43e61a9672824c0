import Diagnostics

extension Parser {
  /// `50 whiten=yes`: first those that are known by their place, then the named ones.
  mutating func parseArguments(of call: Name) throws(Abandoned) -> [Argument] {
    var arguments: [Argument] = []
    while beginsValue(current) || kind == .minus {
      if kind == .minus {
        if try skipCommandOption(of: call, into: &arguments) { continue }
        guard isSignedArgument() else { break }
      }
      if isOperatorWord(current) { break }
      let argument = try parseArgument()
      if argument.label == nil, let named = arguments.last(where: { $0.label != nil }) {
        report(
          .positionalAfterNamed, "an argument without a name stands after a named one", at: argument.span,
          "move it forward, or name it", secondary: [.init(location(named.span), "named from here on")])
      }
      arguments.append(argument)
    }
    return arguments
  }

  private mutating func parseArgument() throws(Abandoned) -> Argument {
    let start = current.span
    guard kind == .name, next.kind == .assign || next.kind == .colon else {
      let value = try parseValue()
      return Argument(label: nil, value: value, span: value.span)
    }
    let label = Name(text: text(start), span: start)
    advance()
    if kind == .colon {
      let written = text(Span(start.start, tokens[indexAfterOperand(indexAfter(index)) - 1].span.end))
      report(
        .colonArgument, "an argument is named with `=`", at: current.span,
        "write `\(label.text)=\(written.drop { $0 != ":" }.dropFirst().drop { $0 == " " })`")
    } else {
      tokens[index].kind = .labelAssign
    }
    let sign = current
    advance()
    guard beginsValue(current) || kind == .minus else {
      throw unexpected(expecting: "a value for '\(label.text)'", missingAfter: sign)
    }
    let value = try parseValue()
    return Argument(label: label, value: value, span: label.span.union(value.span))
  }

  /// Whether the token can begin a value. A `-` can too, where its number follows (`isSignedNumber`).
  func beginsValue(_ token: Token) -> Bool {
    switch token.kind {
    case .name, .number, .string, .foreignString, .unclosedString, .openParenthesis, .openBracket, .openBrace: true
    default: false
    }
  }

  var isSignedNumber: Bool { kind == .minus && next.kind == .number }

  /// `shift -1`: a blank before the `-` and a digit directly after it make it a sign.
  private func isSignedArgument() -> Bool {
    isSignedNumber && current.hasBlankBefore && current.touches(next)
  }

  mutating func parseValue() throws(Abandoned) -> Value {
    switch kind {
    case .number, .minus: return try parseNumberOrRange()
    case .string, .foreignString, .unclosedString: return .string(parseString())
    case .name: return try parseNamedValue()
    case .openBracket: return try parseList()
    case .openBrace: return .choice(try parseChoice(.argument))
    case .openParenthesis: return try parseParentheses()
    default: throw unexpected(expecting: "a value")
    }
  }

  private mutating func parseNamedValue() throws(Abandoned) -> Value {
    if isOperatorWord(current) { throw bareFormula() }
    if let literal = literalWord(current) {
      if let fix = literal.fix {
        report(
          .foreignLiteral, "'\(text(current))' is not a word of the language", at: current.span, "write `\(fix)`")
      }
      let span = current.span
      advance()
      return literal.value.map { .boolean($0, span) } ?? .none(span)
    }
    let name = Name(text: text(current), span: current.span)
    advance()
    var fields: [Name] = []
    while kind == .dot, !current.hasBlankBefore {
      guard next.kind == .name, current.touches(next) else {
        advance()
        throw unexpected(expecting: "the name of a field")
      }
      advance()
      fields.append(Name(text: text(current), span: current.span))
      advance()
    }
    if isCallParenthesis(after: fields.last?.span ?? name.span) { try reportParentheses(after: fields.last ?? name) }
    return fields.isEmpty ? .name(name) : .field(name, fields)
  }

  /// `yes`, `no`, `none`, and how they are called elsewhere. A nil value stands for none.
  func literalWord(_ token: Token) -> (value: Bool?, fix: String?)? {
    guard token.kind == .name, token.span.end - token.span.start <= 9 else { return nil }
    switch text(token) {
    case "yes": return (true, nil)
    case "no": return (false, nil)
    case "none": return (nil, nil)
    case "True", "true", "TRUE", "Yes", "YES": return (true, "yes")
    case "False", "false", "FALSE", "No", "NO": return (false, "no")
    case "None", "NONE", "null", "Null", "NULL", "nil", "undefined": return (nil, "none")
    default: return nil
    }
  }

  private mutating func parseList() throws(Abandoned) -> Value {
    let start = current.span.start
    try open()
    var values: [Value] = []
    while kind != .closeBracket {
      if kind == .comma {
        throw fail(.missingAlternative, "an element is missing here", "before this `,`")
      }
      values.append(try parseValue())
      guard take(.comma) else { break }
    }
    try close(expecting: "`,` or `]`")
    return .list(values, spanSince(start))
  }
}
