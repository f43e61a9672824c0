import Foundation
import Plans
import Testing

@testable import Store

/// What a cache on disk promises: the same numbers, without the work.
@Suite struct ResumingTests {
  static let sweep =
    "faces n=80 subjects=16 intensity=1 | {lbp grid=4, resize 16 | pixels} | pca {4, 8} | {svm linear, logreg} | cv 2"

  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func anotherProcessRunsNothing() throws {
    let first = Sitting(in: folder.path)
    let cold = try first.run(Self.sweep)
    #expect(!first.observer.ran.isEmpty)
    let second = Sitting(in: folder.path)
    #expect(try second.run(Self.sweep) == cold)
    #expect(second.observer.ran == [])
    #expect(second.observer.lastOutlook?.cachedCombinations == 8)
    #expect(first.warnings.all + second.warnings.all == [])
  }

  @Test func aResultIsTheSameColdAndWarmAndOnAnyNumberOfThreads() throws {
    let line = "faces n=80 subjects=16 intensity=1 | lbp grid=4 | pca 8 | smote | svm rbf | cv 4"
    let cold = try Sitting(in: folder.path, threads: 1).run(line)
    #expect(try Sitting(in: folder.path, threads: 2).run(line) == cold)
    let other = try TemporaryFolder()
    #expect(try Sitting(in: other.path, threads: 2).run(line) == cold)
  }

  @Test func aSearchThatWasEndedEarlyIsNotTakenForAWholeOne() throws {
    let line = "faces n=60 subjects=12 intensity=1 | lbp grid=4 | pca 4 | automl trials=12 learners=[logreg, knn]"
    let other = try TemporaryFolder()
    let whole = try Sitting(in: other.path).run(line)
    let ended = Sitting(in: folder.path, endsSearches: true)
    #expect(try ended.run(line).contains("the search was stopped"))
    #expect(try ended.run(line).contains("the search was stopped"), "in its session it stays what it was")
    #expect(try Sitting(in: folder.path).run(line) == whole)
  }

  @Test func onlyWhatAChangeReachesRunsAgain() throws {
    let line =
      "faces n=80 subjects=16 intensity=1 | lbp grid=4 | pca {4, 8} | {skip, smote k=2} | {logreg, svm rbf} | cv 2"
    try Sitting(in: folder.path).run(line)
    let changed = Sitting(in: folder.path)
    try changed.run(line.replacingOccurrences(of: "svm rbf", with: "svm rbf C=10"))
    #expect(Set(changed.observer.ran) == ["svm rbf C=10"])
    #expect(changed.observer.ran.count == 8)
  }

  @Test func writingItAnotherWayChangesNothing() throws {
    try Sitting(in: folder.path).run("faces n=40 subjects=8 intensity=1 | lbp grid=2 points=8 | svm C=2 gamma=auto")
    let other = Sitting(in: folder.path)
    try other.run(
      """
      # a comment
      faces   subjects=8 n=40 intensity=1 |   # another
        lbp points=8   grid=2 | svm rbf gamma=auto C=2
      """)
    #expect(other.observer.ran == [])
  }

  @Test func theSeedLeadsToAnotherPlace() throws {
    let line = "faces n=40 subjects=8 intensity=1 | lbp grid=2 | svm linear"
    try Sitting(in: folder.path).run(line)
    let other = Sitting(in: folder.path)
    try other.run("set seed 2\n" + line)
    #expect(other.observer.ran.contains("svm linear"))
  }

  @Test func aSharedBeginningRunsOnceEvenWhenAllWantItAtOnce() throws {
    let sitting = Sitting(in: folder.path, threads: 4)
    try sitting.run("faces n=60 subjects=12 intensity=1 | lbp grid=4 | pca 5 | svm {linear, rbf, poly, sigmoid} | cv 2")
    #expect(sitting.observer.ran.count { $0 == "lbp grid=4" } == 1)
    #expect(sitting.observer.ran.count { $0 == "pca 5" } == 2)
  }

  @Test func anInterruptedSweepGoesOnWhereItWas() throws {
    let undisturbed = try Sitting(in: TemporaryFolder().path).run(Self.sweep)
    let half = Sitting(in: folder.path)
    try half.run("faces n=80 subjects=16 intensity=1 | lbp grid=4 | pca {4, 8} | svm linear | cv 2")
    let rest = Sitting(in: folder.path)
    #expect(try rest.run(Self.sweep) == undisturbed)
    #expect(rest.observer.lastOutlook?.cachedCombinations == 2)
    #expect(rest.observer.ran.count { $0 == "svm linear" } == 4)
    #expect(rest.observer.ran.count { $0 == "logreg" } == 8)
  }

  /// The first of two deals of folds is that of a single one.
  @Test func aCellThatIsHalfThereIsNotToldAsThere() throws {
    let plan = "faces n=60 subjects=12 intensity=1 | lbp grid=4 | pca {2, 4} | svm linear | cv 2"
    try Sitting(in: folder.path).run(plan)
    let again = Sitting(in: folder.path)
    try again.run(plan + " | repeat 2")
    let outlook = try #require(again.observer.lastOutlook)
    #expect(outlook.folds == 8 && outlook.cachedFolds == 4)
    #expect(outlook.combinations == 2 && outlook.cachedCombinations == 0)
  }

  @Test func aChangedFileIsReadAgain() throws {
    let data = try TemporaryFolder()
    let path = data.path + "/t.csv"
    func write(_ shift: Double) throws {
      let rows = (0..<40).map { "\(Double($0 % 7) + ($0 % 2 == 0 ? shift : 0)),\($0 % 5),\($0 % 2 == 0 ? "a" : "b")" }
      try ("x,y,label\n" + rows.joined(separator: "\n") + "\n").write(toFile: path, atomically: false, encoding: .utf8)
    }
    let line = "load \"\(path)\" label=\"label\" | svm linear | cv 2"
    try write(1)
    let first = try Sitting(in: folder.path).run(line)
    let time = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate]
    try write(5)
    // As large as before and, by its own account, as old.
    try FileManager.default.setAttributes([.modificationDate: time as Any], ofItemAtPath: path)
    let changed = Sitting(in: folder.path)
    #expect(try changed.run(line) != first)
    #expect(changed.observer.ran.contains("svm linear"))
    try write(1)
    let back = Sitting(in: folder.path)
    #expect(try back.run(line) == first)
    #expect(!back.observer.ran.contains("svm linear"))
  }

  @Test func notesComeFromTheCacheToo() throws {
    let line = "load \"ziya07\" | resize 16 | pixels | pca 5 | svm linear"
    let cold = try Sitting(in: folder.path).run(line)
    #expect(cold.contains("stand-in"))
    #expect(try Sitting(in: folder.path).run(line) == cold)
  }
}
