import Diagnostics

extension Lexer {
  /// `"…"`. Where it ends is all that is found out here; escapes and `{name}` are for `StringReader`.
  mutating func readString() {
    let start = position
    var place = start + 1
    while place < bytes.count, bytes[place] != UInt8(ascii: "\n") {
      if bytes[place] == 0 { reportNUL(at: place) }
      if bytes[place] == UInt8(ascii: "\"") { return emit(.string, length: place + 1 - start) }
      let skipsNext = bytes[place] == UInt8(ascii: "\\") && place + 1 < bytes.count
      place += skipsNext && bytes[place + 1] != UInt8(ascii: "\n") ? 2 : 1
    }
    let end = endOfLine(trimmingBlanks: true)
    report(
      .unclosedString, "this string is not closed", at: Span(start, end),
      "a `\"` is missing before the end of the line",
      notes: ["a string stands on one line; `\\n` is a line end inside it"])
    emit(.unclosedString, length: end - start, isReported: true)
  }

  /// No text holds it, and the system would read a path only up to it.
  private mutating func reportNUL(at place: Int) {
    report(
      .unexpectedCharacter, "an invisible control character (U+0000) stands here", at: Span(place, place + 1),
      "delete it")
  }

  /// `f"…"` and its like: the mark is told and dropped, the string read.
  mutating func readPrefixedString() {
    let prefix = text(Span(position, position + 1))
    report(
      .prefixedString, "a string has no mark before it", at: Span(position, position + 1), "leave out `\(prefix)`",
      notes: ["every string takes `{name}` inside; `\\{` is a brace, `\\\\` a backslash"])
    skip(1)
    readString()
  }

  /// A string in single or typographic quotes. `openingLength` is the opening quote's length in bytes.
  mutating func readForeignString(closedBy closers: [String], openingLength: Int) {
    let start = position
    let lineEnd = endOfLine(trimmingBlanks: false)
    var place = start + openingLength
    while place < lineEnd {
      if let closer = closers.first(where: { bytes[place..<lineEnd].starts(with: $0.utf8) }) {
        let content = text(Span(start + openingLength, place))
        let end = place + closer.utf8.count
        report(
          .foreignQuotes, "a string stands in straight double quotes", at: Span(start, end),
          "write `\"\(content)\"`")
        return emit(.foreignString, length: end - start, isReported: true)
      }
      place += 1
    }
    report(
      .foreignQuotes, "a string stands in straight double quotes", at: Span(start, start + openingLength),
      "write `\"` here and at the end of the string")
    emit(.unclosedString, length: endOfLine(trimmingBlanks: true) - start, isReported: true)
  }
}
