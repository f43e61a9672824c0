import Basics
import Diagnostics
import Interpreter
import Plans

/// Leads a person through a lesson, step by step. Knows no terminal: what it says and what it runs goes through its host.
public final class LessonPlayer {
  /// Something that is said.
  public enum Utterance: Sendable, Equatable {
    case heading(String)
    case text(String)
    /// Lines of Mien to be looked at.
    case code(String)
    /// What a person can do now.
    case prompt(String)
    case right(String)
    case wrong(String)
  }

  /// What became of something typed.
  public enum Reply: Sendable, Equatable {
    case handled
    /// It is a line of Mien: the host runs it, and tells `ran` where nothing failed.
    case runs
    /// The lesson is left; it goes on from here another time.
    case left
  }

  public let lesson: Lesson
  public private(set) var record: LessonRecord
  private let session: Session
  private let judge: LessonJudge
  private let goingOn: String
  private let say: (Utterance) -> Void
  /// Runs code of the lesson as a person would; false where it failed.
  private let run: (String) -> Bool
  /// Guesses that wait for the next code.
  private var guesses: [(question: LessonQuestion, said: LessonAnswer)] = []
  /// Whether the code at hand has been shown and waits to be run.
  private var awaitsRun = false

  /// What goes on at a prompt.
  public static let enterKey = "Enter"

  /// - Parameters:
  ///   - record: how far the person has come; a lesson that was finished begins anew.
  ///   - goingOn: what a person does to go on, as the lesson is to name it.
  public init(
    _ lesson: Lesson, record: LessonRecord? = nil, session: Session, goingOn: String = LessonPlayer.enterKey,
    say: @escaping (Utterance) -> Void,
    run: @escaping (String) -> Bool
  ) {
    self.lesson = lesson
    let known = record.flatMap { $0.isFinished || $0.step >= lesson.steps.count ? nil : $0 }
    self.record = known ?? LessonRecord(lesson: lesson.name)
    (self.session, self.goingOn, self.say, self.run) = (session, goingOn, say, run)
    judge = LessonJudge(session: session)
  }

  public var isFinished: Bool { record.isFinished }

  /// What can be chosen now, by its letter; empty where nothing is to be chosen.
  public var choices: [String] {
    guard case .question(let question)? = step, case .choice(let options) = question.kind else { return [] }
    return letters(options.count)
  }

  /// Says where the lesson begins, or goes on. What ran before that is made again, so that its variables are there; most of
  /// it comes from the cache.
  public func begin() {
    say(.heading(lesson.title))
    if record.step > 0 {
      say(.text("Going on at part \(record.step + 1) of \(lesson.steps.count); `restart` begins anew."))
      for case .code(let code) in lesson.steps.prefix(record.step) { prepare(code) }
    } else {
      say(
        .text(
          "\(lesson.steps.count) parts. \(goingOn) goes on; hint, skip, back and quit help; lines of your own are welcome."
        ))
    }
    present()
  }

  private func prepare(_ code: String) {
    do { try session.run(SourceText(name: lesson.name, text: code)) { _ in } } catch {
      say(.wrong("a part of the lesson could not be run again: `back` goes to it"))
    }
  }

  private var step: LessonStep? { lesson.steps.indices.contains(record.step) ? lesson.steps[record.step] : nil }

  // MARK: What is typed

  /// Something a person typed; empty for Enter alone.
  public func take(_ entry: String) -> Reply {
    let word = entry.split(separator: " ").joined(separator: " ").lowercased()
    switch word {
    case "": goOn()
    case "next" where session.value(named: "next") == nil: goOn()
    case "hint": hint()
    case "skip": skip()
    case "back": back()
    case "restart": restart()
    case "quit", "exit", "bye":
      say(.text("`lesson \(lesson.spelling)` goes on from here, today or another day."))
      return .left
    default: return answer(entry)
    }
    return isFinished ? .left : .handled
  }

