import Diagnostics

/// Where a choice stands: it decides what its alternatives are.
enum ChoicePosition {
  case step, argument
}

extension Parser {
  mutating func parsePipeline() throws(Abandoned) -> Pipeline {
    let start = current.span.start
    var steps = [try parseStep()]
    while try takePipe() {
      steps.append(try parseStep())
      if steps.count > Self.stageLimit {
        throw fail(
          .nestedTooDeeply, "this pipeline holds more than 1,000 stages", "bind a part of it to a name first")
      }
    }
    return Pipeline(steps: steps, span: spanSince(start))
  }

  /// Takes a `|`, also from the beginning of a later line, together with the line ends around it.
  private mutating func takePipe() throws(Abandoned) -> Bool {
    var place = index
    while tokens[place].kind == .newline, !tokens[place].isReported { place += 1 }
    guard tokens[place].kind == .pipe else { return false }
    index = place
    let bar = current
    advance()
    try expectStep(after: bar)
    return true
  }

  /// Skips to what stands after a `|`; if it is no step, says so, and whether more may come.
  mutating func expectStep(after bar: Token) throws(Abandoned) {
    let isLineEnd = kind == .newline
    while kind == .newline, !current.isReported { index += 1 }
    let begins: String
    switch kind {
    case .end where openBrackets.isEmpty:
      sawUnfinishedEnd = true
      begins = "the text ends here"
    case .pipe, .comma, .closeParenthesis, .closeBracket, .closeBrace, .newline, .cell:
      begins = "none stands here"
    case .name where isLineEnd && openBrackets.isEmpty && isStatementHead(index):
      resumeIndex = index
      begins = "the next line begins a statement"
    default: return
    }
    if bar.isReported { throw Abandoned() }
    throw fail(.missingStep, "a step is missing after this `|`", at: bar.span, begins)
  }

  mutating func parseStep() throws(Abandoned) -> Step {
    switch kind {
    case .name:
      if isName(current, "maybe") { return try parseMaybe() }
      return try parseCallOrField()
    case .openBrace:
      return .choice(try parseChoice(.step))
    default:
      guard beginsValue(current) || isSignedNumber else {
        throw unexpected(expecting: "a step")
      }
      return .value(try parseValue())
    }
  }

  /// `maybe smote` is `{skip, smote}`.
  private mutating func parseMaybe() throws(Abandoned) -> Step {
    let word = current.span
    try enter()
    advance()
    guard beginsValue(current) || isSignedNumber else { throw unexpected(expecting: "a step after `maybe`") }
    let step = try parseStep()
    leave()
    let skip = Call(name: Name(text: "skip", span: word), arguments: [], span: word)
    let alternatives: [Choice.Alternative] = [
      .pipeline(Pipeline(steps: [.call(skip)], span: word)),
      .pipeline(Pipeline(steps: [step], span: step.span)),
    ]
    return .choice(
      Choice(label: nil, alternatives: alternatives, span: word.union(step.span), isMaybe: true))
  }

  private mutating func parseCallOrField() throws(Abandoned) -> Step {
    if isOperatorWord(current) || next.kind == .dot || literalWord(current) != nil { return .value(try parseValue()) }
    let name = Name(text: text(current), span: current.span)
    advance()
    if isCallParenthesis(after: name.span) { try reportParentheses(after: name) }
    let arguments = try parseArguments(of: name)
    return .call(Call(name: name, arguments: arguments, span: spanSince(name.span.start)))
  }

  /// `{a, b}` or `{label: a, b}`
  mutating func parseChoice(_ position: ChoicePosition) throws(Abandoned) -> Choice {
    let start = current.span.start
    try open()
    var label: Name?
    if kind == .name, next.kind == .colon {
      label = Name(text: text(current), span: current.span)
      advance()
      advance()
    }
    var alternatives: [Choice.Alternative] = []
    repeat {
      if kind == .closeBrace, !alternatives.isEmpty { break }
      if kind == .closeBrace || kind == .comma { throw missingAlternative() }
      alternatives.append(try parseAlternative(position))
    } while take(.comma)
    try close(expecting: "`,` or `}`")
    return Choice(label: label, alternatives: alternatives, span: spanSince(start))
  }

  private mutating func parseAlternative(_ position: ChoicePosition) throws(Abandoned) -> Choice.Alternative {
    if position == .argument, isSingleValue() { return .value(try parseValue()) }
    return .pipeline(try parsePipeline())
  }

  private mutating func missingAlternative() -> Abandoned {
    fail(
      .missingAlternative, "an alternative is missing here", kind == .comma ? "before this `,`" : "before this `}`",
      notes: ["to offer leaving a step out, write `skip`: `{skip, smote}`, or `maybe smote`"])
  }

  /// Whether one value stands here and then a `,` or `}`.
  private func isSingleValue() -> Bool {
    let after = tokens[indexAfterOperand(index)].kind
    return !isName(current, "maybe") && (after == .comma || after == .closeBrace)
  }
}
