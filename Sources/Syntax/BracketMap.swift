/// Which bracket closes which, found in one pass before parsing.
///
/// Knowing it beforehand makes every question of the parser that needs to look far ahead ("is there a `|` in these
/// parentheses?") cost nothing, and tells where to go on after a mistake.
struct BracketMap {
  /// For each token the index of its partner, or -1 for what is no bracket or has none.
  private let partners: [Int32]
  private let holdsPipe: [Bool]

  init(_ tokens: [Token]) {
    var partners = [Int32](repeating: -1, count: tokens.count)
    var holdsPipe = [Bool](repeating: false, count: tokens.count)
    var open: [Int] = []
    for (index, token) in tokens.enumerated() {
      switch token.kind {
      case .openParenthesis, .openBracket, .openBrace: open.append(index)
      case .pipe: open.last.map { holdsPipe[$0] = true }
      case .cell: open.removeAll()
      case .closeParenthesis, .closeBracket, .closeBrace:
        guard let match = open.lastIndex(where: { tokens[$0].kind.closing == token.kind }) else { continue }
        partners[open[match]] = Int32(index)
        partners[index] = Int32(open[match])
        open.removeSubrange(match...)
      default: break
      }
    }
    self.partners = partners
    self.holdsPipe = holdsPipe
  }

  /// The other bracket of the pair, or nil where it is missing.
  func partner(of index: Int) -> Int? {
    partners[index] < 0 ? nil : Int(partners[index])
  }

  /// Whether a `|` stands inside the bracket that opens there, outside inner brackets.
  func holdsPipe(_ index: Int) -> Bool {
    holdsPipe[index]
  }
}
