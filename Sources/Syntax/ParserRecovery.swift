import Diagnostics

extension Parser {
  /// After a mistake: goes to where the next statement probably begins. Always goes forward.
  ///
  /// A bracket that was open and has a partner is left behind whole. One that has none may have swallowed statements: a
  /// later line that begins, unindented, like a statement is then probably one.
  mutating func recover() {
    let outermost = openBrackets.first
    openBrackets = []
    forgetRoles()
    if let known = resumeIndex {
      resumeIndex = nil
      index = known
      return
    }
    if let outermost {
      if let partner = brackets.partner(of: outermost) {
        index = partner
      } else if let head = statementHead(after: outermost, before: index) {
        blame(outermost, ratherThanAnythingFrom: head)
        index = head
        return
      }
    }
    skipToStatementEnd()
  }

  /// What the parser noted on the tokens of the statement it leaves; it may read them again as something else.
  private mutating func forgetRoles() {
    for place in statementStart...index {
      switch tokens[place].kind {
      case .sign: tokens[place].kind = .minus
      case .labelAssign: tokens[place].kind = .assign
      default: break
      }
    }
  }

  /// The bracket swallowed a statement: that it is not closed is the mistake, what went wrong further on is not.
  private mutating func blame(_ opening: Int, ratherThanAnythingFrom head: Int) {
    let swallowed = tokens[head].span.start
    let kept = diagnostics[diagnosticsBefore...].filter { ($0.primary?.location.span.start ?? 0) < swallowed }
    diagnostics.replaceSubrange(diagnosticsBefore..., with: kept)
    let isTold = kept.contains { $0.code == .unclosedBracket }
    guard !isTold else { return }
    report(.unclosedBracket, "this `\(text(tokens[opening]))` is never closed", at: tokens[opening].span)
  }

  private mutating func skipToStatementEnd() {
    while kind != .end, kind != .cell {
      if kind == .newline {
        var place = index
        while tokens[place].kind == .newline { place += 1 }
        if tokens[place].kind != .pipe { return }
        index = place
      } else {
        index = (kind.isOpening ? brackets.partner(of: index) ?? index : index) + 1
      }
    }
  }

  /// The first line between two tokens that begins like a statement.
  private func statementHead(after start: Int, before end: Int) -> Int? {
    var place = start + 1
    while place < end, tokens[place].kind != .cell {
      if tokens[place - 1].kind == .newline, isStatementHead(place) { return place }
      place += 1
    }
    return nil
  }

  /// Whether an unindented `name =`, `def name`, `use "…"` or `set name` stands there.
  func isStatementHead(_ place: Int) -> Bool {
    let token = tokens[place]
    guard token.kind == .name, token.span.start == 0 || bytes[token.span.start - 1] == UInt8(ascii: "\n") else {
      return false
    }
    let following = tokens[min(place + 1, tokens.count - 1)].kind
    switch following {
    case .assign: return true
    case .name: return isName(token, "def") || isName(token, "set")
    case .string: return isName(token, "use")
    default: return false
    }
  }

  /// The index after one value that begins at `place`, whatever it holds.
  func indexAfterOperand(_ place: Int) -> Int {
    switch tokens[place].kind {
    case .openParenthesis, .openBracket, .openBrace:
      return indexAfter(brackets.partner(of: place) ?? tokens.count - 2)
    case .name:
      var place = indexAfter(place)
      while tokens[place].kind == .dot { place = indexAfter(indexAfter(place)) }
      return place
    case .number, .minus:
      var place = indexAfterNumber(place)
      if tokens[place].kind == .dotDot { place = indexAfterNumber(indexAfter(place)) }
      if isName(tokens[place], "by") { place = indexAfterNumber(indexAfter(place)) }
      return place
    default: return indexAfter(place)
    }
  }

  private func indexAfterNumber(_ place: Int) -> Int {
    indexAfter(tokens[place].kind == .minus ? indexAfter(place) : place)
  }
}
