/// Where the lines of a text begin, to turn offsets into the lines and columns that people and editors count.
///
/// A line ends at LF or CRLF. Offsets outside the text are moved to its nearest end, so no span can be wrong enough to
/// crash a message. Making one costs a pass over the text; a look-up is a binary search.
public struct LineTable: Sendable {
  private let bytes: [UInt8]
  private let starts: [Int]

  public init(_ source: SourceText) {
    bytes = Array(source.text.utf8)
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    self.starts = starts
  }

  /// How many lines there are; an empty text has one.
  public var lineCount: Int { starts.count }

  /// The length of the text in UTF-8 bytes.
  public var byteCount: Int { bytes.count }

  /// The number of the line that holds `offset`, counted from 1.
  public func line(at offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// The column of `offset` in its line, counted from 1 in characters as a person sees them.
  public func column(at offset: Int) -> Int {
    let place = boundary(at: offset)
    return text(in: Span(starts[line(at: place) - 1], place)).count + 1
  }

  /// What a line spans, without its line end. Lines are counted from 1; one that does not exist is empty.
  public func span(ofLine line: Int) -> Span {
    guard line >= 1, line <= starts.count else { return Span(bytes.count, bytes.count) }
    let start = starts[line - 1]
    guard line < starts.count else { return Span(start, bytes.count) }
    var end = starts[line] - 1
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return Span(start, end)
  }

  /// The text of a span, cut to what exists.
  public func text(in span: Span) -> String {
    let start = boundary(at: span.start)
    let end = max(start, boundary(at: span.end))
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// `span` moved inside the text, with both ends between scalars and in order.
  public func clamped(_ span: Span) -> Span {
    let start = boundary(at: span.start)
    return Span(start, max(start, boundary(at: span.end)))
  }

  /// The last line that a span touches: a span that ends with a line end does not touch the next line.
  public func lastLine(of span: Span) -> Int {
    let line = line(at: span.end)
    return span.end > span.start && starts[line - 1] == span.end ? line - 1 : line
  }

  private func boundary(at offset: Int) -> Int {
    var offset = min(max(offset, 0), bytes.count)
    while offset > 0, offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
    return offset
  }
}

extension Location {
  /// The line where it begins, counted from 1. Costs a pass over the text.
  public var line: Int { LineTable(source).line(at: span.start) }

  /// The column where it begins, counted from 1 in characters. Costs a pass over the text.
  public var column: Int { LineTable(source).column(at: span.start) }
}
