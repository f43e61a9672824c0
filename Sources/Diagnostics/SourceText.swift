/// A text that was read as Mien: a script, a line of the prompt, or the words after `-e`.
public struct SourceText: Sendable, Hashable {
  /// What a person calls it: the file's path as given, or `<prompt>` and the like.
  public let name: String
  public let text: String

  public init(name: String, text: String) {
    self.name = name
    self.text = text
  }
}

/// A half-open range of UTF-8 offsets in a `SourceText`.
public struct Span: Sendable, Hashable {
  public var start: Int
  public var end: Int

  public init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = end
  }

  public func union(_ other: Span) -> Span {
    Span(min(start, other.start), max(end, other.end))
  }
}

/// A span in a particular text, so that an error at run time can still point at what was written.
public struct Location: Sendable, Hashable {
  public let source: SourceText
  public let span: Span

  public init(_ source: SourceText, _ span: Span) {
    self.source = source
    self.span = span
  }
}
