import Diagnostics
import Syntax

/// Reads a lesson from a script. Cells that begin with `# %% [markdown]` are text, those with `[question]`, `[predict]` or
/// `[try]` ask, those with `[check]` must hold, and all others are code. In a cell that asks, comments hold the question;
/// `- ` begins an option, and a name with a colon what else belongs to it.
public struct LessonReader {
  private static let asking = ["[question]", "[predict]", "[try]"]
  private let source: SourceText
  private let mistakes: [String: [KnownMistake]]
  private var steps: [LessonStep] = []
  private var problems: [Diagnostic] = []

  /// Whether a script is a lesson: whether a cell of it asks.
  public static func isLesson(_ source: SourceText) -> Bool {
    source.text.contains("# %% [question]") || source.text.contains("# %% [predict]")
      || source.text.contains("# %% [try]")
  }

  /// - Parameter mistakes: what `wrong: @NAME` stands for.
  public static func read(
    _ source: SourceText, name: String, mistakes: [String: [KnownMistake]]
  ) -> (lesson: Lesson, problems: [Diagnostic]) {
    var reader = LessonReader(source: source, mistakes: mistakes)
    let parsed = parse(source)
    for cell in parsed.script.cells { reader.read(cell, parsed.script) }
    let first = reader.steps.lazy.compactMap { if case .text(let text) = $0 { text } else { nil } }.first ?? ""
    let heading = first.split(separator: "\n").first { $0.hasPrefix("# ") }.map { String($0.dropFirst(2)) }
    let minutes = first.split { $0 == " " || $0 == "\n" }.enumerated().first { $0.element.hasPrefix("minutes") }
      .flatMap { found in Int(first.split { $0 == " " || $0 == "\n" }[max(0, found.offset - 1)]) }
    let lesson = Lesson(
      name: name, title: heading ?? name, minutes: minutes, steps: reader.steps, text: source.text)
    return (lesson, parsed.diagnostics + reader.problems)
  }

  private init(source: SourceText, mistakes: [String: [KnownMistake]]) {
    (self.source, self.mistakes) = (source, mistakes)
  }

  private mutating func read(_ cell: Script.Cell, _ script: Script) {
    let mark = cell.title.split(separator: " ").first.map(String.init) ?? ""
    if cell.kind == .markdown {
      steps.append(.text(cell.markdown))
    } else if Self.asking.contains(mark) {
      question(mark, cell, script)
    } else {
      if mark.hasPrefix("["), mark.hasSuffix("]"), mark != "[check]" {
        complain(
          "there is no cell of the kind \(mark)", at: head(of: cell),
          "one of: [markdown], [check], \(Self.asking.joined(separator: ", ")); code has none")
      }
      let code = self.code(of: cell)
      if !code.isEmpty { steps.append(mark == "[check]" ? .check(code) : .code(code)) }
    }
  }

  /// The lines of a cell without its head.
  private func code(of cell: Script.Cell) -> String {
    var lines = words(cell.span).split(separator: "\n", omittingEmptySubsequences: false)[...]
    if lines.first?.hasPrefix("# %%") == true { lines = lines.dropFirst() }
    while lines.first?.allSatisfy(\.isWhitespace) == true { lines = lines.dropFirst() }
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines = lines.dropLast() }
    return lines.joined(separator: "\n")
  }

  private func head(of cell: Script.Cell) -> Span {
    let line = words(cell.span).prefix { !$0.isNewline }
    return Span(cell.span.start, cell.span.start + line.utf8.count)
  }

  private func words(_ span: Span) -> String {
    String(decoding: Array(source.text.utf8)[span.start..<span.end], as: UTF8.self)
  }

  // MARK: Questions

  private mutating func question(_ mark: String, _ cell: Script.Cell, _ script: Script) {
    let comments = script.comments.filter { $0.span.start > cell.span.start && $0.span.start < cell.span.end }
    let card = LessonCard(comments.map { ($0.text, $0.span) })
    let place = comments.first?.span ?? cell.span
    for (key, span) in card.unknownKeys {
      complain("a question has no '\(key)'", at: span, "one of: \(LessonCard.keys.joined(separator: ", "))")
    }
    guard let kind = kind(of: card, mark, place) else { return }
    if card.prompt.isEmpty {
      complain("a question asks nothing", at: place, "the lines before the answer are the question")
    }
    let number = steps.count { if case .question = $0 { true } else { false } }
    steps.append(
      .question(
        LessonQuestion(
          index: number, prompt: card.prompt, kind: kind, hints: card.values("hint"), isPrediction: mark == "[predict]",
          explanation: card.values("because").joined(separator: "\n"))))
  }

  private mutating func kind(of card: LessonCard, _ mark: String, _ place: Span) -> LessonQuestion.Kind? {
    if mark == "[try]" {
      var answer = LessonQuestion.LineAnswer(right: card.values("answer"), accepts: card.values("accept").first)
      for (text, span) in card.placed("wrong") {
        if text.hasPrefix("@") {
          let known = mistakes[String(text.dropFirst())]
          if known == nil {
            complain("there is no known mistake '\(text)'", at: span, mistakes.keys.sorted().joined(separator: ", "))
          }
          answer.wrong += known ?? []
        } else if let mistake = KnownMistake(text) {
          answer.wrong.append(mistake)
        } else {
          complain("a wrong answer needs what is said to it", at: span, "wrong: LINE -> HINT")
        }
      }
      guard !answer.right.isEmpty else {
        complain("there is no answer to this", at: place, "add a line `# answer: …`")
        return nil
      }
      return .line(answer)
    }
    if let number = card.values("number").first {
      return .number(of: number, within: tolerance(card))
    }
    guard card.options.count > 1 else {
      complain("there is nothing to choose from", at: place, "options begin with `- `; a number has `number: (…)`")
      return nil
    }
    if card.isOrder {
      if card.options.contains(where: { $0.value == nil }) {
        complain("an option has no number to be put in order by", at: place, "write `- TEXT : (base.accuracy)`")
      }
      return .order(card.options)
    }
    if !card.options.contains(where: { $0.isRight || $0.value != nil }) {
      complain("no option is right", at: place, "`- * TEXT` marks one that is, `- TEXT : (CONDITION)` lets the run say")
    }
    return .choice(card.options)
  }

  /// How far off a number may be; 0.05 where nothing is said.
  private mutating func tolerance(_ card: LessonCard) -> Double {
    guard let (text, span) = card.placed("within").first else { return 0.05 }
    if let within = Double(text), within.isFinite, within >= 0 { return within }
    complain("'\(text)' is not how far off a number may be", at: span, "write a number, such as `within: 0.05`")
    return 0.05
  }

  private mutating func complain(_ message: String, at span: Span, _ hint: String) {
    problems.append(Diagnostic(.brokenLesson, message, at: .init(Location(source, span), hint)))
  }
}

extension KnownMistake {
  /// `LINE -> HINT`
  init?(_ text: String) {
    guard let arrow = text.firstRange(of: " -> ") else { return nil }
    self.init(line: String(text[..<arrow.lowerBound]), hint: String(text[arrow.upperBound...]))
  }
}

extension DiagnosticCode {
  /// What the format of lessons asks for.
  public static let brokenLesson = DiagnosticCode(
    "E0408", "a lesson is not as a lesson should be",
    explanation: """
      A lesson is a script with text cells, questions and checks. A cell that begins with `# %% [try]` needs a line \
      `# answer: …`, one with `# %% [predict]` options (`# - TEXT : (…)`) or a number (`# number: (…)`), one with \
      `# %% [question]` options of which one is right (`# - * TEXT`). `mien check` tells all that is missing.
      """)
}
