import Diagnostics
import Plans
import Testing

@testable import Interpreter

/// What a sitting remembers, and what it tells of it.
@Suite struct SessionTests {
  private let data = "faces n=40 subjects=8 intensity=1 | lbp grid=2"

  private func document(_ value: PlanValue) throws -> Document {
    guard let document = value.payload.as(Document.self) else { throw NotOfKind(what: "a document") }
    return document
  }

  private func cells(_ value: PlanValue) throws -> [[String]] {
    for case .table(let table) in try document(value).blocks { return table.rows.map { $0.cells.map(\.text) } }
    throw NotOfKind(what: "a table in a document")
  }

  // MARK: Cache keys

  private func ranAgain(_ first: String, _ second: String) throws -> [String] {
    let harness = SessionHarness()
    try harness.run(first)
    return try harness.last(second).trace.filter { $0.source != .cached }.map(\.step)
  }

  @Test func spacingCommentsAndSpellingChangeNothing() throws {
    #expect(try ranAgain("\(data) | pca 5", "faces   n=40 subjects=8\tintensity=1 # why\n | lbp grid=2 | pca 5") == [])
    #expect(try ranAgain("\(data) | pca 5", "faces 40 intensity=1 subjects=8 | lbp grid=2 | pca k=5") == [])
    #expect(try ranAgain("\(data) | pca 5", "k = 10\n\(data) | pca (k / 2)") == [])
    #expect(
      try ranAgain("\(data) | pca 5", "def few(k) = lbp grid=2 | pca k\nfaces 40 intensity=1 subjects=8 | few 5") == [])
    #expect(try ranAgain("\(data) | pca 90%", "\(data) | pca 0.9") == [])
    #expect(try ranAgain("\(data) | pca 5", "\(data) | pca 5 whiten=no") == [], "a default may be written or not")
  }

  @Test func argumentsAndSeedChangeTheKey() throws {
    #expect(try ranAgain("\(data) | pca 5", "\(data) | pca 6") == ["pca 6"])
    #expect(try ranAgain("\(data) | pca 5", "set seed 2\n\(data) | pca 5").count == 3)
    #expect(try ranAgain("\(data) | pca 5", "set threads 1\n\(data) | pca 5") == [])
  }

  @Test func aSmallBudgetCostsTimeOnly() throws {
    let small = try SessionHarness(memory: 10_000).result("\(data) | pca 5 | svm rbf | cv 2")
    let large = try SessionHarness().result("\(data) | pca 5 | svm rbf | cv 2")
    #expect(small.scores == large.scores)
  }

  @Test func theSameOnOneThreadAndTwo() throws {
    let line = "\(data) | pca 5 | smote k=1 | svm rbf | cv 2"
    let one = try SessionHarness(threads: 1).result(line)
    let two = try SessionHarness(threads: 2).result(line)
    #expect(one.scores == two.scores)
  }

  // MARK: Commands

  @Test func whyTellsWhatRanAndWhatWasCached() throws {
    let harness = SessionHarness()
    try harness.run("x = \(data)\ny = x | pca 5")
    let rows = try cells(harness.last("why y"))
    #expect(rows.map { $0[0] } == ["faces n=40 subjects=8 intensity=1", "lbp grid=2", "pca 5"])
    #expect(rows[0][1] != rows[2][1], "\(rows)")
    #expect(rows[2][3] == "40 × 5 features")
    #expect(try cells(harness.last("y\nwhy")).count == 3, "without a name it tells of the last result")
  }

  @Test(arguments: [
    ("svm C=1", "svm C=10", "kernel matrix"), ("svm gamma=1", "svm gamma=2", ""),
    ("xgboost trees=2", "xgboost trees=2 depth=2", "binned columns"), ("knn 5", "knn 3 votes=distance", "neighbours"),
  ])
  func whyTellsWhatWasSharedWithOtherArguments(_ first: String, _ second: String, _ what: String) throws {
    let harness = SessionHarness()
    try harness.run("\(data) | \(first)\ny = \(data) | \(second)")
    let rows = try cells(harness.last("why y"))
    #expect(rows[2][2].contains("\(what) shared with other arguments") == !what.isEmpty, "\(rows)")
    let alone = try SessionHarness().result("\(data) | \(second)")
    #expect(try harness.result("\(data) | \(second)").scores == alone.scores)
  }

  @Test func undoGivesTheOldValueBack() throws {
    let harness = SessionHarness()
    #expect(try harness.last("x = 1\nx = 2\nundo\nx").field("") == nil)
    guard let value = try harness.last("x").payload.scalar else { throw NotOfKind(what: "a number") }
    #expect(value == .number(1))
    try harness.run("undo")
    #expect(harness.session.variableNames == [])
    #expect(harness.codes("x") == ["E0101"])
    try harness.run("undo")
  }

  @Test func undoOfARuleDoesNotUndoAnother() throws {
    let harness = SessionHarness()
    try harness.run("x = 1\ny = 2\nundo")
    #expect(harness.session.variableNames == ["x"])
  }

  @Test func varsTellsWhatEachIs() throws {
    let harness = SessionHarness()
    try harness.run("n = 3\nrows = \(data)\nbase = rows | svm linear\nt = rows | pca {2, 3}")
    let table = try harness.table("vars")
    #expect(table.columns == ["name", "what", "shape", "bytes", "cached", "made by"])
    #expect(table.rows.map { $0.cells[0].text } == ["base", "n", "rows", "t"])
    #expect(table.rows.map { $0.cells[1].text } == ["a result", "a number or text", "features", "a table"])
    #expect(table.rows[2].cells[2] == .text("40 × 236 features"))
    #expect(table.rows[0].cells[3] == .number(10 * 8), "a code for each of the test rows")
    #expect(table.rows[2].cells[4] == .text("yes"))
    try harness.run("cache clear")
    #expect(try harness.table("vars").rows[2].cells[4] == .text("no"))
    #expect(try harness.result("rows | svm linear").testRows == 10, "a variable outlives the cache")
  }

  @Test func underscoreIsTheLastResult() throws {
    let harness = SessionHarness()
    try harness.run("\(data) | pca {2, 3} | svm linear")
    #expect(try harness.table("_ | top 1").rows.count == 1)
    #expect(try harness.table("| sort macro_f1").rows.count == 1, "`|` goes on from the last result")
    try harness.run("help pca")
    #expect(try harness.table("_").rows.count == 1, "a command is no result")
    #expect(harness.codes("_ = 3") == ["E0111"])
  }

  @Test func aFailureLosesNothing() throws {
    let harness = SessionHarness()
    #expect(throws: Diagnostic.self) { try harness.run("x = \(data)\nx | pca 500\ny = 3") }
    #expect(harness.session.variableNames == ["x"])
    #expect(throws: ScriptIsWrong.self) { try harness.run("z = 3\nx | pcaa") }
    #expect(harness.session.variableNames == ["x"], "a script that is wrong has not begun")
  }

  @Test func whatIsSavedOfASessionIsWhatMadeSomething() throws {
    let harness = SessionHarness()
    var written = ""
    harness.session.writeText = { _, text in written = text }
    try harness.run("x = 1\nx = 2\nundo\nhelp pca\nvars\ncache clear\ny = (x + 1)\nsave session \"s.mien\"")
    #expect(written == "x = 1\ny = (x + 1)\n")
    try harness.run("y = 5\nz = (y * 2)\nz = 3\nundo\nundo\nundo\nsave session \"s.mien\"")
    #expect(written == "x = 1\ny = (x + 1)\n")
  }

  @Test func aFieldThatIsShownHasItsName() throws {
    let harness = SessionHarness()
    try harness.run("base = \(data) | svm linear\nbase.accuracy")
    #expect(harness.session.shownField == "base.accuracy")
    try harness.run("(base.accuracy * 2)")
    #expect(harness.session.shownField == nil)
  }

  @Test func helpFitsAScreenAndKnowsItsTopics() throws {
    let harness = SessionHarness()
    for topic in ["", "all", "sweeps", "set", "evaluation", "macro_f1", "prompt", "errors"] {
      #expect(try harness.last("help \(topic)").payload.as(Document.self)?.kind == "help")
    }
    #expect(try harness.last("explain UAR").payload.as(Document.self)?.kind == "explanation")
  }

  @Test func whatWasTypedIsAScriptThatRuns() throws {
    let harness = SessionHarness()
    var written = ""
    harness.session.writeText = { _, text in written = text }
    try harness.run("# a note\nx = \(data)  # faces\ndef few(k=3) = pca k\nx | few 2")
    #expect(throws: ScriptIsWrong.self) { try harness.run("x | pcaa") }
    #expect(throws: Diagnostic.self) { try harness.run("x | few 500") }
    try harness.run("set seed 4\nsave session \"x.mien\"")
    let again = SessionHarness()
    try again.run(written)
    #expect(again.session.variableNames == ["x"] && again.session.settings.seed == 4)
    #expect(!written.contains("pcaa") && !written.contains("save session"))
    #expect(!written.contains("few 500"), "what failed would fail again")
  }

  @Test func whatWasTypedGivesTheSameVariablesAgain() throws {
    let harness = SessionHarness()
    var written = ""
    harness.session.writeText = { _, text in written = text }
    let lines = [
      "x = \(data)", "base = x | svm linear", "| confusion",
      "## Few columns.\n##\n##     x | few\ndef few(k=3) = pca k",
      "y = 1", "y = 2", "undo", "save session \"x.mien\"",
    ]
    // One at a time, as at the prompt.
    for line in lines { try harness.run(line) }
    let again = SessionHarness()
    try again.run(written)
    #expect(again.session.value(named: "base")?.kind == .result, "\(written)")
    #expect(again.session.value(named: "y")?.payload.scalarNumber == 1)
    #expect(again.session.definition(named: "few")?.documentation.examples == ["x | few"])
  }

  @Test func undoTakesADefinitionBack() throws {
    let harness = SessionHarness()
    try harness.run("def few(k=3) = pca k\ndef few(k=4) = pca k\nundo")
    #expect(harness.session.parameters(of: "few")?.map(\.defaultText) == ["3"])
    try harness.run("undo")
    #expect(harness.session.parameters(of: "few") == nil)
  }

  @Test func aNameIsAVariableOrAStageNotBoth() {
    let harness = SessionHarness()
    #expect(harness.codes("def few = pca 3\nfew = 3") == ["E0111"])
    #expect(harness.codes("few = 3\ndef few = pca 3") == ["E0111"])
    #expect(harness.codes("def few = pca 3\ndef few = pca 4\nfair = 3\nfair = 4").isEmpty)
  }

  // MARK: Settings

  @Test func failStopEndsASweepAtItsFirstFailure() throws {
    let line = "\(data) | pca {3, 500} | svm linear"
    #expect(try SessionHarness().table(line).rows.count == 2)
    #expect(throws: Diagnostic.self) { try SessionHarness().table("set fail stop\n" + line) }
    #expect(try SessionHarness().table("set fail stop\nset fail go\n" + line).rows.count == 2)
  }

  @Test func strictDataKnowsNoStandIns() throws {
    #expect(SessionHarness().codes("set data strict\nload \"ziya07\"") == ["E0534"])
    #expect(SessionHarness().codes("set data strict\nset data synthetic\nload \"ziya07\"") == [])
  }

  @Test func memoryIsTheBudgetOfTheCache() throws {
    let harness = SessionHarness()
    try harness.run("set memory 0.5")
    #expect(harness.session.cache.budget == 1 << 29)
    #expect(harness.codes("set memory many") == ["E0113"])
    #expect(harness.codes("set seed -1\nset threads 0\nset seed 1.5") == ["E0113", "E0113", "E0113"])
  }
}
