import Diagnostics

/// The smallest piece of a script that has a meaning. Comments are kept apart, blanks are not kept.
struct Token: Sendable {
  enum Kind: UInt8, Sendable {
    case name, number
    /// `"…"` as it should be.
    case string
    /// A string in quotes of another kind: told already, its text is not looked into.
    case foreignString
    /// A string that never ends: told already, and whatever follows is not to be trusted.
    case unclosedString
    case pipe
    /// `=` that binds a name or gives a parameter its default…
    case assign
    /// …and the one that names an argument, once the parser has seen which it is.
    case labelAssign
    case colon, comma, dot, dotDot, question
    case openParenthesis, closeParenthesis, openBracket, closeBracket, openBrace, closeBrace
    case plus, minus
    /// A `-` before its operand, once the parser has seen that it is one.
    case sign
    case times, divided
    case equal, unequal, less, lessOrEqual, greater, greaterOrEqual
    /// An operator that the language does not have: told already.
    case foreignOperator
    /// The end of a line. Whether it ends a statement is for the parser to say.
    case newline
    /// The head of a cell: it ends a statement whatever is open.
    case cell
    case end
  }

  var kind: Kind
  var span: Span
  /// Whether a blank, a comment or a line end stands directly before it.
  var hasBlankBefore: Bool
  /// Whether a diagnostic points at it already, so that a second one would only repeat the first.
  var isReported = false

  /// Whether a `foreign` spelling of it is still followed directly by `next`.
  func touches(_ next: Token) -> Bool {
    span.end == next.span.start
  }
}

extension Token.Kind {
  var isOpening: Bool {
    self == .openParenthesis || self == .openBracket || self == .openBrace
  }

  var isClosing: Bool {
    self == .closeParenthesis || self == .closeBracket || self == .closeBrace
  }

  /// The bracket that closes this one.
  var closing: Token.Kind? {
    switch self {
    case .openParenthesis: .closeParenthesis
    case .openBracket: .closeBracket
    case .openBrace: .closeBrace
    default: nil
    }
  }

  var formulaOperator: Formula.Operator? {
    switch self {
    case .plus: .plus
    case .minus: .minus
    case .times: .times
    case .divided: .divided
    case .equal: .equal
    case .unequal: .unequal
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    default: nil
    }
  }
}
