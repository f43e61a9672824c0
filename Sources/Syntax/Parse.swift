import Diagnostics

/// What was read from a text, and what was wrong with it.
public struct ParseResult: Sendable {
  /// The statements that could be read; those with mistakes are left out, or read as what was probably meant.
  public var script: Script
  /// In the order of their places. Empty exactly when the whole text is a script.
  public var diagnostics: [Diagnostic]
  /// Whether the text is right as far as it goes and merely not finished: a bracket is open, or it ends in `|` or `=`.
  /// A prompt then reads another line; elsewhere it is an error, which `diagnostics` tells.
  public var isIncomplete: Bool
}

/// Reads a script. Never fails and never stops at the first mistake; costs time and memory linear in the text.
public func parse(_ source: SourceText) -> ParseResult {
  parseKeepingTokens(source).result
}

/// The tokens come back with what the parser found out about them (`Token.Kind.sign`, `.labelAssign`), for the formatter.
func parseKeepingTokens(_ source: SourceText) -> (result: ParseResult, tokens: [Token]) {
  var lexer = Lexer(source)
  lexer.run()
  var parser = Parser(lexer)
  parser.parseScript()
  let script = Script(source: source, statements: parser.statements, comments: lexer.comments)
  let all = Diagnostics(sorting: parser.diagnostics).all
  let result = ParseResult(
    script: script, diagnostics: all, isIncomplete: parser.sawUnfinishedEnd && all.count == 1)
  return (result, parser.tokens)
}