  /// A line of a person's own has run without an error: where a line is asked for, it is an answer.
  public func ran(_ entry: String) {
    guard case .question(let question)? = step, case .line(let answer) = question.kind,
      let plan = session.plan(of: entry)
    else { return }
    // To look at what a name stands for is free, unless that is what is asked for.
    let isLook = session.value(named: entry) != nil && answer.accepts == nil && !answer.right.contains(entry)
    if isLook { return say(.prompt("now the line that is asked for; `hint` helps")) }
    let verdict = judge.verdict(on: plan, by: answer)
    // Questions such as `help` are free.
    let isQuestion = session.commands.contains { $0.declaration.name == plan.first.first?.stage }
    if isQuestion, !verdict.isAnswer { return }
    guard verdict.isAnswer else { return say(.prompt("that is another line than the one asked for; `hint` helps")) }
    settle(question, said: entry, verdict)
  }

  /// A line of a person's own was refused: the lesson waits, and says what it knows of that mistake. What has no plan can
  /// only be compared as it is written, blanks apart.
  public func failed(_ entry: String) {
    if awaitsRun { say(.prompt("\(goingOn) runs the lines of the lesson, which may be needed first")) }
    guard case .question(let question)? = step, case .line(let answer) = question.kind else { return }
    record[question.index].tries += 1
    record[question.index].said = entry
    let words = entry.split(whereSeparator: \.isWhitespace)
    let plan = session.plan(of: entry)
    let known = answer.wrong.first { mistake in
      plan.map { LinePattern(mistake.line, session)?.matches($0) ?? false }
        ?? (mistake.line.split(whereSeparator: \.isWhitespace) == words)
    }
    if let known { say(.wrong(filled(known.hint))) }
  }

  private func answer(_ entry: String) -> Reply {
    guard case .question(let question)? = step else { return .runs }
    guard let said = LessonAnswer(entry, to: question) else {
      guard let options = question.lettered, LessonAnswer.isMeantForLetters(entry), session.value(named: entry) == nil
      else { return .runs }
      say(.prompt("letters answer here: \(letters(options.count).joined(separator: ", "))"))
      return .handled
    }
    if question.isPrediction {
      guesses.append((question, said))
      record[question.index].said = entry
      record[question.index].tries += 1
      say(.text("kept: the run will tell"))
      advance()
    } else {
      settle(question, said: entry, judge.verdict(on: said, of: question))
    }
    return isFinished ? .left : .handled
  }

  // MARK: Settling

  private func settle(_ question: LessonQuestion, said: String, _ verdict: Verdict) {
    record[question.index].said = said
    record[question.index].tries += 1
    record[question.index].score = max(record[question.index].score, verdict.score)
    let reasons = verdict.reasons.joined(separator: "; ")
    guard verdict.isRight else {
      let share = verdict.score > 0 ? "partly (\(Int((verdict.score * 100).rounded()))%)" : "not yet"
      say(.wrong(reasons.isEmpty ? share : "\(share): \(reasons)"))
      say(.prompt("try again, or `hint`, or `skip`"))
      return
    }
    say(.right(reasons.isEmpty ? "right" : "right: \(reasons)"))
    explain(question)
    advance()
  }

  private func explain(_ question: LessonQuestion) {
    if !question.explanation.isEmpty { say(.text(filled(question.explanation))) }
  }

  private func settleGuesses() {
    for (question, said) in guesses {
      let verdict = judge.verdict(on: said, of: question)
      record[question.index].score = verdict.score
      let told = verdict.reasons.joined(separator: "; ")
      say(verdict.isRight ? .right(told) : .wrong(told))
      explain(question)
    }
    guesses = []
  }

  // MARK: Going through it

  private func goOn() {
    switch step {
    case .code(let code)? where awaitsRun:
      guard run(code) else {
        say(.prompt("\(goingOn) tries again, `skip` goes on"))
        return
      }
      settleGuesses()
      advance()
    case .question?:
      say(.prompt("an answer is asked for here; `hint` helps, `skip` shows it"))
    case nil: finish()
    default: advance()
    }
  }

  private func advance() {
    record.step += 1
    awaitsRun = false
    present()
  }

