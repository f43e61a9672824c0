import Foundation
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
    #expect(document.tables.flatMap(\.notes).contains { $0.contains("Holm's correction over 3 comparisons") })
  }

  @Test func theBestOfASweepSaysWhatFailed() throws {
    let text = "\(faces) | lbp grid=4 | pca {2, 4000} | {tree, lda} | best"
    let notes = try harness.result(text).notes
    #expect(notes.contains { $0.contains("chosen as the best of 2") })
    #expect(notes.contains("2 of 4 combinations failed, and could not be chosen"))
    let only = try harness.result("\(faces) | lbp grid=4 | pca {2, 4000} | tree | best")
    #expect(only.notes.contains("1 of 2 combinations failed, and could not be chosen") && only.chosenAmong == 1)
  }

  @Test func whatIsLeftOutOfALoadedPlanIsNoFailure() throws {
    let folder = try TemporaryFolder()
    try harness.run("\(faces) | save \"\(folder.path)/set\"")
    let loaded = try harness.table("load \"\(folder.path)/set\" | lbp grid=4 | pca 5 | logreg | ablate")
    let made = try harness.table("\(faces) | lbp grid=4 | pca 5 | logreg | ablate")
    #expect(loaded.columns == made.columns)
    #expect(loaded.rows.map { $0.cells[0] } == made.rows.map { $0.cells[0] })
    let staysIn = "lbp grid=4 stays in: without it pca needs features, but is given images"
    #expect(loaded.notes.contains(staysIn) && made.notes.contains(staysIn))
  }

  @Test func failuresAreCountedOnAssignment() throws {
    let heard = Heard()
    harness.session.observer = heard
    let table = try harness.table("s = \(faces) | lbp grid=4 | pca {5, 4000} | logreg\ns")
    #expect(table.notes.contains("1 of 2 combinations failed"))
    #expect(table.summary.hasSuffix("1 failed"))
    #expect(heard.failures == 1)
  }

  /// Out of the bag means away from copies and from other pictures of the same face, and changes no prediction.
  @Test func theBagHoldsNoKin() throws {
    let data = "load \"ziya07\" | lbp grid=4"
    let copies = try harness.result("\(data) | oversample | forest trees=30 oob=yes")
    let text = try #require(copies.notes.first { $0.contains("out-of-bag accuracy") })
    #expect(text.contains("by trees that drew nobody of the same face"))
    let accuracy = try #require(text.split(separator: " ").compactMap { Double($0.filter { $0 != "," }) }.first)
    let plain = try harness.result("\(data) | oversample | forest trees=30")
    #expect(copies.outcomes[0].predictions.codes == plain.outcomes[0].predictions.codes)
    // Among copies the bag had told .97 rightly.
    #expect(abs(accuracy - (try #require(plain.scores.metric("accuracy")).value)) < 0.12)
    let mixtures = try harness.result("\(data) | smote k=1 | forest trees=10 oob=yes")
    #expect(mixtures.notes.contains { $0.contains("rows that no resampler made") })
  }

  @Test(arguments: ["npz", "csv"])
  func looksBeforeSavingCount(ending: String) throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/f.\(ending)"
    let plan = "\(faces) | lbp grid=4 | pca 5"
    try harness.run("\(plan) | logreg\n\(plan) | lda\n\(plan) | save \"\(path)\"")
    let read = SessionHarness()
    #expect(try read.result("load \"\(path)\" | logreg").provenance.testSplitScored == 3)
    #expect(try read.result("load \"\(path)\" | tree").provenance.testSplitScored == 4)
    // Saved once more, all four count on.
    try read.run("load \"\(path)\" | scale | save \"\(path).\(ending)\"")
    #expect(try SessionHarness().result("load \"\(path).\(ending)\" | logreg").provenance.testSplitScored == 5)
  }

  /// By what is in the picture, whatever it is called, from a result and from a saved model.
  @Test func aPictureThatWasLearntFromSaysSo() throws {
    let folder = try TemporaryFolder()
    try harness.run("\(faces) | save \"\(folder.path)/set\"")
    let plan = "load \"\(folder.path)/set\" | lbp grid=4 | pca 5 | logreg"
    let result = try harness.result("m = \(plan)\nm | save \"\(folder.path)/m.model\"\nm")
    let split = try #require(result.outcomes.first?.split)
    let metadata = try #require(
      try harness.last("load \"\(folder.path)/set\"").payload.as(PreparedRows.self)
    ).rows.metadata
    let picture = { (row: Int) in "\(folder.path)/set/\(metadata.rowNames[row])" }
    let copy = "\(folder.path)/another name.png"
    try FileManager.default.copyItem(atPath: picture(split.train[3]), toPath: copy)
    for model in ["m", "open \"\(folder.path)/m.model\""] {
      func notes(_ path: String) throws -> [String] {
        let document = try harness.last("\(model) | predict \"\(path)\"").payload.as(Document.self)
        return try #require(document).notes
      }
      #expect(try notes(picture(split.train[0])).contains { $0.contains("that the model learnt from") })
      #expect(try notes(copy).contains { $0.hasPrefix(copy) && $0.contains("that the model learnt from") })
      #expect(try notes(picture(split.test[0])).isEmpty)
    }
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
