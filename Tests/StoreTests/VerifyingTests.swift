import Basics
import Diagnostics
import Plans
import Testing

@testable import Interpreter
@testable import Store

@Suite struct VerifyingTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func aRunOfTheLabBookIsTheSameAgain() throws {
    let first = Sitting(in: folder.path)
    try first.run("k = 5\nset seed 3\nfaces n=60 subjects=12 intensity=1 | lbp grid=4 | pca k | svm linear | cv 3")
    let run = try #require(first.store.runs().first)
    let second = Sitting(in: folder.path)
    let verification = try second.session.verify(run.shortID)
    #expect(verification.isSame)
    #expect(second.observer.ran.contains("pca k"), "it was computed, not looked up")
    #expect(second.store.runs().count == 1, "verifying is no new look")
  }

  /// Runs that no single line of arguments says: choices inside a model, models as arguments, variables, `def`s.
  @Test func whatIsChosenOrComposedIsTheSameAgain() throws {
    let first = Sitting(in: folder.path)
    try first.run(
      """
      x = faces n=60 subjects=12 intensity=1 | lbp grid=4
      c = 0.5
      def short(k, model) = pca k | model
      x | {logreg, scale | pca 3 | bayes} | tune inner=2 | cv 2
      x | vote [bayes, (logreg C=c)] | cv 2
      x | short 4 (thresholds (logreg C=c)) | cv 2
      {x | lda, x | bayes} | tune inner=2 by=accuracy
      """)
    let second = Sitting(in: folder.path)
    let runs = second.store.runs()
    #expect(runs.count == 4)
    for run in runs { #expect(try second.session.verify(run.shortID).isSame, "\(run.planText)") }
  }

  @Test func aRunThatAnOlderVersionWroteIsToldAsThat() throws {
    let sitting = Sitting(in: folder.path)
    try sitting.run("faces n=60 subjects=12 intensity=1 | lbp grid=4 | bayes")
    var run = try #require(sitting.store.runs().first)
    run.program = "faces n=60 | lbp grid=4 | bayes"
    let book = SessionExperimentLog()
    _ = book.enter(run)
    sitting.session.experimentLog = book
    let error = #expect(throws: Diagnostic.self) { try sitting.session.verify(run.shortID) }
    #expect(error?.message.contains("older version") == true)
  }

  @Test func aSavedResultIsTheSameAgain() throws {
    let sitting = Sitting(in: folder.path)
    let file = folder.path + "/base.result"
    try sitting.run("faces n=60 subjects=12 intensity=1 | lbp grid=4 | svm linear | save \"\(file)\"")
    #expect(try sitting.session.verify(file).isSame)
  }

  @Test func anAlteredResultIsFoundOut() throws {
    let sitting = Sitting(in: folder.path)
    try sitting.run("faces n=60 subjects=12 intensity=1 | lbp grid=4 | svm linear")
    var run = try #require(sitting.store.runs().first)
    let other = DiskStore(folder: folder.path + "/other", onWarning: { _ in })
    run.metrics[0].value = run.metrics[0].value.nextUp
    run.metrics[0].perFold = run.metrics[0].perFold.map(\.nextUp)
    _ = other.enter(run)
    sitting.session.experimentLog = other
    let verification = try sitting.session.verify(run.shortID)
    #expect(!verification.isSame)
  }

  /// The clock ends such a search elsewhere each time, so that a difference refutes nothing; other data still do.
  @Test func aSearchByTimeIsNeitherConfirmedNorRefuted() throws {
    let sitting = Sitting(in: folder.path)
    try sitting.run("faces n=60 subjects=12 intensity=1 | lbp grid=4 | svm linear")
    let run = try #require(sitting.store.runs().first)
    var worse = run
    worse.metrics[0].value -= 0.125
    #expect(verification(of: run, against: worse, timed: "automl 60s").outcome == .unpromised)
    #expect(verification(of: run, against: worse, timed: nil).outcome == .different)
    #expect(verification(of: run, against: run, timed: "automl 60s").outcome == .same)
    worse.dataFingerprint = "other data"
    #expect(verification(of: run, against: worse, timed: "automl 60s").outcome == .different)
  }

  @Test func whatIsMissingOrOfOtherRowsIsNotTheSame() throws {
    let sitting = Sitting(in: folder.path)
    try sitting.run("faces n=60 subjects=12 intensity=1 | lbp grid=4 | svm linear")
    let run = try #require(sitting.store.runs().first)
    let changes: [(inout RunRecord) -> Void] = [
      { $0.metrics = [] }, { $0.metrics.removeLast() }, { $0.testRows = Digest("other rows") },
      { $0.dataFingerprint = "0" }, { $0.evaluation = "on the training rows" },
    ]
    for (number, change) in changes.enumerated() {
      var altered = run
      change(&altered)
      let book = SessionExperimentLog()
      _ = book.enter(altered)
      sitting.session.experimentLog = book
      #expect(try !sitting.session.verify(run.shortID).isSame, "change \(number)")
    }
  }

  @Test func aRunThatIsNotThereIsNamed() throws {
    let sitting = Sitting(in: folder.path)
    #expect(throws: Diagnostic.self) { try sitting.session.verify("0123abcd") }
  }

  @Test func theLabBookIsATable() throws {
    let sitting = Sitting(in: folder.path)
    try sitting.run("faces n=60 subjects=12 intensity=1 | lbp grid=4 | pca {4, 6} | svm linear")
    let table = try sitting.run("runs | where (macro_f1 >= 0) | sort macro_f1 | select [plan, look]")
    #expect(table.contains("pca 4") && table.contains("pca 6"))
    #expect(table.split(separator: "\n").count == 3)
  }
}
