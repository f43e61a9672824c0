import Diagnostics
import Interpreter
import Plans
import Stages
import Testing

@testable import Lessons

/// Every lesson that comes with Mien is played: right answers, the same written otherwise, known mistakes, hints, leaving and
/// going on another day.
@Suite struct LessonPlayTests {
  static let names = LessonLibrary.standard.map(\.name)

  /// A person at a lesson.
  private final class Pupil {
    let session: Session
    private(set) var said: [LessonPlayer.Utterance] = []
    private(set) var player: LessonPlayer?
    private let lesson: Lesson

    init(_ lesson: Lesson, record: LessonRecord? = nil) {
      self.lesson = lesson
      session = Session(
        catalogue: stageCatalogue,
        settings: RunSettings(threads: 2, environment: RunEnvironment(dataDirectory: "/nonexistent")),
        cacheBudget: 1 << 30)
      player = LessonPlayer(
        lesson, record: record, session: session, say: { [unowned self] in said.append($0) },
        run: { [unowned self] in runs($0) })
      player?.begin()
    }

    var record: LessonRecord { player?.record ?? LessonRecord(lesson: "") }

    func runs(_ line: String) -> Bool {
      do {
        try session.run(SourceText(name: "typed", text: line)) { _ in }
        return true
      } catch {
        said.append(.wrong("\(error)"))
        return false
      }
    }

    /// Types something; what is said to it.
    @discardableResult
    func types(_ entry: String) -> [LessonPlayer.Utterance] {
      said = []
      if player?.take(entry) == .runs {
        if runs(entry) { player?.ran(entry) } else { player?.failed(entry) }
      }
      return said
    }

    /// The question at hand; nil where there is none.
    var question: LessonQuestion? {
      let step = record.step
      return step < lesson.steps.count ? lesson.steps[step].question : nil
    }
  }

