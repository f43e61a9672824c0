import Diagnostics

/// Cuts a script into tokens, by hand over its UTF-8 bytes, in one pass.
///
/// It never stops at a mistake: what it does not know is told once and left out, what is spelt as in another language is
/// told and read as what was meant, so that the parser can go on and find more.
struct Lexer {
  /// More than anyone reads; a file that is no script at all must not give a message for every byte.
  static let diagnosticLimit = 100

  let source: SourceText
  let bytes: [UInt8]
  var position = 0
  var depth = 0
  var sawBlank = true
  var tokens: [Token] = []
  var comments: [Comment] = []
  var diagnostics: [Diagnostic] = []

  init(_ source: SourceText) {
    self.source = source
    bytes = Array(source.text.utf8)
    tokens.reserveCapacity(bytes.count / 4 + 1)
  }

  mutating func run() {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    while position < bytes.count {
      readToken()
    }
    emit(.end, length: 0)
  }

  /// The byte that many places on, or 0 past the end.
  func byte(_ ahead: Int = 0) -> UInt8 {
    let place = position + ahead
    return place >= 0 && place < bytes.count ? bytes[place] : 0
  }

  func text(_ span: Span) -> String {
    String(decoding: bytes[span.start..<span.end], as: UTF8.self)
  }

  mutating func emit(_ kind: Token.Kind, length: Int, isReported: Bool = false) {
    let span = Span(position, position + length)
    tokens.append(Token(kind: kind, span: span, hasBlankBefore: sawBlank, isReported: isReported))
    position += length
    sawBlank = kind == .newline || kind == .cell
  }

  mutating func skip(_ length: Int) {
    position += length
    sawBlank = true
  }

  mutating func report(
    _ code: DiagnosticCode, _ message: String, at span: Span, _ label: String = "", notes: [String] = []
  ) {
    guard diagnostics.count < Self.diagnosticLimit else { return }
    diagnostics.append(
      Diagnostic(code, message, at: .init(Location(source, span), label), notes: notes))
  }

  private mutating func readToken() {
    switch byte() {
    case UInt8(ascii: " "), UInt8(ascii: "\t"): skip(1)
    case UInt8(ascii: "\r") where byte(1) == UInt8(ascii: "\n"): skip(1)
    case UInt8(ascii: "\n"): emit(.newline, length: 1)
    case UInt8(ascii: "#"): readComment()
    case UInt8(ascii: "\""): readString()
    case UInt8(ascii: "'"): readForeignString(closedBy: ["'"], openingLength: 1)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): readNumber()
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): readName()
    case 0x80...: readBeyondASCII()
    default: readPunctuation()
    }
  }

  private mutating func readPunctuation() {
    switch byte() {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): readOpening()
    case UInt8(ascii: ")"): readClosing(.closeParenthesis)
    case UInt8(ascii: "]"): readClosing(.closeBracket)
    case UInt8(ascii: "}"): readClosing(.closeBrace)
    case UInt8(ascii: ","): emit(.comma, length: 1)
    case UInt8(ascii: "?"): emit(.question, length: 1)
    case UInt8(ascii: "."): readDots()
    // The two signs that nearly every line has, when nothing follows that could make a longer one.
    case UInt8(ascii: "|") where byte(1) == UInt8(ascii: " "): emit(.pipe, length: 1)
    case UInt8(ascii: "=") where byte(1) == UInt8(ascii: " ") || isNamePart(byte(1)): emit(.assign, length: 1)
    default: readOperator()
    }
  }

  private mutating func readOpening() {
    depth += 1
    switch byte() {
    case UInt8(ascii: "("): emit(.openParenthesis, length: 1)
    case UInt8(ascii: "["): emit(.openBracket, length: 1)
    default: emit(.openBrace, length: 1)
    }
  }

  private mutating func readClosing(_ kind: Token.Kind) {
    depth = max(0, depth - 1)
    emit(kind, length: 1)
  }

  private mutating func readDots() {
    if isDigit(byte(1)), tokens.last.map({ $0.span.end != position || $0.kind != .name }) ?? true {
      return readNumber()
    }
    guard byte(1) == UInt8(ascii: ".") else { return emit(.dot, length: 1) }
    guard byte(2) == UInt8(ascii: ".") else { return emit(.dotDot, length: 2) }
    report(
      .malformedRange, "a range has two dots", at: Span(position, position + 3), "write `..`",
      notes: ["`10..50` counts from 10 to 50, both included"])
    emit(.dotDot, length: 3)
  }

  private mutating func readName() {
    let start = position
    while isNamePart(byte()) { position += 1 }
    while byte() >= 0x80, let scalar = scalar(), scalar.properties.isXIDContinue {
      position += scalar.utf8.count
      while isNamePart(byte()) { position += 1 }
    }
    let length = position - start
    position = start
    if length == 1, byte(1) == UInt8(ascii: "\""), "fFrRbBuU".utf8.contains(byte()) { return readPrefixedString() }
    emit(.name, length: length)
  }

  /// Whether the scalar at the place begins a name; if so the name is read.
  mutating func readNameBeyondASCII(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.properties.isXIDStart else { return false }
    readName()
    return true
  }

  /// The scalar at the place. A `String` holds no other UTF-8 than valid one.
  func scalar() -> Unicode.Scalar? {
    var iterator = bytes[position..<min(position + 4, bytes.count)].makeIterator()
    var decoder = UTF8()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
    return scalar
  }
}

func isDigit(_ byte: UInt8) -> Bool {
  byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
}

func isLetter(_ byte: UInt8) -> Bool {
  let lowered = byte | 0x20
  return lowered >= UInt8(ascii: "a") && lowered <= UInt8(ascii: "z")
}

/// Letters, digits and `_`, as far as ASCII goes.
func isNamePart(_ byte: UInt8) -> Bool {
  isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_")
}
