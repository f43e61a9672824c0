import Basics
import Diagnostics

extension Lexer {
  /// A spelling, what it is read as, and, where it comes from another language, what to say.
  private struct Spelling {
    var text: String
    var kind: Token.Kind
    var habit: (code: DiagnosticCode, message: String, fix: String)?

    init(_ text: String, _ kind: Token.Kind) {
      self.text = text
      self.kind = kind
    }

    init(foreign text: String, _ kind: Token.Kind, _ code: DiagnosticCode, _ message: String, _ fix: String) {
      self.init(text, kind)
      habit = (code, message, fix)
    }
  }

  private static let pipeMessage = "steps are joined by `|`"
  private static let powerMessage = "there is no power operator"
  private static let powerFix = "write `(x * x)`"

  /// Longer ones first among those that begin alike.
  private static let spellings: [Spelling] = [
    Spelling(foreign: "%>%", .pipe, .foreignPipe, pipeMessage, "write `|`"),
    Spelling(foreign: "->", .pipe, .foreignPipe, pipeMessage, "write `|`"),
    Spelling(foreign: "|>", .pipe, .foreignPipe, pipeMessage, "write `|`"),
    Spelling(foreign: "||", .foreignOperator, .foreignOperator, "there is no operator `||`", "write `or`"),
    Spelling(foreign: "&&", .foreignOperator, .foreignOperator, "there is no operator `&&`", "write `and`"),
    Spelling(foreign: "&", .foreignOperator, .foreignOperator, "there is no operator `&`", "write `and`"),
    Spelling(foreign: "**", .foreignOperator, .foreignOperator, powerMessage, powerFix),
    Spelling(foreign: "^", .foreignOperator, .foreignOperator, powerMessage, powerFix),
    Spelling(
      foreign: "%", .foreignOperator, .foreignOperator, "there is no remainder operator",
      "`%` stands directly after a number: `25%`"),
    Spelling(foreign: "<>", .unequal, .foreignOperator, "there is no operator `<>`", "write `!=`"),
    Spelling(foreign: "===", .equal, .foreignOperator, "there is no operator `===`", "write `==`"),
    Spelling(foreign: "!==", .unequal, .foreignOperator, "there is no operator `!==`", "write `!=`"),
    Spelling(foreign: "=>", .foreignOperator, .foreignOperator, "there is no operator `=>`", "write `>=` or `=`"),
    Spelling(foreign: "=<", .lessOrEqual, .foreignOperator, "there is no operator `=<`", "write `<=`"),
    Spelling(foreign: ":=", .assign, .foreignAssignment, "a name is bound with `=`", "write `=`"),
    Spelling("==", .equal), Spelling("!=", .unequal), Spelling("<=", .lessOrEqual), Spelling(">=", .greaterOrEqual),
    Spelling(foreign: "!", .foreignOperator, .foreignOperator, "there is no operator `!`", "write `not`"),
    Spelling("|", .pipe), Spelling("=", .assign), Spelling(":", .colon), Spelling("<", .less), Spelling(">", .greater),
    Spelling("+", .plus), Spelling("-", .minus), Spelling("*", .times), Spelling("/", .divided),
  ]

  mutating func readOperator() {
    if byte() == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "/") { return readSlashComment() }
    if byte() == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "*") { return readBlockComment() }
    if byte() == UInt8(ascii: ";") { return readSemicolon() }
    let rest = bytes[position...].prefix(3)
    guard let spelling = Self.spellings.first(where: { rest.starts(with: $0.text.utf8) }) else {
      return readUnknown()
    }
    let length = spelling.text.utf8.count
    if let habit = spelling.habit {
      report(habit.code, habit.message, at: Span(position, position + length), habit.fix)
    }
    emit(spelling.kind, length: length, isReported: spelling.habit != nil)
  }

  private mutating func readSemicolon() {
    let span = Span(position, position + 1)
    if depth > 0 {
      report(.semicolon, "inside brackets a comma separates", at: span, "write `,`")
      return emit(.comma, length: 1, isReported: true)
    }
    report(
      .semicolon, "a statement ends at the end of its line", at: span, "go to a new line instead, or write nothing")
    emit(.newline, length: 1, isReported: true)
  }

  private mutating func readUnknown() {
    let byte = byte()
    let span = Span(position, position + 1)
    switch byte {
    case UInt8(ascii: "\\"):
      report(
        .unexpectedCharacter, "a `\\` has no meaning here", at: span, "leave it out",
        notes: ["a line that ends in `|`, or whose next line begins with `|`, goes on"])
    case 0x21...0x7E:
      report(.unexpectedCharacter, "'\(text(span))' has no meaning here", at: span, "leave it out")
    default:
      let name = hexadecimal(Unicode.Scalar(byte))
      report(
        .unexpectedCharacter, "an invisible control character (U+\(name)) stands here", at: span, "delete it",
        notes: byte == 0 ? ["a text with NUL bytes is often a binary file, or one saved as UTF-16"] : [])
    }
    skip(1)
  }
}