  private func lesson(_ name: String) throws -> Lesson { try #require(LessonLibrary.lesson(name)) }

  private func rightAnswer(to question: LessonQuestion) -> String {
    switch question.kind {
    case .choice(let options): "abcdef".map { String($0) }[options.firstIndex(where: \.isRight) ?? 0]
    case .number: "0.5"
    case .order(let items): "abcdef".prefix(items.count).map { String($0) }.joined(separator: " ")
    case .line(let answer): answer.right[0]
    }
  }

  @Test(arguments: names)
  func rightAnswersLeadThroughIt(name: String) throws {
    let lesson = try lesson(name)
    let pupil = Pupil(lesson)
    var turns = 0
    while !pupil.record.isFinished, turns < 3 * lesson.steps.count {
      turns += 1
      let said = pupil.types(pupil.question.map(rightAnswer) ?? "")
      let failed = said.filter {
        if case .wrong(let text) = $0 { !text.hasPrefix("you said") && !text.hasPrefix("it is") } else { false }
      }
      #expect(failed.isEmpty, "\(failed)")
      for case .text(let text) in said { #expect(!text.contains("{{") && !text.contains("–"), "\(text)") }
    }
    #expect(pupil.record.isFinished)
    #expect(pupil.record.answers.count == lesson.questions.count)
    for (question, answer) in zip(lesson.questions, pupil.record.answers) where !question.isPrediction {
      #expect(answer.score == 1, "\(question.prompt): \(answer)")
    }
  }

  @Test(arguments: names)
  func answersWrittenOtherwiseAreRightAndKnownMistakesGetTheirHint(name: String) throws {
    let lesson = try lesson(name)
    let pupil = Pupil(lesson)
    var turns = 0
    while !pupil.record.isFinished, turns < 3 * lesson.steps.count {
      turns += 1
      guard let question = pupil.question else {
        pupil.types("")
        continue
      }
      for hint in question.hints {
        #expect(pupil.types("hint").contains(.text(hint)) || hint.contains("{{"), "\(hint)")
      }
      if case .choice(let options) = question.kind, !question.isPrediction {
        for (letter, option) in zip("abcdef", options) where !option.isRight {
          let said = pupil.types(String(letter))
          #expect(said.contains { if case .wrong(let text) = $0 { text.contains(option.hint) } else { false } })
        }
      }
      if case .line(let answer) = question.kind {
        for mistake in answer.wrong where !mistake.line.hasPrefix("…") {
          let said = pupil.types(mistake.line)
          #expect(
            said.contains { if case .wrong(let text) = $0 { text.contains(mistake.hint) } else { false } },
            "\(mistake.line): \(said)")
          #expect(pupil.question?.index == question.index, "\(mistake.line) is taken for right")
        }
        pupil.types(respelt(answer.right.last ?? "", pupil.session))
      } else {
        pupil.types(rightAnswer(to: question))
      }
      #expect(pupil.question?.index != question.index, "\(question.prompt): \(pupil.said)")
    }
    #expect(pupil.record.isFinished)
    #expect(pupil.record.answers.allSatisfy { $0.score == 1 || lesson.questions[$0.question].isPrediction })
  }

  /// The same line with every argument by name, the last first; as it is where that cannot be written.
  private func respelt(_ line: String, _ session: Session) -> String {
    guard !line.contains("{"), let plan = session.plan(of: line), plan.combinations.count == 1,
      plan.first.allSatisfy({ $0.given.values.allSatisfy { !$0.contains("result") && !$0.contains("(") } }),
      session.catalogue.stage(named: plan.first[0].stage)?.kind == .source
    else { return line }
    return plan.first.map { step in
      ([step.stage] + step.given.sorted { $0.key > $1.key }.map { "\($0.key)=\($0.value)" }).joined(separator: " ")
    }.joined(separator: " | ")
  }

  @Test(arguments: ["pipelines", "leakage"])
  func itGoesOnAnotherDay(name: String) throws {
    let lesson = try lesson(name)
    let first = Pupil(lesson)
    while first.record.answers.count < 2 { first.types(first.question.map(rightAnswer) ?? "") }
    #expect(first.player?.take("quit") == .left)
    let kept = LessonRecords(reading: LessonRecords([first.record]).text)[name]
    #expect(kept == first.record)
    let second = Pupil(lesson, record: kept)
    #expect(second.said.contains { if case .text(let text) = $0 { text.contains("Going on at part") } else { false } })
    #expect(second.session.variableNames == first.session.variableNames)
    var turns = 0
    while !second.record.isFinished, turns < 60 {
      turns += 1
      second.types(second.question.map(rightAnswer) ?? "")
    }
    #expect(second.record.isFinished && second.record.answers.count == lesson.questions.count)
  }

  /// What `certainty` says of ranges in words.
  @Test func theRangeOfMorePeopleIsNarrower() throws {
    let lesson = try lesson("certainty")
    let pupil = Pupil(lesson)
    for case .code(let code) in lesson.steps.prefix(6) { #expect(pupil.runs(code)) }
    let widths = try ["eight", "forty"].map { name in
      let result = try #require(pupil.session.value(named: name)?.as(EvaluationResult.self))
      let range = try #require(result.scores.metrics.first?.interval)
      return range.upperBound - range.lowerBound
    }
    #expect(widths[1] < widths[0])
  }

  @Test func aNumberWhereLettersAnswerIsNotRun() throws {
    let pupil = Pupil(try lesson("leakage"))
    while pupil.question == nil { pupil.types("") }
    for slip in ["1", "d", "2)"] { #expect(pupil.types(slip) == [.prompt("letters answer here: a, b, c")]) }
    #expect(pupil.runs("x = 5") && pupil.types("x").isEmpty, "a variable of one's own is shown")
    #expect(pupil.record.answers.allSatisfy { $0.said.isEmpty })
  }

  @Test func linesOfOnesOwnAreWelcome() throws {
    let pupil = Pupil(try lesson("pipelines"))
    pupil.types("")
    #expect(pupil.runs("mine = people | lbp") && pupil.question != nil)
    let before = pupil.record.step
    pupil.types("mine | classes")
    #expect(pupil.record.step == before, "a line of one's own is no answer to a question that wants a number")
    pupil.types("0.4")
    #expect(pupil.record.step == before + 1)
    pupil.types("back")
    #expect(pupil.record.step == before)
    pupil.types("skip")
    #expect(pupil.record.step == before + 1 && pupil.record.answers.first?.wasSkipped == true)
  }

  @Test(arguments: names)
  func theCheckerFindsNothing(name: String) throws {
    let file = try #require(LessonLibrary.standard.first { $0.name == name })
    let session = Pupil(file).session
    let fresh = Session(catalogue: session.catalogue, settings: session.settings, cacheBudget: 0)
    let problems = LessonChecker.problems(with: SourceText(name: name, text: file.text), in: fresh)
    #expect(problems.isEmpty, "\(problems.map { DiagnosticRenderer().render($0, style: .plain) })")
    #expect(LessonReader.isLesson(SourceText(name: name, text: file.text)))
  }

  @Test func toLookAtAVariableIsNoAnswer() throws {
    let text = "# %%\npeople = faces 12 subjects=4\n\n# %% [try]\n# Describe them.\n# answer: people | pixels\n"
    let (lesson, problems) = LessonReader.read(
      SourceText(name: "mine.mien", text: text), name: "mine", mistakes: LessonLibrary.mistakes)
    try #require(problems.isEmpty)
    let pupil = Pupil(lesson)
    pupil.types("")
    let said = pupil.types("people")
    #expect(said.contains(.prompt("now the line that is asked for; `hint` helps")), "\(said)")
    #expect(pupil.question != nil && pupil.record[0].tries == 0)
  }
}
