import Diagnostics

/// What is probably meant by what should not be here.
extension Parser {
  /// Tells what stands at the place instead of what was expected, and what to write for what was probably meant.
  mutating func unexpected(expecting expected: String, missingAfter sign: Token? = nil) -> Abandoned {
    switch kind {
    case .end, .cell:
      if let opening = openBrackets.last { return unclosedBracket(opening) }
    case .closeParenthesis, .closeBracket, .closeBrace:
      if !isExpectingMoreInBrackets { return mismatchedBracket() }
    case .comma where openBrackets.isEmpty:
      return fail(
        .commaOutsideBrackets, "a comma stands only inside brackets", "leave it out, or write `|`",
        notes: [
          "steps are joined by `|`, arguments by blanks: `pca 50 | svm rbf`", "alternatives stand in braces: `{a, b}`",
        ])
    case .comma where openBrackets.last.map({ tokens[$0].kind == .openParenthesis }) ?? false:
      return fail(
        .commaOutsideBrackets, "parentheses hold one calculation or pipeline", "no comma belongs here",
        notes: ["a list stands in brackets, `[a, b]`, alternatives in braces, `{a, b}`"])
    case .assign: return unexpectedAssign()
    case .question:
      return fail(.unexpected, "`?` asks about one name", "write `name?` on a line of its own")
    case .colon:
      return fail(.colonArgument, "a `:` stands only after the label of a choice", "an argument is named with `=`")
    case .dot, .dotDot:
      return fail(
        .unexpected, "a '\(text(current))' has no meaning here", "expected \(expected)",
        notes: ["a path is quoted: `load \"faces.csv\"`; a field directly follows its variable: `base.macro_f1`"])
    case .name where isOperatorWord(current): return bareFormula()
    case let other where other.formulaOperator != nil: return bareFormula()
    default: break
    }
    let place = sign.map(\.span) ?? visibleSpan(of: current)
    return fail(
      .unexpected, "expected \(expected), found \(found)", at: found == "the end of the line" ? place : nil,
      notes: hint.map { [$0] } ?? [])
  }

  /// The closing bracket fits, and only what should stand before it is missing.
  private var isExpectingMoreInBrackets: Bool {
    openBrackets.last.map { tokens[$0].kind.closing == kind } ?? false
  }

  private var found: String {
    switch kind {
    case .newline, .cell, .end: "the end of the line"
    case .string, .foreignString, .unclosedString: "a string"
    case .openParenthesis, .openBracket, .openBrace: "the bracket `\(text(current))`"
    case .number: "the number `\(text(current))`"
    case .name: "the name `\(text(current))`"
    default: "`\(text(current))`"
    }
  }

  /// What more to say where something begins that could be an element, after a complete one.
  private var hint: String? {
    guard let opening = openBrackets.last, beginsValue(current) else { return nil }
    switch tokens[opening].kind {
    case .openBracket:
      return "elements are separated by commas; a stage with arguments stands in parentheses: `[(svm rbf), forest]`"
    case .openBrace: return "alternatives are separated by commas: `{20, 50, 100}`"
    default: return nil
    }
  }

  private mutating func unclosedBracket(_ opening: Int) -> Abandoned {
    if kind == .end { sawUnfinishedEnd = true }
    let bracket = text(tokens[opening])
    let notes = kind == .cell ? ["the head of a cell ends a statement"] : []
    return fail(.unclosedBracket, "this `\(bracket)` is never closed", at: tokens[opening].span, notes: notes)
  }

  private mutating func mismatchedBracket() -> Abandoned {
    let bracket = text(current)
    guard let opening = openBrackets.last else {
      return fail(.mismatchedBracket, "nothing is open that this `\(bracket)` could close", "leave it out")
    }
    let span = tokens[opening].span
    return fail(
      .mismatchedBracket, "`\(text(span))` is not closed by `\(bracket)`", "expected \(closer(of: opening))",
      secondary: [.init(location(span), "opened here")])
  }

  private func closer(of opening: Int) -> String {
    switch tokens[opening].kind {
    case .openParenthesis: "`)`"
    case .openBracket: "`]`"
    default: "`}`"
    }
  }

  private mutating func unexpectedAssign() -> Abandoned {
    if openBrackets.last.map({ tokens[$0].kind == .openParenthesis }) ?? false {
      return fail(.foreignOperator, "`=` does not compare", "write `==`")
    }
    return fail(
      .unexpected, "a `=` has no meaning here", "expected a step or the end of the statement",
      notes: ["`name = …` stands at the beginning of a line, `pca k=50` names an argument"])
  }

  /// An operator outside parentheses, or beside a call inside them.
  mutating func bareFormula() -> Abandoned {
    if openBrackets.last.map({ tokens[$0].kind == .openParenthesis }) ?? false, isBinary {
      return fail(
        .bareFormula, "a stage with arguments is no operand", "put the stage and its arguments in parentheses",
        notes: ["`((f x) > 0.3)` calculates with what `f x` gives"])
    }
    if kind == .divided, let path = unquotedPath {
      return fail(.bareFormula, "a path is quoted", at: path, "write `\"\(text(path))\"`")
    }
    return fail(
      .bareFormula, "a calculation stands in parentheses", formulaFix.map { "write `(\($0))`" } ?? "put it in `( )`")
  }

  /// `data/faces.csv`: what stands around a `/` without a blank.
  private var unquotedPath: Span? {
    var (first, last) = (index, index)
    while first > statementStart, tokens[first - 1].touches(tokens[first]) { first -= 1 }
    while last + 1 < tokens.count, tokens[last + 1].kind != .newline, tokens[last + 1].kind != .end,
      tokens[last].touches(tokens[last + 1])
    {
      last += 1
    }
    return last == index ? nil : tokens[first].span.union(tokens[last].span)
  }

