import Diagnostics
import Interpreter
import Plans
import Stages
import Testing

@testable import Lessons

/// Answers are judged by what they mean.
@Suite struct JudgeTests {
  private let session: Session

  init() throws {
    session = Session(catalogue: stageCatalogue, settings: RunSettings(threads: 1), cacheBudget: 1 << 20)
    let text = "people = faces 40 subjects=8\ndef tiny(k=5) = lbp | pca k\nbase = people | lbp | svm"
    try session.run(SourceText(name: "t", text: text)) { _ in }
  }

  private func plan(_ line: String) throws -> LinePlan { try #require(session.plan(of: line)) }

  private func verdict(_ line: String, right: String, wrong: [KnownMistake] = [], passes: Bool? = nil) throws -> Verdict
  {
    let mistakes = wrong.compactMap { mistake in
      LinePattern(mistake.line, session).map { (pattern: $0, hint: mistake.hint) }
    }
    return Judge.line(try plan(line), right: [try plan(right)], passes: passes, mistakes: mistakes)
  }

  @Test(arguments: [
    ("people | lbp | pca k=5 | svm rbf", "people | lbp | pca 5 | svm"),
    ("faces subjects=8 n=40 | tiny | svm", "people | lbp | pca 5 | svm"),
    ("people | lbp | svm C=2 kernel=rbf", "people | lbp | svm rbf C=2"),
    ("people | {lbp, pixels} | {svm, logreg}", "people | {pixels, lbp} | {logreg, svm}"),
    ("mine = people | lbp | maybe scale | svm", "people | lbp | {skip, scale} | svm"),
    ("why base", "why base"), ("compare base base", "compare base base"),
  ])
  func spellingMakesNoDifference(line: String, right: String) throws {
    #expect(try verdict(line, right: right) == Verdict(score: 1))
  }

  @Test(arguments: [
    ("people | lbp | pca 6 | svm", "people | lbp | pca 5 | svm", 0.875, "another `k` is asked for"),
    ("people | lbp | svm", "people | lbp | pca 5 | svm", 0.75, "something is missing that pca does"),
    ("people | lbp | scale | pca 5 | svm", "people | lbp | pca 5 | svm", 0.8, "`scale` is not asked for"),
    ("people | lbp | pca {5, 6} | svm", "people | lbp | pca 5 | svm", 0.8, "1 plans are asked for, this makes 2"),
  ])
  func whatIsPartlyRightGetsAPart(line: String, right: String, score: Double, reason: String) throws {
    let verdict = try verdict(line, right: right)
    #expect(abs(verdict.score - score) < 1e-9 && verdict.reasons.contains { $0.contains(reason) }, "\(verdict)")
  }

  @Test func aNameThatALineShouldBeginWithIsTold() throws {
    let verdict = Judge.line(
      try plan("faces 60 | lbp"), right: [try plan("people | lbp")], names: ["people"], passes: nil, mistakes: [])
    #expect(verdict.reasons.contains { $0.hasSuffix("begin with `people`") }, "\(verdict)")
  }

  @Test func knownMistakesAreToldWhereverTheyStand() throws {
    let leak = LessonLibrary.mistakes["leak"] ?? []
    #expect(leak.count == 1)
    let verdict = try verdict("people | lbp | svm | cv 4 by=row", right: "people | lbp | svm | cv 4", wrong: leak)
    #expect(verdict.reasons == leak.map(\.hint) && verdict.score <= 0.5)
    let fair = try self.verdict("people | lbp | svm | cv 4", right: "people | lbp | svm | cv 4", wrong: leak)
    #expect(fair.isRight)
    for (name, mistakes) in LessonLibrary.mistakes {
      for mistake in mistakes { #expect(LinePattern(mistake.line, session) != nil, "\(name): \(mistake.line)") }
    }
  }

  @Test func aGoodResultIsRightHoweverItWasReached() throws {
    #expect(try verdict("people | pixels | svm", right: "people | lbp | svm", passes: true).isRight)
    #expect(try !verdict("people | pixels | svm", right: "people | lbp | svm", passes: false).isRight)
    let leak = LessonLibrary.mistakes["leak"] ?? []
    #expect(
      try !verdict("people | lbp | svm | cv 3 by=row", right: "people | lbp | svm", wrong: leak, passes: true).isRight)
  }

  @Test func numbersAndOrdersHaveParts() {
    #expect(Judge.number(0.5, outcome: 0.52, within: 0.05).isRight)
    #expect(Judge.number(0.6, outcome: 0.5, within: 0.05).score == 0.5)
    #expect(Judge.number(0.9, outcome: 0.5, within: 0.05).score == 0)
    #expect(Judge.number(.nan, outcome: .nan, within: 0.05).score == 0)
    #expect(Judge.order([0, 1, 2], values: [3, 2, 1], names: ["x", "y", "z"]).isRight)
    #expect(Judge.order([2, 1, 0], values: [3, 2, 1], names: ["x", "y", "z"]).score == 0)
    #expect(abs(Judge.order([1, 0, 2], values: [3, 2, 1], names: ["x", "y", "z"]).score - 2.0 / 3) < 1e-9)
    #expect(
      Judge.order([1, 0, 2], values: [2, 2, 1], names: ["x", "y", "z"]).isRight, "equal ones may stand either way")
    #expect(Judge.rounded(-0.0004) == "0.000" && Judge.rounded(0.9996) == "1.000" && Judge.rounded(3) == "3")
    // 73 of 80 is 0.912 in every report; beyond whole numbers that an Int holds there are still words.
    #expect(Judge.rounded(0.9125) == "0.912" && Judge.rounded(1e300) == "1e+300")
  }

  @Test func answersAreRead() {
    let options = ["by row", "by person"].map {
      LessonQuestion.Option(text: $0, value: nil, isRight: false, hint: "")
    }
    func read(_ entry: String, _ kind: LessonQuestion.Kind) -> LessonAnswer? {
      LessonAnswer(
        entry, to: LessonQuestion(index: 0, prompt: "", kind: kind, hints: [], isPrediction: false, explanation: ""))
    }
    #expect(read("b)", .choice(options)) == .choice(1) && read("By Row", .choice(options)) == .choice(0))
    #expect(read("c", .choice(options)) == nil && read("people | lbp", .choice(options)) == nil)
    #expect(
      read("40%", .number(of: "1", within: 0.1)) == .number(0.4) && read("x", .number(of: "1", within: 0.1)) == nil)
    #expect(read("b a", .order(options)) == .order([1, 0]) && read("ba", .order(options)) == .order([1, 0]))
    #expect(read("a a", .order(options)) == nil)
  }
}
