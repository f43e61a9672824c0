import Files
import Glibc
import Numerics

/// A text of separated fields, cut into records: one a line, but for line breaks in quotes.
///
/// Follows RFC 4180, with comma, semicolon, tab, bar or blanks between fields, LF, CRLF or CR alone after lines, and a
/// byte-order mark allowed. A quote has a meaning only at the start of a field.
struct TableText: Sendable {
  let name: String
  let separator: UInt8
  private let file: FileBytes
  private let lineBreak: UInt8
  /// Where each record lies, blank lines left out; the header is the first.
  private let records: [Range<Int>]

  var recordCount: Int { records.count }
  var bytes: UnsafeRawBufferPointer { file.bytes }

  /// Cost: one pass at the speed of memory where no quote is in the text, otherwise about 1 GB a second.
  /// - Parameter wanted: what stands between fields; nil for what the first line tells.
  /// - Throws: `DatasetError.emptyTable`, `.badEncoding`, `.unclosedQuote`, `.tooLarge`.
  init(_ file: FileBytes, name: String, separator wanted: UInt8? = nil) throws {
    self.name = name
    self.file = file
    let bytes = file.bytes
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw DatasetError.badEncoding(file: name, what: "it is UTF-16")
    }
    var begin = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    if bytes[begin..<min(bytes.count, 4096)].contains(0) {
      throw DatasetError.badEncoding(file: name, what: "it holds zero bytes")
    }
    if let invalid = UTF8Check.firstInvalid(in: bytes) {
      throw DatasetError.badEncoding(file: name, what: Self.encoding(of: bytes, at: invalid))
    }
    // Mac OS 9 and what was made for it end lines by CR alone.
    let hasLineFeed = bytes.baseAddress.map { memchr($0, Int32(newline), bytes.count) != nil } ?? true
    let lineBreak = hasLineFeed ? newline : carriageReturn
    self.lineBreak = lineBreak
    let told = Self.toldSeparator(bytes, from: begin, lineBreak)
    if let told { begin = told.next }
    separator = wanted ?? told?.separator ?? Self.separator(bytes, from: begin, lineBreak)
    let hasQuotes = bytes.baseAddress.map { memchr($0, 0x22, bytes.count) != nil } ?? false
    let lines =
      hasQuotes
      ? try Self.quotedStarts(bytes, from: begin, separator: separator, lineBreak, name: name)
      : try Self.plainStarts(bytes, from: begin, lineBreak, name: name)
    let isSpaced = separator == space
    records = lines.indices.compactMap { line in
      var end = line + 1 < lines.count ? lines[line + 1] : bytes.count
      while end > lines[line], bytes[end - 1] == newline || bytes[end - 1] == carriageReturn { end -= 1 }
      if isSpaced { while end > lines[line], bytes[end - 1] == space { end -= 1 } }
      let range = lines[line]..<end
      return range.isEmpty || Self.isBlank(bytes, range) ? nil : range
    }
    guard !records.isEmpty else { throw DatasetError.emptyTable(file: name) }
  }

  /// What a byte that is no UTF-8 tells: accented letters of Western Europe are one byte each in the encodings before it.
  private static func encoding(of bytes: UnsafeRawBufferPointer, at index: Int) -> String {
    let byte = bytes[index]
    let place = "line \(line(of: index, in: bytes)) has the byte 0x\(String(byte, radix: 16, uppercase: true))"
    guard byte >= 0xA0 else { return place }
    let letter = Character(Unicode.Scalar(byte))
    return "\(place), which would be '\(letter)' in Latin-1 or Windows-1252"
  }

  private static func isBlank(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
    // Most lines are told by the first byte that is no blank.
    if let first = bytes[range].first(where: { $0 > space }), first < 0x80 { return false }
    // Ctrl-Z ends a file of MS-DOS; U+FEFF stands where two files were put together.
    return String(decoding: bytes[range], as: UTF8.self).unicodeScalars.allSatisfy {
      $0.properties.isWhitespace || $0 == "\u{1A}" || $0 == "\u{FEFF}" || $0 == "\u{200B}"
    }
  }

  /// The separator that Excel is told by a first line such as `sep=;`, and where the next line begins.
  private static func toldSeparator(
    _ bytes: UnsafeRawBufferPointer, from begin: Int, _ lineBreak: UInt8
  ) -> (separator: UInt8, next: Int)? {
    let line = bytes[begin...].prefix(16)
    guard let end = line.firstIndex(of: lineBreak) else { return nil }
    let text = String(decoding: line[..<end], as: UTF8.self).lowercased().filter { $0 != "\r" && $0 != "\"" }
    guard text.hasPrefix("sep="), text.utf8.count == 5, let byte = text.utf8.last else { return nil }
    return (byte, end + 1)
  }

  /// The most frequent of comma, semicolon, tab and bar in the first line that is not blank; blanks where there is none
  /// of them but several words, as R writes tables.
  private static func separator(_ bytes: UnsafeRawBufferPointer, from begin: Int, _ lineBreak: UInt8) -> UInt8 {
    var counts: [UInt8: Int] = [comma: 0, semicolon: 0, tab: 0, bar: 0]
    let first = bytes[begin...].firstIndex { $0 > space } ?? begin
    var words = 0
    var isInWord = false
    var isQuoted = false
    for byte in bytes[first...] {
      if byte == quote { isQuoted.toggle() }
      if byte == lineBreak, !isQuoted { break }
      if !isQuoted, counts[byte] != nil { counts[byte, default: 0] += 1 }
      if byte > space, !isInWord { words += 1 }
      isInWord = byte > space || isQuoted
    }
    if counts.values.allSatisfy({ $0 == 0 }), words > 1 { return space }
    return [comma, semicolon, tab, bar].max { (counts[$0] ?? 0) < (counts[$1] ?? 0) } ?? comma
  }

  private static func plainStarts(
    _ bytes: UnsafeRawBufferPointer, from begin: Int, _ lineBreak: UInt8, name: String
  ) throws -> [Int] {
    guard let base = bytes.baseAddress else { return [] }
    var starts = [begin]
    while let last = starts.last, last < bytes.count,
      let found = memchr(base + last, Int32(lineBreak), bytes.count - last)
    {
      let next = base.distance(to: UnsafeRawPointer(found)) + 1
      // An empty line is none, and gigabytes of them would fill the memory with where they begin.
      if next == last + 1 { starts.removeLast() }
      starts.append(next)
      try checkCount(starts, name)
    }
    return starts
  }

  /// - Throws: `DatasetError.tooLarge` where the places of the lines alone would fill the memory.
  @inline(__always)
  private static func checkCount(_ starts: [Int], _ name: String) throws {
    // Asked for whenever the array is about to double.
    if starts.count > 1 << 16, starts.count & (starts.count - 1) == 0 { try AddressSpace.require(starts.count * 48) }
    // Each is kept as its beginning and then as a range, in arrays that double as they grow.
    guard starts.count <= Memory.limit / 48 else {
      throw DatasetError.tooLarge(name: name, bytes: starts.count * 48, limit: Memory.limit)
    }
  }

  private static func quotedStarts(
    _ bytes: UnsafeRawBufferPointer, from begin: Int, separator: UInt8, _ lineBreak: UInt8, name: String
  ) throws -> [Int] {
    var starts = [begin]
    var isFieldStart = true
    var opened: Int?
    for index in begin..<bytes.count {
      let byte = bytes[index]
      if opened != nil {
        if byte == quote { opened = nil }
      } else if byte == quote, isFieldStart || bytes[index - 1] == quote {
        // Two quotes in a row close and open again, which is right for one that is escaped.
        opened = index
      } else if byte == lineBreak {
        if starts.last == index { starts.removeLast() }
        starts.append(index + 1)
        try checkCount(starts, name)
      }
      isFieldStart = byte == separator || byte == lineBreak || (isFieldStart && byte == space)
    }
    if let opened {
      throw DatasetError.unclosedQuote(file: name, line: Self.line(of: opened, in: bytes))
    }
    return starts
  }

  /// The bytes of a record, without the line break.
  func range(ofRecord record: Int) -> Range<Int> {
    records[record]
  }

  /// The line on which a record begins, counted from 1. Cost: one pass up to it; for messages only.
  func line(ofRecord record: Int) -> Int {
    Self.line(of: records[record].lowerBound, in: bytes, lineBreak)
  }

  private static func line(
    of offset: Int, in bytes: UnsafeRawBufferPointer, _ lineBreak: UInt8 = newline
  ) -> Int {
    bytes[..<offset].reduce(1) { $1 == lineBreak ? $0 + 1 : $0 }
  }

  /// All fields of a record as texts.
  func fields(ofRecord record: Int) -> [String] {
    var cursor = FieldCursor(self, record: record)
    var fields: [String] = []
    while let field = cursor.next() { fields.append(text(of: field)) }
    return fields
  }

  /// A field as a text: spaces around it removed, doubled quotes made single.
  func text(of field: TableField) -> String {
    let text = String(decoding: bytes[field.range], as: UTF8.self)
    guard field.hasEscapes else { return text }
    var isSecond = false
    return String(
      text.filter { character in
        isSecond = character == "\"" && !isSecond
        return character != "\"" || isSecond
      })
  }
}

let newline = UInt8(ascii: "\n")
let bar = UInt8(ascii: "|")
let carriageReturn = UInt8(ascii: "\r")
let space = UInt8(ascii: " ")
let comma = UInt8(ascii: ",")
let semicolon = UInt8(ascii: ";")
let tab = UInt8(ascii: "\t")
let quote = UInt8(ascii: "\"")
