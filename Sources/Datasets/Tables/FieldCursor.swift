import Glibc

/// A field of a table: where it stands, without its quotes and the spaces around it.
struct TableField {
  let range: Range<Int>
  /// Whether quotes inside it are doubled.
  let hasEscapes: Bool
}

/// Steps through the fields of one record.
struct FieldCursor {
  private let bytes: UnsafeRawBufferPointer
  private let separator: UInt8
  private var position: Int
  private let end: Int
  private var isAtEnd = false

  init(_ table: TableText, record: Int) {
    let range = table.range(ofRecord: record)
    bytes = table.bytes
    separator = table.separator
    position = range.lowerBound
    end = range.upperBound
  }

  /// The next field, or nil after the last; a record that ends in a separator has an empty last field.
  @inline(__always)
  mutating func next() -> TableField? {
    if isAtEnd { return nil }
    var start = position
    while start < end, bytes[start] == UInt8(ascii: " ") { start += 1 }
    if start < end, bytes[start] == UInt8(ascii: "\"") { return quoted(from: start + 1) }
    var stop = separatorOrEnd(from: start)
    advance(past: stop)
    while stop > start, bytes[stop - 1] == UInt8(ascii: " ") { stop -= 1 }
    return TableField(range: start..<stop, hasEscapes: false)
  }

  /// The next field where it is a plain decimal number, scanned once; nil, with nothing consumed, for any other, of which
  /// `next` then tells.
  @inline(__always)
  mutating func plainNumber() -> Float? {
    guard !isAtEnd else { return nil }
    var start = position
    while start < end, bytes[start] == UInt8(ascii: " ") { start += 1 }
    guard let decimal = PlainDecimal(bytes, from: start, to: end),
      decimal.end == end || bytes[decimal.end] == separator
    else { return nil }
    advance(past: decimal.end)
    return decimal.value
  }

  /// Most fields are short, and a call costs more than they do; FER2013's are thousands of bytes long.
  @inline(__always)
  private func separatorOrEnd(from start: Int) -> Int {
    var stop = start
    let near = min(end, start + 32)
    while stop < near, bytes[stop] != separator { stop += 1 }
    guard stop == near, stop < end, let base = bytes.baseAddress else { return stop }
    return memchr(base + stop, Int32(separator), end - stop).map { base.distance(to: UnsafeRawPointer($0)) } ?? end
  }

  private mutating func quoted(from start: Int) -> TableField {
    var hasEscapes = false
    var stop = start
    while stop < end {
      if bytes[stop] == UInt8(ascii: "\"") {
        guard stop + 1 < end, bytes[stop + 1] == UInt8(ascii: "\"") else { break }
        hasEscapes = true
        stop += 1
      }
      stop += 1
    }
    let closing = min(stop, end)
    var after = closing
    while after < end, bytes[after] != separator { after += 1 }
    advance(past: after)
    return TableField(range: start..<closing, hasEscapes: hasEscapes)
  }

  @inline(__always)
  private mutating func advance(past stop: Int) {
    isAtEnd = stop >= end
    position = stop + 1
  }
}
