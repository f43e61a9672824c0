import Diagnostics

/// Thrown after a mistake has been told, to leave the statement it stands in.
struct Abandoned: Error {}

/// Recursive descent over the tokens of a script: one method a rule of the grammar.
///
/// This file holds what the rules share: looking ahead, brackets, telling mistakes. The rules are in `ParserStatements`,
/// `ParserPipelines`, `ParserArguments` and `ParserFormulas`; where to go on after a mistake is in `ParserRecovery`.
struct Parser {
  /// Bounds the stack: no text may crash the parser, or whoever walks its tree.
  static let depthLimit = 64
  static let operatorLimit = 500
  static let stageLimit = 1_000

  let source: SourceText
  let bytes: [UInt8]
  let comments: [Comment]
  let brackets: BracketMap
  var tokens: [Token]
  var index = 0
  var statements: [Statement] = []
  var diagnostics: [Diagnostic]
  /// Whether the text ended where more was needed, and nothing else was wrong there.
  var sawUnfinishedEnd = false
  /// The brackets that are open, outermost first, as indices of their tokens. Lines do not end inside them.
  var openBrackets: [Int] = []
  var depth = 0
  var operatorCount = 0
  /// Where the statement at hand begins, as an index of a token.
  var statementStart = 0
  /// How many diagnostics there were when it began.
  var diagnosticsBefore = 0
  /// Where to go on, if a rule knows better than `recover()`.
  var resumeIndex: Int?
  /// Whether a `|` may stand first: at the beginning of a text and of a cell.
  var mayContinueLast = true
  var previousEnd = 0

  init(_ lexer: Lexer) {
    source = lexer.source
    bytes = lexer.bytes
    comments = lexer.comments
    tokens = lexer.tokens
    diagnostics = lexer.diagnostics
    brackets = BracketMap(tokens)
  }

  // MARK: Looking

  var current: Token { tokens[index] }
  var kind: Token.Kind { tokens[index].kind }

  /// The token after the current one; inside brackets line ends do not count.
  var next: Token { tokens[indexAfter(index)] }

  func indexAfter(_ place: Int) -> Int {
    var place = min(place + 1, tokens.count - 1)
    while !openBrackets.isEmpty, tokens[place].kind == .newline { place += 1 }
    return place
  }

  func text(_ span: Span) -> String {
    String(decoding: bytes[span.start..<span.end], as: UTF8.self)
  }

  func text(_ token: Token) -> String { text(token.span) }

  func isName(_ token: Token, _ word: String) -> Bool {
    token.kind == .name && token.span.end - token.span.start == word.utf8.count
      && bytes[token.span.start..<token.span.end].elementsEqual(word.utf8)
  }

  func isOperatorWord(_ token: Token) -> Bool {
    isName(token, "and") || isName(token, "or") || isName(token, "not")
  }

  // MARK: Going on

  mutating func advance() {
    previousEnd = current.span.end
    index = indexAfter(index)
  }

  mutating func take(_ wanted: Token.Kind) -> Bool {
    guard kind == wanted else { return false }
    advance()
    return true
  }

  func spanSince(_ start: Int) -> Span { Span(start, max(start, previousEnd)) }

  mutating func open() throws(Abandoned) {
    try enter()
    openBrackets.append(index)
    advance()
  }

  /// Takes the bracket that closes the innermost open one, or tells what stands there instead of it.
  mutating func close(expecting expected: String) throws(Abandoned) {
    guard let opening = openBrackets.last, tokens[opening].kind.closing == kind else {
      throw unexpected(expecting: expected)
    }
    openBrackets.removeLast()
    if openBrackets.isEmpty { operatorCount = 0 }
    leave()
    advance()
  }

  mutating func enter() throws(Abandoned) {
    guard depth < Self.depthLimit else {
      throw fail(
        .nestedTooDeeply, "this is nested more than \(Self.depthLimit) deep", "bind the inner part to a name first")
    }
    depth += 1
  }

  mutating func leave() { depth -= 1 }

  // MARK: Telling

  func location(_ span: Span) -> Location { Location(source, span) }

  mutating func report(
    _ code: DiagnosticCode, _ message: String, at span: Span, _ label: String = "",
    secondary: [Diagnostic.Label] = [], notes: [String] = []
  ) {
    guard diagnostics.count < 2 * Lexer.diagnosticLimit, !followsUnclosedString else { return }
    diagnostics.append(
      Diagnostic(code, message, at: .init(location(span), label), secondary: secondary, notes: notes))
  }

  /// Tells a mistake at the current token, unless one is told there already.
  mutating func fail(
    _ code: DiagnosticCode, _ message: String, at span: Span? = nil, _ label: String = "",
    secondary: [Diagnostic.Label] = [], notes: [String] = []
  ) -> Abandoned {
    if !current.isReported {
      report(code, message, at: span ?? visibleSpan(of: current), label, secondary: secondary, notes: notes)
    }
    return Abandoned()
  }

  /// The end of a line or of the text is marked right after what stands before it, not on the next line.
  func visibleSpan(of token: Token) -> Span {
    switch token.kind {
    case .newline, .end, .cell: Span(previousEnd, previousEnd)
    default: token.span
    }
  }

  /// After a string without an end the rest of the statement is inside the string or missing: nothing to add.
  private var followsUnclosedString: Bool {
    tokens[statementStart...max(index, statementStart)].contains { $0.kind == .unclosedString }
  }
}
