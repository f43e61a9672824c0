/// Reads a BibTeX text, and goes on after what is broken.
struct BibTeXReader {
  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  private var abbreviations: [String: String] = [:]
  private(set) var documents: [Document] = []
  private(set) var problems: [ReadingProblem] = []

  private struct Broken: Error {
    let line: Int
    let message: String
  }

  init(_ text: String) {
    bytes = Array(text.utf8)
    for (number, month) in ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
      .enumerated()
    {
      abbreviations[month] = String(number + 1)
    }
  }

  private var byte: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func advance() {
    if byte == UInt8(ascii: "\n") { line += 1 }
    index += 1
  }

  mutating func read() {
    while let byte {
      guard byte == UInt8(ascii: "@") else {
        advance()
        continue
      }
      let (start, startLine) = (index, line)
      do {
        try entry()
      } catch let broken as Broken {
        let origin = broken.line == startLine ? "" : " (in the entry of line \(startLine))"
        problems.append(ReadingProblem(line: broken.line, message: broken.message + origin))
        // What was taken for a value may have swallowed later entries: look for the next one from the start of this
        // one.
        (index, line) = (start, startLine)
        skipToNextEntry()
      } catch {}
    }
  }

  /// The next `@` at the start of a line.
  private mutating func skipToNextEntry() {
    advance()
    var isLineStart = false
    while let byte {
      if isLineStart, byte == UInt8(ascii: "@") { return }
      if byte == UInt8(ascii: "\n") {
        isLineStart = true
      } else if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t") {
        isLineStart = false
      }
      advance()
    }
  }

  private mutating func entry() throws {
    let startLine = line
    advance()
    let kind = word().lowercased()
    skipSpace()
    guard !kind.isEmpty else { throw Broken(line: line, message: "'@' is not followed by a kind of entry") }
    guard let open = byte, open == UInt8(ascii: "{") || open == UInt8(ascii: "(") else {
      throw Broken(line: line, message: "'@\(kind)' is not followed by '{'")
    }
    let close = open == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: ")")
    advance()
    switch kind {
    case "comment", "preamble":
      index -= 1
      _ = try braced(from: startLine)
    case "string": for (name, value) in try fields(until: close, startLine) { abbreviations[name] = value }
    default:
      let key = try self.key(close, startLine)
      add(key, try fields(until: close, startLine))
    }
  }

  private mutating func key(_ close: UInt8, _ startLine: Int) throws -> String {
    let start = index
    while let byte, byte != UInt8(ascii: ","), byte != close {
      if byte == UInt8(ascii: "=") || byte == UInt8(ascii: "\n") {
        throw Broken(line: line, message: "the entry has no citation key")
      }
      advance()
    }
    let key = String(decoding: bytes[start..<index], as: UTF8.self).trimmed
    guard let byte else { throw Broken(line: startLine, message: "the entry '\(key)' has no end") }
    if byte == UInt8(ascii: ",") { advance() }
    return key
  }

  private mutating func fields(until close: UInt8, _ startLine: Int) throws -> [String: String] {
    var fields: [String: String] = [:]
    while true {
      skipSpace(and: UInt8(ascii: ","))
      guard let byte else { throw Broken(line: startLine, message: "the entry has no end") }
      if byte == close {
        advance()
        return fields
      }
      let name = word().lowercased()
      skipSpace()
      guard !name.isEmpty, self.byte == UInt8(ascii: "=") else {
        throw Broken(line: line, message: name.isEmpty ? "a field's name is missing" : "'\(name)' has no '='")
      }
      advance()
      fields[name] = try value(name)
      skipSpace()
      guard self.byte == UInt8(ascii: ",") || self.byte == close else {
        throw Broken(line: line, message: "after the field '\(name)' stands neither ',' nor the entry's end")
      }
    }
  }

  /// Parts joined by `#`: in braces, in quotes, a number or an abbreviation.
  private mutating func value(_ name: String) throws -> String {
    var parts: [String] = []
    repeat {
      if byte == UInt8(ascii: "#") { advance() }
      skipSpace()
      switch byte {
      case UInt8(ascii: "{"): parts.append(try braced(from: line))
      case UInt8(ascii: "\""): parts.append(try quoted())
      default:
        let word = word()
        guard !word.isEmpty else { throw Broken(line: line, message: "the field '\(name)' has no value") }
        parts.append(abbreviations[word.lowercased()] ?? word)
      }
      skipSpace()
    } while byte == UInt8(ascii: "#")
    return TeXText.plain(parts.joined())
  }

  private mutating func braced(from startLine: Int) throws -> String {
    let start = index + 1
    var depth = 0
    while let byte {
      if byte == UInt8(ascii: "\\") { advance() }
      if byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "}") { depth -= 1 }
      // A line that starts an entry inside a value tells that the value's end is missing.
      if byte == UInt8(ascii: "@"), depth > 0, startsEntry() {
        throw Broken(line: startLine, message: "'{' has no '}' before the next entry")
      }
      advance()
      if depth == 0 { return String(decoding: bytes[start..<index - 1], as: UTF8.self) }
    }
    throw Broken(line: startLine, message: "'{' has no '}'")
  }

  /// Whether `@word{` starts here, at the start of a line.
  private func startsEntry() -> Bool {
    guard index == 0 || bytes[index - 1] == UInt8(ascii: "\n") else { return false }
    var place = index + 1
    while place < bytes.count, isLetter(bytes[place]) { place += 1 }
    return place > index + 1 && place < bytes.count && bytes[place] == UInt8(ascii: "{")
  }

  private mutating func quoted() throws -> String {
    let startLine = line
    advance()
    let start = index
    var depth = 0
    while let byte {
      if byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "}") { depth -= 1 }
      if byte == UInt8(ascii: "@"), startsEntry() { break }
      if byte == UInt8(ascii: "\""), depth <= 0 {
        advance()
        return String(decoding: bytes[start..<index - 1], as: UTF8.self)
      }
      advance()
    }
    throw Broken(line: startLine, message: "'\"' has no end")
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
  }

  private mutating func word() -> String {
    let start = index
    while let byte, isLetter(byte) || (byte >= 0x30 && byte <= 0x39) || byte >= 0x80 || "-_:.+/".utf8.contains(byte) {
      advance()
    }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func skipSpace(and other: UInt8? = nil) {
    while let byte, byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) || byte == other { advance() }
  }

  private mutating func add(_ key: String, _ fields: [String: String]) {
    let title = fields["title"] ?? ""
    let text = fields["abstract"] ?? title
    guard !text.isEmpty else {
      problems.append(ReadingProblem(line: line, message: "'\(key)' has neither abstract nor title"))
      return
    }
    documents.append(
      Document(
        title: title, text: text, keywords: (fields["keywords"] ?? "").listed(by: ";,"),
        authors: authors(fields["author"] ?? ""), year: Int(fields["year"] ?? ""), source: key))
  }

  private func authors(_ text: String) -> [String] {
    var authors: [[Substring]] = [[]]
    for word in text.split(whereSeparator: \.isWhitespace) {
      if word == "and" { authors.append([]) } else { authors[authors.count - 1].append(word) }
    }
    return authors.map { $0.joined(separator: " ") }.filter { !$0.isEmpty }
  }
}

extension Corpus {
  /// Reads BibTeX; an entry that is broken is told by its line, and the others are read.
  /// - Throws: `TextError.noDocuments`, `.nothingRead`.
  public init(bibTeX text: String) throws {
    var reader = BibTeXReader(text)
    reader.read()
    self = try Corpus(documents: reader.documents, problems: reader.problems).checked("BibTeX")
  }
}
