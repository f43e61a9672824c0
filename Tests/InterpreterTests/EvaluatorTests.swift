import Diagnostics
import Plans
import Testing

@testable import Interpreter

/// Evaluators re-plan what stands before them, whatever variables the line was cut into.
@Suite struct EvaluatorTests {
  private let data = "faces n=64 subjects=16 intensity=1 | lbp grid=4"

  private func predictions(_ result: EvaluationResult) -> [[Int]] {
    result.outcomes.map(\.predictions.codes)
  }

  @Test func aVariableEqualsTheLineWrittenOut() throws {
    let direct = try SessionHarness().result("\(data) | pca 8 | svm rbf | cv 4")
    let cut = try SessionHarness().result("x = \(data) | pca 8\ny = x | svm rbf\ny | cv 4")
    #expect(predictions(direct) == predictions(cut))
    #expect(direct.scores == cut.scores)
  }

  @Test func whatWasFittedOnAnotherSplitIsFittedAgainInEachFold() throws {
    let harness = SessionHarness()
    try harness.run("x = \(data) | pca 8")
    let value = try harness.last("x | svm rbf | cv 4")
    let fits = value.trace.filter { $0.step == "pca 8" && $0.splitName != nil && $0.source != .cached }
    // Folds are fitted on several threads, and traces stand in the order in which they ended.
    #expect(fits.compactMap(\.splitName).sorted() == ["fold 1 of 4", "fold 2 of 4", "fold 3 of 4", "fold 4 of 4"])
    #expect(value.trace.filter { $0.step == "lbp grid=4" }.map(\.source) == [.cached])
  }

  @Test func everyDataSetIsTheTestOnce() throws {
    let harness = SessionHarness()
    let rows = "load [\"kori\", \"kmirfan\"] | resize 12 | pixels | logreg"
    let each = try harness.result("\(rows) | lodo")
    #expect(each.outcomes.count == 2 && each.testRows == 3_300)
    let one = try harness.result("\(rows) | test_on \"kmirfan\"")
    #expect(predictions(each).contains { $0 == predictions(one)[0] })
    #expect(throws: Diagnostic.self) { try harness.run("load \"kori\" | resize 12 | pixels | logreg | lodo") }
  }

  @Test func theLastEvaluatorCounts() throws {
    let harness = SessionHarness()
    try harness.run("x = \(data) | svm linear | cv 4")
    let again = try harness.result("x | cv 2")
    #expect(again.outcomes.count == 2)
    #expect(again.plan.text.hasSuffix("svm linear | cv 2"))
  }

  @Test func withoutOneAQuarterIsHeldOutWithSubjectsWhole() throws {
    let result = try SessionHarness().result("\(data) | svm linear")
    #expect(result.outcomes.count == 1)
    #expect(result.testRows == 16 && result.trainingRows == 48)
    #expect(result.evaluation.contains("every subject on one side"))
  }

  @Test func cvKeepsSubjectsWholeUnlessToldByRow() throws {
    let harness = SessionHarness()
    let whole = try harness.result("\(data) | svm linear | cv 4")
    let rows = try harness.result("\(data) | svm linear | cv 4 by=row")
    #expect(whole.evaluation.contains("every subject on one side"))
    #expect(rows.evaluation.contains("the same face may be on both sides"))
    #expect(sharedSubjects(whole).allSatisfy { $0.isEmpty })
    #expect(sharedSubjects(rows).contains { !$0.isEmpty })
  }

  /// In each fold the subjects that are on both sides.
  private func sharedSubjects(_ result: EvaluationResult) -> [Set<String>] {
    let subjects = Dictionary(
      result.outcomes.flatMap { outcome in
        zip(outcome.split.test, outcome.test.subjects ?? []).map { ($0, $1) }
      }, uniquingKeysWith: { first, _ in first })
    return result.outcomes.map { outcome in
      Set(outcome.split.test.compactMap { subjects[$0] }).intersection(outcome.split.train.compactMap { subjects[$0] })
    }
  }

  @Test func losoHasAFoldForEverySubject() throws {
    let result = try SessionHarness().result("faces n=48 subjects=6 intensity=1 | lbp grid=4 | svm linear | loso")
    #expect(result.outcomes.count == 6 && result.testRows == 48)
    for outcome in result.outcomes { #expect(Set(outcome.test.subjects ?? []).count == 1) }
  }

  @Test func repeatDrawsOtherSplits() throws {
    let result = try SessionHarness().result("\(data) | svm linear | cv 2 | repeat 3")
    #expect(result.outcomes.count == 6)
    #expect(Set(result.outcomes.map { $0.split.test }).count == 6)
    #expect(result.evaluation.hasPrefix("3 times 2-fold"))
    let alone = try SessionHarness().result("\(data) | svm linear | repeat 3")
    #expect(alone.outcomes.count == 3 && alone.evaluation.contains("25% held out"))
  }

  @Test func testOnTrainsOnTheOtherSources() throws {
    let harness = SessionHarness()
    let result = try harness.result("load \"kori\" | resize 12 | pixels | logreg | test_on \"kmirfan\"")
    #expect(result.outcomes.count == 1)
    #expect(Set(result.outcomes[0].test.sources) == ["kmirfan"])
    #expect(result.testRows == 1500 && result.trainingRows == 1800)
    let joined = try harness.result("load [\"kori\", \"kmirfan\"] | resize 12 | pixels | logreg | test_on \"kmirfan\"")
    #expect(joined.scores == result.scores)
  }

  @Test func theSplitOfTheDataSetItselfIsUsed() throws {
    let folder = try TemporaryFolder()
    try folder.write(table(train: 24, test: 9), to: "own.csv")
    let result = try SessionHarness().result("load \"\(folder.path)/own.csv\" | svm linear")
    #expect(result.evaluation == "the data set's own train and test parts")
    #expect(result.outcomes[0].split.test == Array(24..<33))
  }

  private func table(train: Int, test: Int) -> String {
    let rows = (0..<(train + test)).map { row in
      "\(["calm", "happy", "sad"][row % 3]),\(row % 3 * 2 + row % 5),\(row % 7),\(row < train ? "train" : "test")\n"
    }
    return "label,a,b,split\n" + rows.joined()
  }

  @Test func whatAClassLacksIsSaid() throws {
    let folder = try TemporaryFolder()
    let text = table(train: 24, test: 9).replacing("sad,4,2,train", with: "sad,4,2,train")
    let rows = text.split(separator: "\n").filter { !($0.hasPrefix("sad") && $0.hasSuffix("train")) }
    try folder.write(rows.joined(separator: "\n") + "\n", to: "own.csv")
    let harness = SessionHarness()
    guard let document = try harness.last("x = load \"\(folder.path)/own.csv\"\nx | classes").payload.as(Document.self)
    else { throw NotOfKind(what: "a document") }
    let texts = document.blocks.compactMap { block in if case .text(let text) = block { text } else { nil } }
    #expect(texts.contains { $0.contains("'sad' is only in the test part") })
    let result = try harness.result("x | svm linear")
    #expect(result.notes.contains { $0.contains("sad") })
  }
}
