import Testing

@testable import Evaluation

@Suite struct EvaluationErrorTests {
  private let errors: [EvaluationError] = [
    .noRows, .differentLengths(of: "subjects", found: 1, rows: 2), .unknownCode(7, of: "classes", known: 3),
    .shareOutside(1.5), .tooFewFolds(1), .tooFewRepetitions(0), .tooFewRows(found: 1, needed: 2, purpose: "cv 2"),
    .tooFewSubjects(found: 1, needed: 2, purpose: "loso"), .subjectsUnknown, .partsUnknown, .sourcesUnknown,
    .unknownSource("ck", known: ["ck48"]), .tooFewSources(known: ["fer"]), .emptySide(split: "holdout", side: "test"),
    .wrongTable(counts: 3, classes: 2), .negativeCount(-1), .differentClasses(first: ["a"], second: ["b"]),
    .unknownMetric("f2", known: ["kappa"]), .levelOutside(95), .tooFewResamples(3),
    .tooFewScores(found: 1, needed: 2, purpose: "a test over folds"), .notFinite(what: "score", position: 0), .noGroup,
  ]

  @Test func codesAreUniqueAndInRange() {
    #expect(Set(errors.map(\.code)).count == errors.count)
    for error in errors { #expect(error.code.hasPrefix("E08") && error.code.count == 5) }
  }

  @Test func everyErrorSaysWhatAndWhatToDo() {
    for error in errors {
      #expect(!error.problem.isEmpty && !error.remedy.isEmpty && error.explanation.count > 40)
      #expect(!error.problem.hasSuffix(".") && !error.remedy.hasSuffix("."))
    }
    #expect(EvaluationError.noRows.code == "E0801" && EvaluationError.noGroup.code == "E0823")
    #expect(
      EvaluationError.tooFewSubjects(found: 1, needed: 2, purpose: "loso").problem
        == "loso needs at least 2 subjects; there is 1")
    #expect(EvaluationError.unknownSource("ck", known: ["ck48", "fer"]).remedy == "known sources: ck48, fer")
  }
}
