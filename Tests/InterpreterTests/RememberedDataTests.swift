import Plans
import Synchronization
import Testing

@testable import Interpreter

/// What must not be forgotten of data: that a file changed, what had learnt from saved rows, how often a test was looked
/// at, and whose copies rows are.
@Suite struct RememberedDataTests {
  private let harness = SessionHarness()
  private let faces = "faces n=64 subjects=8 intensity=1"

  @Test func aVariableWhoseFileChangedSaysSo() throws {
    let folder = try TemporaryFolder()
    let heard = Heard()
    harness.session.observer = heard
    let rows = (0..<24).map { "\($0),\($0 % 7),\($0 % 2 == 0 ? "a" : "b")" }
    let path = try folder.write("x,z,label\n" + rows.joined(separator: "\n"), to: "t.csv")
    try harness.run("x = load \"\(path)\"\nx\ny = x | logreg")
    #expect(!heard.notes.contains { $0.contains("changed") })
    try folder.write("x,z,label\n" + rows.dropFirst(4).joined(separator: "\n"), to: "t.csv")
    try harness.run("x")
    #expect(heard.notes.contains { $0.contains("changed since the variable was made; it is what it was") })
    try harness.run("z = x | logreg")
    #expect(heard.notes.contains { $0.contains("made from them as they are now") })
  }

  @Test(arguments: ["npz", "csv"])
  func savedFeaturesKeepWhatHadLearntFromThem(ending: String) throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/f.\(ending)"
    let whole = try harness.result("\(faces) | lbp grid=4 | pca 5 | logreg")
    try harness.run("\(faces) | lbp grid=4 | pca 5 | save \"\(path)\"")
    let read = try harness.result("load \"\(path)\" | logreg")
    #expect(read.outcomes.map(\.split.test) == whole.outcomes.map(\.split.test), "the plan goes on on its own split")
    #expect(!read.notes.contains { $0.contains("too good") })
    let folds = try harness.result("load \"\(path)\" | logreg | cv 4")
    #expect(folds.notes.contains { $0.contains("rows that pca 5 had learnt from before they were saved") })
    try harness.run("\(faces) | lbp grid=4 | save \"\(path)\"")
    #expect(try !harness.result("load \"\(path)\" | logreg | cv 4").notes.contains { $0.contains("too good") })
  }

  @Test func newSeedsAreNoNewTest() throws {
    let data = "load \"ziya07\" | lbp grid=4"
    #expect(try harness.result("\(data) | logreg").provenance.testSplitScored == 1)
    #expect(try harness.result("set seed 2\n\(data) | logreg").provenance.testSplitScored == 2)
    #expect(try harness.result("\(data) | lda | cv 3").provenance.testSplitScored == 1, "another rule")
    let best = try harness.result("\(data) | {logreg, lda, tree} | best")
    #expect(best.provenance.testSplitScored == 4, "a look at each combination")
    #expect(try harness.result("a = \(data) | logreg\n\(data) | svm linear\na").provenance.testSplitScored == 5)
  }

  @Test func theBestOfASweepIsComparedAsOneOfMany() throws {
    let text = "x = \(faces) | lbp grid=4\nb = x | logreg\ns = x | {tree, lda, svm linear, knn}\n"
    let plain = try harness.last(text + "w = s | best\nt = x | lda\ncompare b w").payload
    guard let document = plain.as(Document.self) else { throw NotOfKind(what: "a document") }
    #expect(document.notes.contains { $0.contains("chosen as the best of 4") })
    #expect(document.provenance.contains { $0.content.contains("this test scored by 5 plans so far") })
    #expect(document.texts.contains { $0.contains("Holm's correction over 3 comparisons") })
  }

  @Test func whatIsLeftOutOfALoadedPlanIsNoFailure() throws {
    let folder = try TemporaryFolder()
    try harness.run("\(faces) | save \"\(folder.path)/set\"")
    let loaded = try harness.table("load \"\(folder.path)/set\" | lbp grid=4 | pca 5 | logreg | ablate")
    let made = try harness.table("\(faces) | lbp grid=4 | pca 5 | logreg | ablate")
    #expect(loaded.columns == made.columns)
    #expect(loaded.rows.map { $0.cells[0] } == made.rows.map { $0.cells[0] })
    #expect(loaded.notes.contains { $0.hasPrefix("lbp grid=4 stays in: without it") })
  }

  @Test func failuresAreCountedOnAssignment() throws {
    let heard = Heard()
    harness.session.observer = heard
    let table = try harness.table("s = \(faces) | lbp grid=4 | pca {5, 4000} | logreg\ns")
    #expect(table.notes.contains("1 of 2 combinations failed"))
    #expect(table.summary.hasSuffix("1 failed"))
    #expect(heard.failures == 1)
  }

  @Test func theBagTellsWhyItsScoreIsTooGood() throws {
    let copies = try harness.result("load \"ziya07\" | lbp grid=4 | oversample | forest trees=20 oob=yes")
    #expect(copies.notes.contains { $0.contains("which is too good") && $0.contains("copies") })
    let people = try harness.result("\(faces) | lbp grid=4 | forest trees=20 oob=yes")
    #expect(people.notes.contains { $0.contains("which is too good") && $0.contains("of the same face") })
  }

  @Test func oneImbalanceIsToldToBeCorrectedTwiceBeforeAnythingLearns() throws {
    let heard = Heard()
    harness.session.observer = heard
    try harness.run("a = \(faces) | lbp grid=4 | smote k=1 | svm linear weights=balanced")
    #expect(heard.notes.contains { $0.contains("corrected twice") })
    #expect(try !harness.result("\(faces) | fair k=5").notes.contains { $0.contains("corrected twice") })
  }
}

extension Document {
  fileprivate var texts: [String] {
    blocks.compactMap { if case .text(let text) = $0 { text } else { nil } }
  }
}

private final class Heard: RunObserver {
  private let state = Mutex<(notes: [String], failures: Int)>(([], 0))

  var notes: [String] { state.withLock { $0.notes } }
  var failures: Int { state.withLock { $0.failures } }

  func note(_ text: String, from step: PlanStep) { state.withLock { $0.notes.append(text) } }
  func combinationsDidFail(_ failures: Int, of count: Int) { state.withLock { $0.failures += failures } }
}
