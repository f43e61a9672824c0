import Diagnostics
import Interpreter
import Plans
import Stages
import Testing

@testable import Lessons

/// The format of lessons, as a teacher meets it.
@Suite struct LessonReaderTests {
  private func read(_ text: String) -> (lesson: Lesson, problems: [Diagnostic]) {
    LessonReader.read(SourceText(name: "mine.mien", text: text), name: "mine", mistakes: LessonLibrary.mistakes)
  }

  private static let whole = """
    # %% [markdown]
    # # Two models
    # About 5 minutes.

    # %%
    people = faces 40 subjects=8

    # %% [predict]
    # How many
    # are right?
    # number: (base.accuracy)
    # within: 0.2
    # because: It is {{base.accuracy}},
    #   as you see.

    # %%
    base = people | lbp | svm

    # %% [check]
    expect (base.accuracy >= 0)

    # %% [question]
    # Which?
    # - this -> No.
    # - * that

    # %% [try]
    # Do it.
    # answer: people | lbp | logreg
    # wrong: @leak
    # wrong: people | lbp | svm -> That is `base`.
    """

  @Test func aLessonIsRead() throws {
    let (lesson, problems) = read(Self.whole)
    #expect(problems.isEmpty && lesson.title == "Two models" && lesson.minutes == 5 && lesson.steps.count == 7)
    let first = lesson.questions[0]
    #expect(first.prompt == "How many are right?" && first.isPrediction)
    #expect(first.kind == .number(of: "(base.accuracy)", within: 0.2))
    #expect(first.explanation == "It is {{base.accuracy}}, as you see.")
    guard case .line(let answer) = lesson.questions[2].kind else { throw NotALine() }
    #expect(answer.right == ["people | lbp | logreg"] && answer.wrong.count == 2)
    #expect(answer.wrong[1] == KnownMistake(line: "people | lbp | svm", hint: "That is `base`."))
  }

  private struct NotALine: Error {}

  @Test(arguments: [
    ("# %% [try]\n# Do it.", "there is no answer to this"),
    ("# %% [question]\n# Which?\n# - a\n# - b", "no option is right"),
    ("# %% [predict]\n# Which?\n# - a\n# - b", "no option is right"),
    ("# %% [predict]\n# In which order?\n# order:\n# - a : 1\n# - b", "no number to be put in order by"),
    ("# %% [predict]\n# How much?\n# number: 1\n# within: a bit", "'a bit' is not how far off"),
    ("# %% [guess]\n# How many?", "there is no cell of the kind [guess]"),
    ("# %% [question]\n# Which?", "there is nothing to choose from"),
    ("# %% [try]\n# answer: faces 40", "a question asks nothing"),
    ("# %% [try]\n# Do.\n# answer: faces 40\n# anser: faces 30", "a question has no 'anser'"),
    ("# %% [try]\n# Do.\n# answer: faces 40\n# wrong: @nosuch", "there is no known mistake '@nosuch'"),
    ("# %% [try]\n# Do.\n# answer: faces 40\n# wrong: faces 30", "a wrong answer needs what is said to it"),
  ])
  func whatIsMissingIsTold(text: String, problem: String) {
    #expect(read(text).problems.contains { $0.message.contains(problem) }, "\(read(text).problems.map(\.message))")
  }

  @Test(arguments: [
    ("# answer: people | lbp | logreg", "# answer: people | lbp | logrek", "E0101"),
    ("number: (base.accuracy)", "number: (base.acuracy)", "E0112"),
    ("It is {{base.accuracy}}", "It is {{bese.accuracy}}", "E0106"),
    ("base = people | lbp | svm", "base = people | svm", "E0203"),
  ])
  func theCheckerLooksIntoQuestions(part: String, broken: String, code: String) {
    let session = Session(catalogue: stageCatalogue, settings: RunSettings(threads: 1), cacheBudget: 0)
    func codes(_ text: String) -> [String] {
      LessonChecker.problems(with: SourceText(name: "mine.mien", text: text), in: session).map(\.code.id)
    }
    #expect(codes(Self.whole).isEmpty)
    let found = codes(Self.whole.replacing(part, with: broken))
    #expect(!found.isEmpty && found.contains { $0.hasPrefix(String(code.prefix(3))) }, "\(found)")
  }

