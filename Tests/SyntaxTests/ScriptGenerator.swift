/// Makes random scripts from the grammar, and spoils them, for fuzzing whatever reads scripts.
///
/// Needs nothing but the standard library. The same seed gives the same scripts, on every machine. What `script()`
/// gives is always right as far as syntax goes, with spacing, line ends and comments wherever they may be; names and
/// arguments are made up. What `spoiled(_:)` gives is usually wrong, in the ways in which typed text is.
struct ScriptGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 ^ 0xD1B5_4A32_D192_ED03
  }

  // MARK: Chance

  /// SplitMix64 (Steele, Lea & Flood 2014).
  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }

  mutating func chance(_ part: Int, in whole: Int) -> Bool { below(whole) < part }

  mutating func one<Element>(of elements: [Element]) -> Element { elements[below(elements.count)] }

  private mutating func list(_ counts: ClosedRange<Int>, _ make: (inout Self) -> String) -> [String] {
    (0..<(counts.lowerBound + below(counts.count))).map { _ in make(&self) }
  }

  // MARK: Statements

  /// A whole script of a few statements.
  mutating func script() -> String {
    var text = chance(1, in: 20) ? "\u{FEFF}" : ""
    var mayContinue = true
    for _ in 0..<(1 + below(4)) {
      while chance(1, in: 4) {
        let line = separatingLine()
        if line.contains("%%") { mayContinue = true }
        text += line
      }
      text += statement(mayContinue: mayContinue) + one(of: ["", "", "", " ", "  # why", "\t#"]) + "\n"
      mayContinue = false
    }
    if chance(1, in: 10) { text.removeLast() }
    return chance(1, in: 10)
      ? text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n") : text
  }

  private mutating func separatingLine() -> String {
    one(of: [
      "\n", "   \n", "# a note\n", "  # an indented note\n", "## said of what follows\n", "# %%\n",
      "# %% [markdown] Text\n", "#\n",
    ])
  }

  private mutating func statement(mayContinue: Bool) -> String {
    switch below(10) {
    case 0: "use \(one(of: ["\"recipes.mien\"", "\"a\\\\b.mien\""]))"
    case 1: "set \(name()) \(value(2, inBrackets: false))"
    case 2: definition()
    case 3: "\(name())\(one(of: ["?", " ?"]))"
    case 4...6: "\(name())\(one(of: ["=", " = ", "  =", "= "]))\(pipeline(2, inBrackets: false))"
    default: (mayContinue && chance(1, in: 3) ? "| " : "") + pipeline(2, inBrackets: false)
    }
  }

  private mutating func definition() -> String {
    let names = Set(list(0...3) { $0.name() }).sorted()
    let parameters = names.map { name in
      chance(1, in: 2) ? name : "\(name)\(one(of: ["=", " = "]))\(value(1, inBrackets: true))"
    }
    let head = chance(1, in: 4) ? "" : "(\(parameters.joined(separator: comma())))"
    return "def \(name())\(head)\(one(of: [" = ", "="]))\(pipeline(2, inBrackets: false))"
  }

  // MARK: Pipelines

  private mutating func pipeline(_ depth: Int, inBrackets: Bool, isHeadOfParentheses: Bool = false) -> String {
    var text = step(depth, inBrackets: inBrackets, isHeadOfParentheses: isHeadOfParentheses)
    while chance(1, in: 2), text.utf8.count < 200 {
      text += one(of: [" | ", " | ", " | ", "|", "\n    | ", " |\n  ", "  # why\n\n| ", " | # what for\n  "])
      text += step(depth, inBrackets: inBrackets, isHeadOfParentheses: false)
    }
    return text
  }

  private mutating func step(_ depth: Int, inBrackets: Bool, isHeadOfParentheses: Bool) -> String {
    switch below(12) {
    case 0 where depth > 0: return choice(depth - 1, ofSteps: true)
    case 1 where depth > 0: return "maybe \(step(depth - 1, inBrackets: inBrackets, isHeadOfParentheses: false))"
    case 2: return atom(depth, inBrackets: inBrackets)
    default: return call(depth, inBrackets: inBrackets, isHeadOfParentheses: isHeadOfParentheses)
    }
  }

  /// A step that is a value, so that nothing may follow it but `|`.
  private mutating func atom(_ depth: Int, inBrackets: Bool) -> String {
    switch below(5) {
    case 0: "\(name()).\(name())"
    case 1 where depth > 0: parentheses(depth - 1)
    case 2: number()
    case 3: string()
    default: one(of: ["yes", "none", "[]", "-5", "1..3"])
    }
  }

  private mutating func call(_ depth: Int, inBrackets: Bool, isHeadOfParentheses: Bool) -> String {
    var text = name()
    for index in 0..<below(3) {
      var argument = value(depth, inBrackets: inBrackets)
      while isHeadOfParentheses, index == 0, argument.hasPrefix("-") { argument = value(depth, inBrackets: inBrackets) }
      text += gap(inBrackets) + argument
    }
    for _ in 0..<below(2) {
      text +=
        gap(inBrackets) + one(of: [name(), "by"]) + one(of: ["=", "=", " = ", "= "])
        + value(depth, inBrackets: inBrackets)
    }
    return text
  }

  private mutating func gap(_ inBrackets: Bool) -> String {
    inBrackets && chance(1, in: 8)
      ? one(of: ["\n", " # why\n", "\n  # why\n  ", "\r\n"]) : one(of: [" ", " ", " ", "  ", "\t"])
  }

  private mutating func comma() -> String {
    one(of: [", ", ", ", ",", " ,", ",\n    ", ", # why\n", "\n,\n"])
  }

  // MARK: Values

  private mutating func value(_ depth: Int, inBrackets: Bool) -> String {
    switch below(12) {
    case 0...2: name()
    case 3...4: number()
    case 5: one(of: ["-1", "-0.5", "-25%"])
    case 6: string()
    case 7: one(of: ["yes", "no", "none", "\(name()).\(name()).\(name())", "\(name()).x"])
    case 8: one(of: ["10..50", "10..50 by 10", "1..-5", "-5..5 by -0.5", "0.1..0.9"])
    case 9 where depth > 0: parentheses(depth - 1)
    case 10 where depth > 0: choice(depth - 1, ofSteps: false)
    case 11 where depth > 0: "[\(list(0...3) { $0.value(depth - 1, inBrackets: true) }.joined(separator: comma()))]"
    default: one(of: ["50", "k", "rbf"])
    }
  }

  private mutating func choice(_ depth: Int, ofSteps: Bool) -> String {
    let alternatives = list(1...4) { generator in
      ofSteps || generator.chance(1, in: 4)
        ? generator.pipeline(depth, inBrackets: true) : generator.value(depth, inBrackets: true)
    }
    let label = chance(1, in: 5) ? name() + one(of: [": ", ":", " : "]) : ""
    let open = one(of: ["{", "{", "{ ", "{\n", "{ # which\n"])
    return open + label + alternatives.joined(separator: comma())
      + one(of: ["}", "}", " }", ",}", "\n}", ", # last\n}"])
  }

  private mutating func parentheses(_ depth: Int) -> String {
    let open = one(of: ["(", "(", "( ", "(\n"])
    let close = one(of: [")", ")", " )", "\n)", " # done\n)"])
    if chance(1, in: 3) {
      // Without a `|` or arguments this is a formula, which is right as well.
      return open + pipeline(depth, inBrackets: true, isHeadOfParentheses: true) + close
    }
    return open + formula(depth, level: 0) + close
  }

  /// `level`: 0 or, 1 and, 2 not, 3 comparison, 4 sum, 5 product, 6 operand.
  private mutating func formula(_ depth: Int, level: Int) -> String {
    guard depth >= 0, chance(1, in: 2) || level >= 6 else {
      return level >= 6 ? operand(depth) : formula(depth, level: level + 1)
    }
    switch level {
    case 0, 1:
      return formula(depth, level: level + 1) + (level == 0 ? " or " : " and ") + formula(depth - 1, level: level + 1)
    case 2: return "not " + formula(depth - 1, level: 2)
    case 3: return joined(depth, 4, 4, one(of: ["==", "!=", "<", "<=", ">", ">="]))
    case 4: return joined(depth, 4, 5, one(of: ["+", "-"]))
    case 5: return joined(depth, 5, 6, one(of: ["*", "/"]))
    default: return operand(depth)
    }
  }

  private mutating func joined(_ depth: Int, _ left: Int, _ right: Int, _ sign: String) -> String {
    let space = one(of: ["", " ", " ", " ", "  ", "\n", " # why\n"])
    return formula(depth - 1, level: left) + space + sign + (space.isEmpty ? "" : " ")
      + formula(depth - 1, level: right)
  }

  private mutating func operand(_ depth: Int) -> String {
    switch below(8) {
    case 0: number()
    case 1: "-\(name())"
    case 2: "\(name()).\(name())"
    case 3 where depth > 0: parentheses(depth - 1)
    case 4: one(of: ["-1", "- 2", "--1", "-\n3", "yes", "none", "1..3", "\"text\""])
    case 5 where depth > 0: choice(depth - 1, ofSteps: false)
    default: name()
    }
  }

  // MARK: Words

  mutating func name() -> String {
    one(of: [
      "faces", "lbp", "pca", "smote", "svm", "forest", "k", "x", "_", "base", "macro_f1", "rbf", "cv", "e5", "été",
      "_1",
    ])
  }

  private mutating func number() -> String {
    one(of: [
      "0", "1", "50", "0.25", "1e-3", "1E5", "25%", "60s", "2min", "1.5h", "007", "123456789012345678901234567890",
    ])
  }

  private mutating func string() -> String {
    let pieces = list(0...3) {
      $0.one(of: ["a", " ", "ü", "🙂", "\\n", "\\\"", "\\\\", "\\{", "{k}", "{ base.macro_f1 }", "}", "#", "|", "'"])
    }
    return "\"\(pieces.joined())\""
  }

  // MARK: Spoiling

  private static let debris = [
    "|", "||", "|>", "%>%", "->", "<-", ":=", "=", "==", "{", "}", "(", ")", "[", "]", ",", ";", ":", ".", "..", "...",
    "?",
    "-", "--k", "-k", "+", "*", "**", "/", "//", "/*", "*/", "%", "^", "&&", "!", "!=", "<", ">=", "\"", "'", "“", "”",
    "`", "\\",
    "\n", "\r", "\r\n", "\n\n", "\t", " ", "\0", "\u{A0}", "\u{200B}", "\u{FEFF}", "–", "→", "🙂", "e\u{301}", "def ",
    "use ",
    "set ", "maybe ", "yes", "and ", "or", "not ", "by", "for ", "if ", "let ", "True", "None", "f\"", "1_000", "5.",
    ".5", "1e",
    "1e999", "0x1F", "48x48", "# ", "## ", "# %%", "\n# %%\n", "\nx = ", "pca(", "\\q", "{1}", "\u{202E}", "$", "@",
  ]

  /// The text with one to four mistakes: bytes changed, pieces put in, left out, repeated, cut off or mixed in.
  mutating func spoiled(_ text: String) -> String {
    var bytes = Array(text.utf8)
    for _ in 0..<(1 + below(4)) {
      let place = below(bytes.count + 1)
      let end = min(bytes.count, place + below(12))
      switch below(8) {
      case 0 where place < bytes.count: bytes[place] ^= UInt8(1 << below(8))
      case 1 where place < bytes.count: bytes[place] = UInt8(below(256))
      case 2: bytes.removeSubrange(place..<end)
      case 3: bytes.insert(contentsOf: Array(bytes[place..<end]), at: place)
      case 4 where chance(1, in: 2): bytes.removeSubrange(place...)
      case 5 where chance(1, in: 2): bytes.insert(contentsOf: script().utf8.prefix(80), at: place)
      default: bytes.insert(contentsOf: one(of: Self.debris).utf8, at: place)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
