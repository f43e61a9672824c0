import Diagnostics
import Plans
import Stages
import Testing

@testable import Interpreter

@Suite struct LibraryTests {
  static let recipes = ["baseline", "fair", "nested", "study"]
  let harness = SessionHarness()

  @Test func theRecipesAreThere() {
    #expect(harness.session.recipeNames == Self.recipes)
    #expect(harness.session.scope.library.problem == nil)
  }

  /// Every line moved in by four blanks in a recipe's documentation runs, and shows something.
  @Test(arguments: recipes)
  func examplesRun(name: String) throws {
    let definition = try #require(harness.session.definition(named: name))
    #expect(!definition.documentation.examples.isEmpty && !definition.documentation.paragraphs.isEmpty)
    let shown = try harness.run(definition.documentation.examples.joined(separator: "\n"))
    #expect(!shown.isEmpty)
  }

  @Test(arguments: recipes)
  func helpAndExplainTellThem(name: String) throws {
    guard let help = try harness.last("help \(name)").payload.as(Document.self) else { throw NotOfKind(what: "help") }
    guard case .heading(let signature)? = help.blocks.first else { throw NotOfKind(what: "a signature") }
    #expect(signature.hasPrefix("\(name) "))
    guard let lesson = try harness.last("explain \(name)").payload.as(Document.self) else {
      throw NotOfKind(what: "a lesson")
    }
    #expect(lesson.kind == "explanation" && lesson.blocks.count >= 4)
  }

  @Test func namesOfTheScriptGoBeforeThem() throws {
    let data = "faces n=40 subjects=8 intensity=1 | lbp grid=2"
    let table = try harness.table("study = \(data) | {svm linear, logreg}\nstudy | sort macro_f1")
    #expect(table.rows.count == 2)
    let result = try harness.result("def baseline = lbp grid=2 | logreg\nfaces n=40 subjects=8 intensity=1 | baseline")
    #expect(result.plan.steps.count == 3)
  }

  /// A `def` of the script does not change what a recipe is made of.
  @Test func recipesKnowOnlyWhatComesWithMien() throws {
    let session = Session(
      catalogue: stageCatalogue, settings: RunSettings(threads: 1), cacheBudget: 1 << 20,
      readLibrary: { () throws(UnreadableFile) in
        [SourceText(name: "lib", text: "def inner = pca 3\ndef outer = lbp grid=2 | inner\n")]
      })
    var plan: Plan?
    try session.run(SourceText(name: "t", text: "def inner = pca 7\nfaces n=40 subjects=8 | outer | svm")) { outcome in
      if case .shown(let value) = outcome, let result = value.payload.as(EvaluationResult.self) { plan = result.plan }
    }
    #expect(plan?.text == "faces n=40 subjects=8 | lbp grid=2 | pca 3 | svm")
  }

  /// Provenance names what was run, not the parameters of the recipe.
  @Test func plansAreToldInTheCallersWords() throws {
    let plan = try harness.result("faces n=48 subjects=8 intensity=1 | baseline k=4 model=(svm linear) | cv 2").plan
    #expect(plan.text == "faces n=48 subjects=8 intensity=1 | lbp | pca 4 | svm linear | cv 2")
    let table = try harness.table(
      "def by_kernel(kernel) = lbp grid=2 | svm kernel\n"
        + "faces n=48 subjects=8 intensity=1 | by_kernel {linear, rbf} | cv 2")
    #expect(table.rows.map { $0.cells[0].text } == ["linear", "rbf"])
    #expect(table.rows.map { $0.plan?.steps[2].text } == ["svm linear", "svm rbf"])
  }

  @Test func mistakesAreToldAsForAnyStage() {
    #expect(harness.codes("faces | baseline q=3") == ["E0102"])
    #expect(harness.errors("faces | baselin").contains("did you mean 'baseline'?"))
    #expect(harness.codes("faces | lbp | baseline") == ["E0201"])
  }

  @Test func aMissingLibraryIsToldOnlyWhereItIsNeeded() throws {
    let session = Session(
      catalogue: stageCatalogue, settings: RunSettings(threads: 1), cacheBudget: 1 << 20,
      readLibrary: { () throws(UnreadableFile) in throw UnreadableFile(reason: "no such folder") })
    #expect(session.check(SourceText(name: "t", text: "faces | lbp | svm")).isEmpty)
    let problems = session.check(SourceText(name: "t", text: "faces | baseline"))
    #expect(problems.map(\.code.id) == ["E0101"])
    #expect(problems[0].notes.contains { $0.contains("no such folder") })
  }

  @Test func nothingIsReadUntilANameIsMissing() throws {
    nonisolated(unsafe) var reads = 0
    let session = Session(
      catalogue: stageCatalogue, settings: RunSettings(threads: 1), cacheBudget: 1 << 20,
      readLibrary: { () throws(UnreadableFile) in
        reads += 1
        return try embeddedLibrary()
      })
    try session.run(SourceText(name: "t", text: "x = 1\nx\nfaces n=8 subjects=2 | lbp grid=2")) { _ in }
    #expect(reads == 0)
    #expect(session.check(SourceText(name: "t", text: "faces | baseline\nfaces | fair")).isEmpty)
    #expect(reads == 1)
  }
}
