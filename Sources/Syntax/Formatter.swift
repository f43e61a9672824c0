import Diagnostics

/// A script as everyone writes it: one blank where one belongs, long pipelines a step a line, every comment kept.
///
/// A pipeline stays on one line if it fits in 100 columns, holds no comments and was not broken by the writer. Between
/// statements at most one empty line is kept. What the script means does not change (`Script.outline` is the same), and
/// formatting twice changes nothing more. Line ends stay as the first one is, LF or CRLF.
///
/// - Throws: what `parse` says, if the text is not a script. Nothing is formatted then.
public func format(_ source: SourceText) throws(Diagnostics) -> String {
  let (result, tokens) = parseKeepingTokens(source)
  if !result.diagnostics.isEmpty { throw Diagnostics(result.diagnostics) }
  var formatter = Formatter(result.script, tokens)
  return formatter.run()
}

/// Puts the statements of a script and the comments between them in order; `StatementLayout` does one statement.
private struct Formatter {
  private let script: Script
  private let tokens: [Token]
  private let bytes: [UInt8]
  private var lines = FormattedLines()
  private var nextToken = 0
  private var nextComment = 0
  private var previousEnd = 0

  init(_ script: Script, _ tokens: [Token]) {
    self.script = script
    self.tokens = tokens
    bytes = Array(script.source.text.utf8)
  }

  mutating func run() -> String {
    for statement in script.statements {
      addComments(before: statement.span.start)
      add(statement)
    }
    addComments(before: bytes.count + 1)
    let firstLineEnd = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? 0
    let isCRLF = firstLineEnd > 0 && bytes[firstLineEnd - 1] == UInt8(ascii: "\r")
    return lines.text(lineEnd: isCRLF ? "\r\n" : "\n")
  }

  private mutating func addComments(before place: Int) {
    while nextComment < script.comments.count, script.comments[nextComment].span.start < place {
      let comment = script.comments[nextComment]
      let lineEnds = lineEnds(to: comment.span.start)
      if lineEnds > 0 || lines.isEmpty {
        startItem(after: lineEnds)
      }
      lines.add(comment: comment.text)
      previousEnd = comment.span.end
      nextComment += 1
    }
  }

  private mutating func add(_ statement: Statement) {
    startItem(after: lineEnds(to: statement.span.start))
    while tokens[nextToken].span.start < statement.span.start { nextToken += 1 }
    let first = nextToken
    while tokens[nextToken].span.end <= statement.span.end, tokens[nextToken].kind != .end { nextToken += 1 }
    let firstComment = nextComment
    while nextComment < script.comments.count, script.comments[nextComment].span.start < statement.span.end {
      nextComment += 1
    }
    let builder = LayoutTree(
      tokens: tokens[first..<nextToken], comments: script.comments[firstComment..<nextComment], bytes: bytes)
    var layout = StatementLayout(takeLines())
    layout.lay(builder.nodes, isBroken: builder.isBroken)
    lines = layout.lines
    previousEnd = statement.span.end
  }

  /// The lines so far, kept in one place only: held in two, each statement would copy all that stands before it.
  private mutating func takeLines() -> FormattedLines {
    defer { lines = FormattedLines() }
    return lines
  }

  private func lineEnds(to place: Int) -> Int {
    bytes[min(previousEnd, place)..<place].count { $0 == UInt8(ascii: "\n") }
  }

  private mutating func startItem(after lineEnds: Int) {
    if lineEnds > 1, !lines.isEmpty { lines.start(indentation: 0) }
    lines.start(indentation: 0)
  }
}