  private var isBinary: Bool { index > 0 && !tokens[index - 1].kind.isOpening }

  /// `k * 2` around the operator at the place, where both sides are simple.
  private var formulaFix: String? {
    let simple: Set<Token.Kind> = [.name, .number]
    guard index > statementStart, simple.contains(next.kind), simple.contains(tokens[index - 1].kind) else {
      return nil
    }
    var first = index - 1
    while first >= statementStart + 2, tokens[first - 1].kind == .dot, tokens[first - 2].kind == .name { first -= 2 }
    let left = text(Span(tokens[first].span.start, tokens[index - 1].span.end))
    return "\(left) \(text(current)) \(text(next))"
  }

  /// `--k 50`, `--k=50`, `-k 50`: told, and read as `k=50`. False where the `-` is something else.
  mutating func skipCommandOption(of call: Name, into arguments: inout [Argument]) throws(Abandoned) -> Bool {
    var last = index
    if tokens[last + 1].kind == .minus, tokens[last].touches(tokens[last + 1]) { last += 1 }
    let name = tokens[min(last + 1, tokens.count - 1)]
    guard current.hasBlankBefore, name.kind == .name, tokens[last].touches(name), !isOperatorWord(name) else {
      return false
    }
    let start = current.span
    let label = Name(text: text(name), span: name.span)
    while index <= last + 1 { advance() }
    if kind == .assign { advance() }
    let hasValue = kind == .number || kind == .string || kind == .openBrace || (kind == .name && next.kind != .assign)
    let value: Value = hasValue ? try parseValue() : .boolean(true, name.span)
    let written = hasValue ? text(value.span) : "yes"
    report(
      .commandOption, "a stage has no options with dashes", at: start.union(name.span),
      "write `\(label.text)=\(written)`")
    arguments.append(Argument(label: label, value: value, span: start.union(value.span)))
    return true
  }

  /// Whether a `(` follows directly.
  func isCallParenthesis(after span: Span) -> Bool {
    kind == .openParenthesis && current.span.start == span.end
  }

  /// `pca(50)`: told, and its parentheses skipped.
  mutating func reportParentheses(after name: Name) throws(Abandoned) {
    let opening = index
    guard let closing = brackets.partner(of: opening) else {
      throw fail(.callWithParentheses, "a blank stands before a parenthesis", "write `\(name.text) (…)`")
    }
    let span = name.span.union(tokens[closing].span)
    report(
      .callWithParentheses, "arguments follow a name without parentheses", at: span,
      "write `\(withoutParentheses(name, opening, closing))`")
    previousEnd = tokens[closing].span.end
    index = indexAfter(closing)
  }

  /// `pca 50 whiten=yes` for `pca(50, whiten=True)`; parentheses around a calculation stay.
  private func withoutParentheses(_ name: Name, _ opening: Int, _ closing: Int) -> String {
    let inside = tokens[(opening + 1)..<closing]
    guard !inside.isEmpty else { return name.text }
    guard inside.count <= 12, !inside.contains(where: { $0.kind == .newline }) else { return "\(name.text) …" }
    if inside.contains(where: { $0.kind.formulaOperator != nil && $0.kind != .minus || $0.kind == .pipe }) {
      return "\(name.text) \(text(Span(tokens[opening].span.start, tokens[closing].span.end)))"
    }
    return inside.indices.reduce(name.text) { written, place in
      let token = tokens[place]
      if token.kind == .comma { return written }
      let follows = tokens[place - 1].kind
      let isTight = token.kind == .assign || follows == .assign || (follows == .minus && !token.hasBlankBefore)
      return written + (isTight ? "" : " ") + (literalWord(token)?.fix ?? text(token))
    }
  }

  /// `base.accuracy = 5`
  mutating func refuseFieldBinding() throws(Abandoned) {
    let after = indexAfterOperand(index)
    guard tokens[after].kind == .assign else { return }
    throw fail(
      .unexpected, "a field cannot be bound", at: current.span.union(tokens[after - 1].span),
      "only a variable stands before `=`")
  }

  /// `for`, `if` and other words at the head of a statement that other languages begin one with.
  mutating func refuseForeignStatement() throws(Abandoned) {
    guard let advice = Self.foreignStatements[text(current)], beginsForeignStatement else { return }
    throw fail(
      advice.code, "there is no `\(text(current))` in the language", advice.fix, notes: advice.note.map { [$0] } ?? [])
  }

  private var beginsForeignStatement: Bool {
    switch next.kind {
    case .pipe, .newline, .assign, .end, .cell: false
    default: true
    }
  }

  private struct Advice {
    var code = DiagnosticCode.foreignStatement
    var fix: String
    var note: String?
  }

  private static let foreignStatements: [String: Advice] = {
    let loop = Advice(
      fix: "a choice takes its place: `{20, 50, 100}`", note: "every combination of the choices of a plan runs")
    let conditional = Advice(
      fix: "there are no conditionals",
      note: "`{a, b}` tries both, `where (macro_f1 > 0.4)` keeps some rows, `expect (…)` checks a result")
    let definition = Advice(fix: "write `def name = …`", note: "def fair(k=50) = pca k | smote")
    let file = Advice(fix: "write `use \"file.mien\"`")
    let binding = Advice(code: .foreignAssignment, fix: "write `name = …` alone")
    return [
      "for": loop, "foreach": loop, "while": loop, "if": conditional, "else": conditional, "elif": conditional,
      "unless": conditional, "function": definition, "func": definition, "fn": definition, "import": file, "from": file,
      "include": file, "library": file, "let": binding, "var": binding, "const": binding,
    ]
  }()
}