  /// Shows the step at hand, and those after it up to where a person has something to do.
  private func present() {
    while let step {
      switch step {
      case .check(let code):
        if !holds(code) {
          say(.wrong("what follows was written for another outcome: your data or seed are not the lesson's"))
        }
        record.step += 1
      case .text(let text):
        say(.text(filled(withoutTitle(text))))
        guard case .text? = lesson.steps[safe: record.step + 1] else {
          record.step += 1
          continue
        }
        return say(.prompt("\(goingOn) goes on"))
      case .code(let code):
        say(.code(code))
        awaitsRun = true
        return say(.prompt("\(goingOn) runs it"))
      case .question(let question):
        return ask(question)
      }
    }
    finish()
  }

  private func finish() {
    guard !record.isFinished else { return }
    record.isFinished = true
    let asked = lesson.questions.count
    say(.heading("Done: \(NumberFormat.shortest((record.score * 100).rounded() / 100)) of \(asked) points"))
    say(.text("`lesson report` tells what was done, `lesson` what else there is."))
  }

  private func holds(_ code: String) -> Bool {
    (try? session.run(SourceText(name: lesson.name, text: code)) { _ in }) != nil
  }

  private func ask(_ question: LessonQuestion) {
    say(.text(filled(question.prompt)))
    switch question.kind {
    case .choice(let options):
      say(.text(lettered(options)))
      say(.prompt("a letter answers: \(letters(options.count).joined(separator: ", "))"))
    case .order(let items):
      say(.text(lettered(items)))
      say(.prompt("all letters in order, the largest first, such as `\(letters(items.count).joined(separator: " "))`"))
    case .number: say(.prompt("a number answers"))
    case .line: say(.prompt("a line of Mien answers"))
    }
  }

  private func lettered(_ options: [LessonQuestion.Option]) -> String {
    zip(letters(options.count), options).map { "  \($0)  \(filled($1.text))" }.joined(separator: "\n")
  }

  private func letters(_ count: Int) -> [String] {
    (0..<count).compactMap { UnicodeScalar(97 + $0).map { String($0) } }
  }

  private func hint() {
    guard case .question(let question)? = step else {
      return say(.text("there is nothing to answer here: \(goingOn) goes on"))
    }
    let used = record[question.index].hints
    guard used < question.hints.count else {
      return say(
        .text(
          question.hints.isEmpty ? "there is no hint for this one" : "that was the last hint; `skip` shows the answer"))
    }
    record[question.index].hints += 1
    say(.text(filled(question.hints[used])))
  }

  private func skip() {
    if case .question(let question)? = step {
      record[question.index].wasSkipped = true
      switch question.kind {
      case .line(let answer):
        if let line = answer.right.first {
          say(.code(line))
          _ = run(line)
        }
      case .choice(let options):
        if !question.isPrediction, let right = options.first(where: \.isRight) { say(.text("it is: \(right.text)")) }
      case .number, .order: break
      }
      // What explains a prediction is known when the code has run.
      if !question.isPrediction { explain(question) }
    }
    // What comes later goes on from what the code makes.
    if case .code(let code)? = step, run(code) { settleGuesses() }
    advance()
  }

  /// To the step before at which a person had something to do.
  private func back() {
    var place = record.step - 1
    while place > 0, !lesson.steps[place].isStop { place -= 1 }
    record.step = max(0, place)
    awaitsRun = false
    present()
  }

  private func restart() {
    record = LessonRecord(lesson: lesson.name)
    (guesses, awaitsRun) = ([], false)
    present()
  }

  // MARK: Texts

  private func withoutTitle(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.first == "# \(lesson.title)" ? lines.dropFirst().joined(separator: "\n") : text
  }

  /// With what the run gave in the place of `{{base.accuracy}}`.
  private func filled(_ text: String) -> String {
    LessonText.filled(text) { judge.number($0).map(Judge.rounded) ?? "–" }
  }
}

extension LessonStep {
  fileprivate var isStop: Bool {
    switch self {
    case .code, .question: true
    case .text, .check: false
    }
  }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
