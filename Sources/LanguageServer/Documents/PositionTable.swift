import Diagnostics

/// Turns offsets in a text into the places that the protocol counts, and back.
///
/// A table of its own beside `LineTable`, which counts characters as people do: here a line also ends at a lone carriage
/// return, because the protocol says so, and columns count code units. What lies outside the text is moved inside.
struct PositionTable: Sendable {
  private let bytes: [UInt8]
  private let starts: [Int]
  private let encoding: PositionEncoding

  /// Cost: a pass over the text.
  init(_ text: String, _ encoding: PositionEncoding) {
    bytes = Array(text.utf8)
    self.encoding = encoding
    var starts = [0]
    for (offset, byte) in bytes.enumerated() {
      let isReturn = byte == 0x0D && (offset + 1 == bytes.count || bytes[offset + 1] != 0x0A)
      if byte == 0x0A || isReturn { starts.append(offset + 1) }
    }
    self.starts = starts
  }

  var lineCount: Int { starts.count }

  /// Where a line begins, in bytes; the end of the text for lines beyond it.
  func start(ofLine line: Int) -> Int {
    line < starts.count ? starts[max(0, line)] : bytes.count
  }

  /// The line that holds an offset, counted from 0.
  func line(at offset: Int) -> Int {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  func position(at offset: Int) -> Position {
    let offset = boundary(at: min(max(0, offset), bytes.count))
    let line = line(at: offset)
    let column = bytes[starts[line]..<offset].reduce(0) { $0 + units(of: $1) }
    return Position(line, column)
  }

  /// - Returns: the offset of a place; the end of its line where the column lies beyond it. Between the two halves of a
  ///   character, the offset before it.
  func offset(of position: Position) -> Int {
    guard position.line < starts.count else { return bytes.count }
    var offset = starts[position.line]
    let end = contentEnd(ofLine: position.line)
    var column = 0
    while offset < end {
      let scalarEnd = endOfScalar(at: offset)
      column += bytes[offset..<scalarEnd].reduce(0) { $0 + units(of: $1) }
      guard column <= position.character else { break }
      offset = scalarEnd
    }
    return offset
  }

  func range(of span: Span) -> PositionRange {
    let start = position(at: span.start)
    return PositionRange(start, max(start, position(at: span.end)))
  }

  func offsets(of range: PositionRange) -> Range<Int> {
    let start = offset(of: range.start)
    return start..<max(start, offset(of: range.end))
  }

  /// How many units a byte adds to a column: of a scalar, its first byte counts for all of it.
  private func units(of byte: UInt8) -> Int {
    if encoding == .utf8 { return 1 }
    return byte & 0xC0 == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1
  }

  /// Where the line ends, before its line end.
  private func contentEnd(ofLine line: Int) -> Int {
    guard line + 1 < starts.count else { return bytes.count }
    let end = starts[line + 1] - 1
    return end > starts[line] && bytes[end] == 0x0A && bytes[end - 1] == 0x0D ? end - 1 : end
  }

  private func boundary(at offset: Int) -> Int {
    var offset = offset
    while offset > 0, offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
    return offset
  }

  private func endOfScalar(at offset: Int) -> Int {
    var end = offset + 1
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return end
  }
}
