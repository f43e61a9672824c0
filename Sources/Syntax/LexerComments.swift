import Diagnostics

extension Lexer {
  /// `# …` to the end of the line. The head of a cell also becomes a token, because it ends a statement.
  mutating func readComment() {
    let start = position
    let isOwnLine = tokens.last.map { $0.kind == .newline || $0.kind == .cell } ?? true
    let span = Span(start, endOfLine(trimmingBlanks: true))
    var comment = Comment(kind: .ordinary, text: text(span), span: span)
    comment.kind = Self.kind(of: comment.text, isOwnLine: isOwnLine)
    comments.append(comment)
    if case .cell = comment.kind {
      depth = 0
      emit(.cell, length: span.end - start)
    }
    position = endOfLine(trimmingBlanks: false)
    sawBlank = true
  }

  private static func kind(of text: String, isOwnLine: Bool) -> Comment.Kind {
    let words = text.utf8.dropFirst().drop { $0 == UInt8(ascii: " ") }
    if isOwnLine, words.starts(with: "%%".utf8) {
      return .cell(isMarkdown: CellHead(text).isMarkdown)
    }
    let isDocumentation = text.utf8.starts(with: "##".utf8) && !text.utf8.starts(with: "###".utf8)
    return isOwnLine && isDocumentation ? .documentation : .ordinary
  }

  /// Where the line ends, before its CR and LF.
  func endOfLine(trimmingBlanks: Bool) -> Int {
    var end = position
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
    if end > position, end < bytes.count, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    while trimmingBlanks, end > position, [0x20, 0x09, 0x0D].contains(bytes[end - 1]) { end -= 1 }
    return end
  }

  /// `// …`
  mutating func readSlashComment() {
    report(.foreignComment, "a comment begins with `#`", at: Span(position, position + 2), "write `#`")
    position = endOfLine(trimmingBlanks: false)
    sawBlank = true
  }

  /// `/* … */`, over lines or to the end of the text.
  mutating func readBlockComment() {
    let start = position
    position += 2
    while position < bytes.count, !(byte() == UInt8(ascii: "*") && byte(1) == UInt8(ascii: "/")) { position += 1 }
    position = min(position + 2, bytes.count)
    report(
      .foreignComment, "a comment begins with `#` and goes to the end of its line", at: Span(start, start + 2),
      "write `#` before each of its lines")
    sawBlank = true
  }
}