  @Test func aPredictionThatNothingRunsBehindIsTold() throws {
    let session = Session(catalogue: stageCatalogue, settings: RunSettings(threads: 1), cacheBudget: 0)
    let text =
      "# %% [markdown]\n# # One\n# %%\nbase = faces 40 | lbp | svm\n# %% [predict]\n# How good?\n# number: (base.accuracy)\n"
    let found = LessonChecker.problems(with: SourceText(name: "mine.mien", text: text), in: session)
    #expect(found.map(\.code.id) == ["E0408"] && found[0].message.contains("no code runs behind"))
    #expect(found[0].primary.map { text.utf8.count > $0.location.span.end && $0.location.span.start > 0 } == true)
  }

  @Test func theWrongWordOfAnAnswerIsMarkedNotTheLine() throws {
    let session = Session(catalogue: stageCatalogue, settings: RunSettings(threads: 1), cacheBudget: 0)
    let text = Self.whole.replacing("# answer: people | lbp | logreg", with: "# answer: people | lbp | logrek")
    let problems = LessonChecker.problems(with: SourceText(name: "mine.mien", text: text), in: session)
    let span = try #require(problems.first?.primary?.location.span)
    #expect(String(decoding: Array(text.utf8)[span.start..<span.end], as: UTF8.self) == "logrek")
  }

  @Test func aLessonOfAFileIsNamedByItsPath() {
    let lesson = LessonLibrary.lesson("course/two.mien") { _ in Self.whole }
    #expect(lesson?.name == "two" && lesson?.spelling == "\"course/two.mien\"")
    #expect(LessonLibrary.standard.first?.spelling == "pipelines")
  }

  @Test func aWorksheetHasRoomForAnswersAndNoAnswers() {
    let text = Worksheet(read(Self.whole).lesson).text
    #expect(text.contains("# Two models") && text.contains("**Question 1 (guess before you run).**"))
    #expect(text.contains("- [ ] this") && text.contains("Your guess: ___") && !text.contains("logreg"))
  }

  @Test func aReportTellsWhatWasDone() {
    var record = LessonRecord(lesson: "mine")
    record[1] = .init(question: 1, said: "a", score: 0.5, tries: 2, hints: 1)
    record[0] = .init(question: 0, said: "0.4", score: 1, tries: 1, hints: 0)
    let lesson = read(Self.whole).lesson
    let document = LessonReport(LessonRecords([record]), lesson: { _ in lesson }).document
    let unknown = LessonReport(LessonRecords([record]), lesson: { _ in nil }).document
    #expect("\(unknown.blocks)".contains("1. question of \(record.lesson) — "))
    #expect(document.fields.first?.value == .number(1.5))
    let lines = document.blocks.compactMap { if case .text(let text) = $0 { text } else { nil } }
    #expect(lines == ["1. How many are right? — 0.4 (1)", "2. Which? — a, \"this\" (0.500)"])
    #expect(
      LessonRecords(reading: "no json").all.isEmpty
        && LessonRecords(reading: LessonRecords([record]).text)["mine"] == record)
  }

  @Test func textsAreFilledAndJoined() {
    #expect(LessonText.filled("a {{x}} b {{y.z}}") { "<\($0)>" } == "a <x> b <y.z>")
    #expect(LessonText.formulas(in: "{{a}} and {{b}}, {c}") == ["a", "b"])
    #expect(LessonText.paragraphs("one\ntwo\n\n- three\n- four\nfive") == "one two\n\n- three\n- four five")
  }

  @Test(arguments: ["leakge", "leak"]) func aNameThatIsNearlyOneLeadsToTheLesson(name: String) throws {
    let place = Location(SourceText(name: "typed", text: "lesson \(name)"), Span(7, 7 + name.utf8.count))
    #expect {
      try LessonCommand.lesson(name, at: place)
    } throws: {
      ($0 as? Diagnostic)?.notes.first == "did you mean `lesson leakage`?"
    }
  }
}
