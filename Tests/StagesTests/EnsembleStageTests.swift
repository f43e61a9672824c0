import Foundation
import Numerics
import Plans
import Samples
import Testing

@testable import Stages

@Suite struct EnsembleStageTests {
  private func codes(_ model: String, threads: Int = 2) throws -> [Int] {
    try StageSession(threads: threads).result("\(StageSession.rows) | \(model)").outcomes.flatMap(\.predictions.codes)
  }

  @Test func aVoteOfOneIsThatModel() throws {
    #expect(try codes("vote logreg") == codes("logreg"))
    #expect(try codes("vote [(svm rbf C=3)]") == codes("svm rbf C=3"))
    // Two equal voices decide against one.
    #expect(try codes("vote [svm, svm, (svm linear)]") == codes("svm"))
  }

  @Test func aSoftVoteIsTheMeanProbability() throws {
    let session = StageSession()
    let rows = "\(StageSession.rows) | "
    let vote = try session.result(rows + "vote [logreg, bayes]").outcomes[0].predictions
    let probabilities = try #require(vote.probabilities)
    for row in 0..<probabilities.rows { #expect(abs(probabilities.row(row).reduce(0, +) - 1) < 1e-5) }
    #expect(vote.codes == greatestColumns(of: probabilities))
    // A model without probabilities makes it a vote by hand.
    #expect(try session.result(rows + "vote [logreg, svm]").outcomes[0].predictions.probabilities == nil)
    #expect(
      try session.result(rows + "vote [logreg, (svm probability=yes)]").outcomes[0].predictions.probabilities != nil)
  }

  @Test func doNotDependOnThreads() throws {
    for model in ["stack [logreg, bayes, svm] folds=3", "thresholds lda", "stack [(sgd log), knn] folds=3"] {
      #expect(try codes(model, threads: 1) == codes(model, threads: 2), "\(model)")
    }
  }

  @Test func rowsMadeUpByAResamplerAreTold() throws {
    guard let set = try StageSession().last("\(StageSession.rows) | smote [\"fear\", 60]").payload.as(PreparedRows.self)
    else {
      Issue.record("no rows")
      return
    }
    // 120 training rows, and 45 made from them, which inner folds leave out.
    #expect(set.training.metadata.count == 165)
    #expect(set.training.metadata.realRows == Array(0..<120))
  }

  @Test func surviveSaving() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mien-ensembles-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (number, model) in [
      "vote [(svm rbf), lda, (vote [knn, bayes])]", "stack [logreg, (knn 3)] folds=2", "thresholds (knn 9)",
    ].enumerated() {
      let session = StageSession()
      let path = folder.appendingPathComponent("\(number).model").path
      _ = try session.last("\(StageSession.rows) | \(model) | save \"\(path)\"")
      #expect(FileManager.default.fileExists(atPath: path))
      _ = try session.last("open \"\(path)\"")
    }
  }

  @Test func mistakesAreTold() throws {
    let session = StageSession()
    func codes(_ model: String) -> [String] {
      session.problems("\(StageSession.rows) | \(model)").map { String($0.prefix(5)) }
    }
    #expect(codes("vote [logreg, smote]") == ["E0103"])
    #expect(codes("vote [(pca 3 | svm), bayes]") == ["E0103"])
    #expect(codes("vote [3, logreg]") == ["E0103"])
    #expect(codes("vote [logrg]") == ["E0101"])
    #expect(codes("vote [(svm kernel=rfb)]") == ["E0104"])
    #expect(codes("vote") == ["E0106"])
    #expect(codes("vote [(logreg), (svm rbf)]").isEmpty)
    #expect(codes("vote [(svm {rbf, linear}), bayes]").isEmpty)
    #expect(codes("vote [(svm {rbf, rfb}), bayes]") == ["E0104"])
    #expect(codes("thresholds {logreg, (knn 9)}").isEmpty)
    #expect(throws: (any Error).self) { try session.last("\(StageSession.rows) | thresholds (svm rbf)") }
  }

  /// Who goes by probabilities would not see what thresholds shift.
  @Test(arguments: [
    "vote [logreg, (thresholds bayes)]", "stack [(thresholds logreg), bayes]", "thresholds (thresholds lda)",
  ])
  func aShiftThatWouldBeLostIsRefused(model: String) throws {
    #expect(StageSession().problems("\(StageSession.rows) | \(model)").map { $0.prefix(5) } == ["E0376"])
  }

  /// `svm` gives no probabilities, so that answers are counted: those that thresholds give who know the row's group.
  @Test func aVoteByHandCountsWhatThresholdsAnswer() throws {
    let data = "faces n=240 subjects=24 intensity=1 bias=0.9 | lbp grid=4"
    let rows = try #require(StageSession().last(data).payload.as(PreparedRows.self)).rows
    let last = steps(of: "\(data) | vote [(thresholds logreg by=group), bayes, svm]").last
    let fitted = try #require(last?.stage as? VoteStage).fit(rows, Trial().context())
    let context = Trial().context().execution
    let answers = try fitted.members.map { try $0.model.predict(rows: rows, context: context).codes }
    let expected = (0..<rows.metadata.count).map { row in
      let counts = fitted.classNames.indices.map { code in answers.count { $0[row] == code } }
      return counts.firstIndex(of: counts.max() ?? 0)
    }
    #expect(try fitted.predict(rows: rows, context: context).codes == expected)
    #expect(try fitted.predict(rows.content, context: context).codes != expected, "groups count")
  }

  @Test func thresholdsStandAroundAVote() throws {
    #expect(try !codes("thresholds (vote [logreg, bayes])", threads: 1).isEmpty)
  }
}
