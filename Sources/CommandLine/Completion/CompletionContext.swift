/// What stands before the cursor, as far as completion needs to know; read off the text by hand, because a line that is
/// being typed is rarely a script.
struct CompletionContext: Equatable {
  /// A stage or variable with the words after it, up to the word at the cursor.
  struct Step: Equatable {
    /// Whether it is the first of its pipeline.
    var isFirst: Bool
    /// The name at its head and its arguments so far; braces, brackets and texts are a word each.
    var words: [String] = []
    /// The parameter that the word at the cursor is given to: `whiten` in `pca whiten=`.
    var label: String?
  }

  enum Place: Equatable {
    /// Where a name stands that begins a step.
    case head
    /// Among the arguments of a step.
    case argument
    /// Inside quotes; what has been typed of the text.
    case quoted
    /// Inside parentheses: arithmetic, a comparison, or a pipeline.
    case formula
    /// After `name.`
    case field(of: String)
    case nowhere
  }

  var place: Place = .head
  var step = Step(isFirst: true)
  /// What has been typed of the word, and where that begins, in UTF-8 bytes.
  var prefix = ""
  var start = 0
  /// The variable or stage at the beginning of the pipeline.
  var pipelineHead: String?
  /// All that stands before the word.
  var before = ""
}

extension CompletionContext {
  /// Cost: linear in the text.
  init(before cursor: String) {
    var scanner = CompletionScanner()
    for character in cursor { scanner.read(character) }
    self = scanner.context
  }
}

/// Follows steps, brackets and quotes from left to right.
private struct CompletionScanner {
  private struct Level {
    var opening: Character
    var step: CompletionContext.Step
    var head: String?
    /// Whether the bracket stands among a step's arguments, so that what is inside belongs to that step.
    var isArgument: Bool
  }

  private var levels: [Level] = []
  private var step = CompletionContext.Step(isFirst: true)
  private var head: String?
  private var word = ""
  private var wordStart = 0
  private var offset = 0
  private var isQuoted = false
  private var isEscaped = false
  private var isComment = false

  mutating func read(_ character: Character) {
    defer { offset += character.utf8.count }
    if isComment {
      if character.isNewline { (isComment, step, head, levels) = (false, .init(isFirst: true), nil, []) }
    } else if isQuoted {
      readQuoted(character)
    } else {
      readPlain(character)
    }
  }

  private mutating func readQuoted(_ character: Character) {
    if character == "\"", !isEscaped {
      isQuoted = false
      word = "\"" + word + "\""
      endWord()
    } else {
      word.append(character)
    }
    isEscaped = character == "\\" && !isEscaped
  }

  private mutating func readPlain(_ character: Character) {
    switch character {
    case "\"":
      endWord()
      (isQuoted, wordStart) = (true, offset + 1)
    case "#": isComment = true
    case "|":
      endWord()
      step = .init(isFirst: false)
    case "=": readEquals()
    case "{", "(", "[": open(character)
    case "}", ")", "]": close()
    case ",":
      endWord()
      if let level = levels.last { step = level.isArgument ? level.step : .init(isFirst: level.step.isFirst) }
    case _ where character.isNewline:
      endWord()
      if levels.isEmpty, step.words.isEmpty == false { (step, head) = (.init(isFirst: true), nil) }
    case _ where character.isWhitespace: endWord()
    default:
      if word.isEmpty { wordStart = offset }
      word.append(character)
    }
  }

  /// `x = …` binds a variable where nothing stands before it; elsewhere `k=` names a parameter.
  private mutating func readEquals() {
    if step.words.isEmpty || (step.words.count == 1 && word.isEmpty) || step.words.first == "def" {
      (word, step, head) = ("", .init(isFirst: true), nil)
    } else {
      (step.label, word) = (word, "")
    }
  }

  private mutating func open(_ bracket: Character) {
    endWord()
    let isArgument = !step.words.isEmpty && bracket != "("
    levels.append(Level(opening: bracket, step: step, head: head, isArgument: isArgument))
    if !isArgument { step = .init(isFirst: bracket == "(" || step.isFirst) }
  }

  private mutating func close() {
    endWord()
    guard let level = levels.popLast() else { return }
    (step, head) = (level.step, level.head)
    append("…")
  }

  private mutating func endWord() {
    guard !word.isEmpty else { return }
    if step.words.isEmpty, step.isFirst, head == nil { head = word }
    append(word)
    word = ""
  }

  /// An argument that is given by name keeps it: `whiten=yes`.
  private mutating func append(_ argument: String) {
    step.words.append((step.label.map { "\($0)=" } ?? "") + argument)
    step.label = nil
  }

  var context: CompletionContext {
    var context = CompletionContext()
    context.step = step
    context.prefix = word
    context.start = word.isEmpty ? (isQuoted ? wordStart : offset) : wordStart
    context.pipelineHead = head
    context.place = place
    if case .field(let name) = context.place {
      context.start += name.utf8.count + 1
      context.prefix = String(word.dropFirst(name.count + 1))
    }
    return context
  }

  private var place: CompletionContext.Place {
    if isComment { return .nowhere }
    if isQuoted { return .quoted }
    if let dot = word.firstIndex(of: "."), word.first?.isLetter == true || word.first == "_" {
      return .field(of: String(word[..<dot]))
    }
    if levels.last?.opening == "(" { return .formula }
    return step.words.isEmpty ? .head : .argument
  }
}
