import Diagnostics

extension Parser {
  mutating func parseScript() {
    while true {
      skipLineEnds()
      if kind == .end { return }
      statementStart = index
      diagnosticsBefore = diagnostics.count
      depth = 0
      operatorCount = 0
      openBrackets = []
      previousEnd = current.span.start
      do {
        let start = current.span.start
        let statement = try parseStatement()
        let span = spanSince(start)
        try expectStatementEnd()
        statements.append(Statement(kind: statement, span: span))
      } catch {
        recover()
      }
      mayContinueLast = false
    }
  }

  private mutating func skipLineEnds() {
    while kind == .newline || kind == .cell {
      if kind == .cell { mayContinueLast = true }
      index += 1
    }
  }

  private mutating func expectStatementEnd() throws(Abandoned) {
    switch kind {
    case .newline, .cell, .end: return
    default: throw unexpected(expecting: "the end of the statement")
    }
  }

  private mutating func parseStatement() throws(Abandoned) -> Statement.Kind {
    if kind == .pipe { return try parseContinuation() }
    guard kind == .name else { return .expression(try parsePipeline(), continuesLast: false) }
    if isName(current, "def") { return try parseDefinition() }
    if isName(current, "use") { return try parseUse() }
    if isName(current, "set") { return try parseSet() }
    switch next.kind {
    case .assign: return try parseBinding()
    case .less where isForeignArrow(): return try parseBinding()
    case .question: return try parseHelp()
    case .dot: try refuseFieldBinding()
    default: try refuseForeignStatement()
    }
    return .expression(try parsePipeline(), continuesLast: false)
  }

  /// `| top 5` at the beginning: goes on from the last result.
  private mutating func parseContinuation() throws(Abandoned) -> Statement.Kind {
    guard mayContinueLast else {
      throw fail(
        .missingStep, "this `|` has nothing before it to go on from", "begin with a variable, as in `_ | …`",
        notes: ["only a pipeline goes on over lines; `_` is the last result"])
    }
    let bar = current
    advance()
    try expectStep(after: bar)
    return .expression(try parsePipeline(), continuesLast: true)
  }

  /// `name <- …`, where the `<` is followed directly by a `-`.
  private mutating func isForeignArrow() -> Bool {
    let less = indexAfter(index)
    let minus = indexAfter(less)
    return tokens[minus].kind == .minus && tokens[less].touches(tokens[minus])
      && tokens[indexAfter(minus)].kind != .newline
  }

  private mutating func parseBinding() throws(Abandoned) -> Statement.Kind {
    let name = try declaredName("a variable")
    let sign = current
    advance()
    var signSpan = sign.span
    if sign.kind == .less {
      signSpan = sign.span.union(current.span)
      report(.foreignAssignment, "a name is bound with `=`", at: signSpan, "write `=`")
      advance()
    }
    try expectValue(after: signSpan)
    return .binding(name, try parsePipeline())
  }

  /// What follows a `=`, on its line or the next: if it is nothing, says so, and whether more may come.
  mutating func expectValue(after sign: Span) throws(Abandoned) {
    if kind == .newline {
      if isEndOfText() { sawUnfinishedEnd = true }
      let following = tokens[index + 1].kind
      if following != .newline, following != .end, following != .cell, following != .pipe, !isStatementHead(index + 1) {
        index += 1
        return
      }
    }
    switch kind {
    case .newline, .cell, .end:
      if kind == .end { sawUnfinishedEnd = true }
      throw fail(.missingValue, "nothing stands after `=`", at: sign, "a pipeline is missing here")
    case .pipe:
      throw fail(
        .missingStep, "a step is missing before this `|`", "write `_ |` to go on from the last result")
    default: return
    }
  }

  /// Whether nothing but line ends comes any more.
  func isEndOfText() -> Bool {
    var place = index
    while tokens[place].kind == .newline { place += 1 }
    return tokens[place].kind == .end
  }

  /// The name at the place, unless it is a word of the language.
  mutating func declaredName(_ what: String) throws(Abandoned) -> Name {
    let name = Name(text: text(current), span: current.span)
    if Self.reservedWords.contains(name.text) {
      throw fail(
        .reservedWord, "'\(name.text)' is a word of the language and cannot name \(what)", "choose another name",
        notes: ["reserved: \(Self.reservedWords.sorted().joined(separator: ", "))"])
    }
    advance()
    return name
  }

  static let reservedWords: Set<String> = [
    "def", "use", "set", "maybe", "yes", "no", "none", "and", "or", "not",
  ]

  /// `pca?` is `help pca`.
  private mutating func parseHelp() throws(Abandoned) -> Statement.Kind {
    let name = Name(text: text(current), span: current.span)
    advance()
    let mark = current.span
    advance()
    let argument = Argument(label: nil, value: .name(name), span: name.span)
    let span = name.span.union(mark)
    let call = Call(name: Name(text: "help", span: mark), arguments: [argument], span: span)
    return .expression(Pipeline(steps: [.call(call)], span: span), continuesLast: false)
  }

  /// `use "recipes.mien"`
  private mutating func parseUse() throws(Abandoned) -> Statement.Kind {
    let word = current
    if next.kind == .assign { _ = try declaredName("a variable") }
    advance()
    guard kind == .string || kind == .foreignString || kind == .unclosedString else {
      throw fail(
        .unexpected, "`use` needs the path of a script", at: visibleSpan(of: current), "a quoted path stands here",
        notes: ["\(text(word)) \"recipes.mien\""])
    }
    let path = parseString()
    if path.plainText == nil {
      throw fail(
        .fixedPathNeeded, "the path after `use` must be known before anything runs", at: path.span,
        "write it out, without `{name}`")
    }
    return .use(path)
  }

  /// `set seed 7`
  private mutating func parseSet() throws(Abandoned) -> Statement.Kind {
    if next.kind == .assign { _ = try declaredName("a variable") }
    advance()
    guard kind == .name else {
      throw fail(
        .unexpected, "`set` needs the name of a setting and its value", at: visibleSpan(of: current),
        "the name stands here", notes: ["set seed 7"])
    }
    let name = Name(text: text(current), span: current.span)
    advance()
    if kind == .assign {
      report(
        .unexpected, "a setting is given without `=`", at: current.span, "leave out `=`",
        notes: ["`set \(name.text) …` changes a setting; `\(name.text) = …` binds a variable"])
      advance()
    }
    guard beginsValue(current) || isSignedNumber else {
      throw fail(
        .unexpected, "the setting '\(name.text)' needs a value", at: visibleSpan(of: current), "the value stands here",
        notes: ["set \(name.text) 7"])
    }
    return .set(name, try parseValue())
  }
}
