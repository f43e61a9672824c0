import Basics
import Diagnostics

extension Lexer {
  /// Letters of any script make names; quotes, blanks and signs that only look right are told and read as what was meant.
  mutating func readBeyondASCII() {
    guard let scalar = scalar() else { return skip(1) }
    if let closers = Self.closingQuotes[scalar] {
      return readForeignString(closedBy: closers, openingLength: scalar.utf8.count)
    }
    if let lookalike = Self.lookalikes[scalar] {
      let span = Span(position, position + scalar.utf8.count)
      report(
        .unexpectedCharacter, "this only looks like `\(lookalike.text)` (it is U+\(hexadecimal(scalar)))", at: span,
        "write `\(lookalike.text)`")
      return emit(lookalike.kind, length: scalar.utf8.count, isReported: true)
    }
    if readNameBeyondASCII(scalar) { return }
    readForeignCharacter(scalar)
  }

  private mutating func readForeignCharacter(_ scalar: Unicode.Scalar) {
    let start = position
    while let next = self.scalar(), next == scalar { skip(next.utf8.count) }
    let span = Span(start, position)
    let code = "U+\(hexadecimal(scalar))"
    switch scalar.properties.generalCategory {
    case .spaceSeparator:
      let name = scalar.value == 0xA0 ? "a non-breaking space" : "an unusual kind of blank"
      report(.unexpectedCharacter, "\(name) (\(code)) stands here", at: span, "write an ordinary blank")
    case .format, .control, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse:
      report(.unexpectedCharacter, "an invisible character (\(code)) stands here", at: span, "delete it")
    default:
      report(.unexpectedCharacter, "'\(scalar)' has no meaning here", at: span, "leave it out")
    }
  }

  /// What may close a string that another kind of quote opens.
  private static let closingQuotes: [Unicode.Scalar: [String]] = [
    "\u{201C}": ["\u{201D}", "\u{201C}", "\""], "\u{201D}": ["\u{201D}", "\u{201C}", "\""],
    "\u{201E}": ["\u{201C}", "\u{201D}", "\""], "\u{2018}": ["\u{2019}", "\u{2018}", "'"],
    "\u{2019}": ["\u{2019}", "\u{2018}", "'"], "\u{201A}": ["\u{2018}", "\u{2019}", "'"],
    "\u{AB}": ["\u{BB}"], "\u{BB}": ["\u{AB}", "\u{BB}"], "\u{FF02}": ["\u{FF02}"], "\u{300C}": ["\u{300D}"],
  ]

  private static let lookalikes: [Unicode.Scalar: (text: String, kind: Token.Kind)] = [
    "\u{2013}": ("-", .minus), "\u{2014}": ("-", .minus), "\u{2212}": ("-", .minus), "\u{2010}": ("-", .minus),
    "\u{2011}": ("-", .minus), "\u{D7}": ("*", .times), "\u{F7}": ("/", .divided), "\u{2264}": ("<=", .lessOrEqual),
    "\u{2265}": (">=", .greaterOrEqual), "\u{2260}": ("!=", .unequal), "\u{2026}": ("..", .dotDot),
    "\u{FF5C}": ("|", .pipe), "\u{2502}": ("|", .pipe), "\u{A6}": ("|", .pipe), "\u{2192}": ("|", .pipe),
    "\u{FF1D}": ("=", .assign), "\u{FF0C}": (",", .comma), "\u{3001}": (",", .comma), "\u{FF1A}": (":", .colon),
  ]
}
