import Diagnostics

extension Parser {
  /// The string at the place. Its mistakes are told and do not stop the parser.
  mutating func parseString() -> StringLiteral {
    let token = current
    advance()
    guard token.kind == .string else {
      return StringLiteral(pieces: [.text(text(token))], span: token.span)
    }
    var reader = StringReader(bytes: bytes, content: Span(token.span.start + 1, token.span.end - 1))
    reader.run()
    for problem in reader.problems {
      report(problem.code, problem.message, at: problem.span, problem.label)
    }
    return StringLiteral(pieces: reader.pieces, span: token.span)
  }
}

/// Reads what stands between the quotes of a string: text, escapes, and `{name}`.
struct StringReader {
  struct Problem {
    var code: DiagnosticCode
    var message: String
    var span: Span
    var label: String
  }

  private let bytes: [UInt8]
  private let end: Int
  private var position: Int
  private var text: [UInt8] = []
  private(set) var pieces: [StringLiteral.Piece] = []
  private(set) var problems: [Problem] = []

  init(bytes: [UInt8], content: Span) {
    self.bytes = bytes
    position = content.start
    end = content.end
  }

  mutating func run() {
    while position < end {
      switch bytes[position] {
      case UInt8(ascii: "\\"): readEscape()
      case UInt8(ascii: "{"): readInterpolation()
      default:
        text.append(bytes[position])
        position += 1
      }
    }
    finishText()
  }

  private mutating func finishText() {
    guard !text.isEmpty else { return }
    pieces.append(.text(String(decoding: text, as: UTF8.self)))
    text = []
  }

  private mutating func readEscape() {
    let start = position
    position += 1
    guard position < end else { return }
    switch bytes[position] {
    case UInt8(ascii: "n"): text.append(UInt8(ascii: "\n"))
    case UInt8(ascii: "t"): text.append(UInt8(ascii: "\t"))
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "{"), UInt8(ascii: "}"): text.append(bytes[position])
    default:
      let length = scalarLength(bytes[position])
      let span = Span(start, min(position + length, end))
      let escape = String(decoding: bytes[span.start..<span.end], as: UTF8.self)
      problems.append(
        Problem(
          code: .unknownEscape, message: "there is no escape `\(escape)`", span: span,
          label: "write `\\\\` for a backslash"))
      position = span.end
      return
    }
    position += 1
  }

  private func scalarLength(_ lead: UInt8) -> Int {
    switch lead {
    case ..<0x80: 1
    case ..<0xE0: 2
    case ..<0xF0: 3
    default: 4
    }
  }

  private mutating func readInterpolation() {
    let start = position
    position += 1
    skipBlanks()
    var names: [Name] = []
    while let name = readName() {
      names.append(name)
      guard position < end, bytes[position] == UInt8(ascii: ".") else { break }
      position += 1
    }
    let endsInDot = bytes[position - 1] == UInt8(ascii: ".")
    skipBlanks()
    guard let first = names.first, !endsInDot, position < end, bytes[position] == UInt8(ascii: "}") else {
      return malformedInterpolation(start)
    }
    position += 1
    finishText()
    pieces.append(.interpolation(first, Array(names.dropFirst())))
  }

  private mutating func readName() -> Name? {
    let start = position
    while position < end, isNamePart(bytes[position]) || bytes[position] >= 0x80 { position += 1 }
    guard position > start, !isDigit(bytes[start]) else { return nil }
    let span = Span(start, position)
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard isName(text) else { return nil }
    return Name(text: text, span: span)
  }

  private func isName(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first else { return false }
    return (first == "_" || first.properties.isXIDStart)
      && text.unicodeScalars.allSatisfy { $0 == "_" || $0.properties.isXIDContinue }
  }

  private mutating func skipBlanks() {
    while position < end, bytes[position] == UInt8(ascii: " ") || bytes[position] == UInt8(ascii: "\t") {
      position += 1
    }
  }

  private mutating func malformedInterpolation(_ start: Int) {
    let close = bytes[start..<end].firstIndex(of: UInt8(ascii: "}")).map { $0 + 1 }
    problems.append(
      Problem(
        code: .malformedInterpolation, message: "braces in a string hold the name of a variable or a field",
        span: Span(start, close ?? start + 1), label: "write `\\{` for a brace"))
    position = max(position, close ?? start + 1)
  }
}
