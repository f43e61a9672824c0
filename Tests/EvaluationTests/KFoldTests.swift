import Numerics
import Testing

@testable import Evaluation

@Suite struct KFoldTests {
  @Test(arguments: [2, 5, 7], [UInt64(1), 2, 3])
  func foldsPartitionTheRowsEvenly(folds: Int, seed: UInt64) throws {
    let sample = try SampleRows(seed: seed)
    let splits = try KFold(folds: folds).splits(of: sample.rows, seed: seed).splits
    #expect(splits.flatMap(\.test).sorted() == Array(0..<300))
    #expect(splits.allSatisfy { $0.isProper(of: 300) && $0.train.count + $0.test.count == 300 })
    let sizes = splits.map(\.test.count)
    #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    for code in 0..<sample.classes {
      let counts = splits.map { sample.rows.labels.gathering($0.test).counts[code] }
      #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
    }
  }

  @Test(arguments: UInt64(1)...6)
  func subjectsAreWholeAndClassesNearlyEven(seed: UInt64) throws {
    let sample = try SampleRows(seed: seed, subjects: 30)
    let subjects = try #require(sample.rows.subjects)
    let splits = try KFold(folds: 5).splits(of: sample.rows, seed: seed).splits
    #expect(splits.flatMap(\.test).sorted() == Array(0..<300))
    for split in splits {
      #expect(Set(split.train.map { subjects.codes[$0] }).isDisjoint(with: split.test.map { subjects.codes[$0] }))
      for (tested, total) in zip(sample.rows.labels.gathering(split.test).counts, sample.rows.labels.counts) {
        #expect(tested > 0)
        #expect(abs(Double(tested) / Double(total) - 0.2) < 0.2)
      }
    }
  }

  @Test func asManyFoldsAsSubjectsIsOneSubjectEach() throws {
    let sample = try SampleRows(seed: 3, subjects: 6)
    let splits = try KFold(folds: 6).splits(of: sample.rows, seed: 1).splits
    let alone = try LeaveOneSubjectOut().splits(of: sample.rows).splits
    #expect(Set(splits.map(\.test)) == Set(alone.map(\.test)))
  }

  @Test func rowsOfUnknownSubjectAreDealtAlone() throws {
    let sample = try SampleRows(seed: 3, subjects: 20, unknownShare: 0.5)
    let set = try KFold(folds: 4).splits(of: sample.rows, seed: 1)
    #expect(set.splits.flatMap(\.test).sorted() == Array(0..<300))
    let unknown = try #require(sample.rows.subjects).unknownCount
    #expect(set.notes.contains("dealt singly: \(unknown) rows of no known subject"))
  }

  @Test func repetitionsDifferAndTheSeedDecides() throws {
    let sample = try SampleRows(seed: 3)
    let fold = try KFold(folds: 3, repetitions: 2)
    let splits = try fold.splits(of: sample.rows, seed: 5).splits
    #expect(splits.map(\.repetition) == [0, 0, 0, 1, 1, 1] && splits.map(\.fold) == [0, 1, 2, 0, 1, 2])
    #expect(splits[0].test != splits[3].test)
    #expect(splits[4].name == "repetition 2, fold 2 of 3")
    #expect(try splits == fold.splits(of: sample.rows, seed: 5).splits)
  }

  @Test func aFoldWithoutARareClassIsNoteedOn() throws {
    let labels = Labels(names: ["many", "fear", "contempt"], codes: [0, 0, 0, 0, 0, 0, 0, 1, 1, 2])
    let notes = try KFold(folds: 3).splits(of: EvaluationRows(labels: labels), seed: 1).notes
    #expect(notes.count == 3)
    #expect(notes.contains { $0.hasPrefix("no row of fear is tested in fold ") })
    #expect(notes.contains { $0.hasPrefix("class contempt is only in test in fold ") })
  }

  @Test func tooManyFoldsAreRefused() throws {
    #expect(throws: EvaluationError.tooFewFolds(1)) { try KFold(folds: 1) }
    #expect(throws: EvaluationError.tooFewRepetitions(0)) { try KFold(folds: 2, repetitions: 0) }
    let sample = try SampleRows(seed: 1, count: 10, subjects: 3)
    #expect(throws: EvaluationError.tooFewRows(found: 10, needed: 11, purpose: "a split into 11 folds")) {
      try KFold(folds: 11).splits(of: sample.rows, seed: 0)
    }
    #expect(throws: EvaluationError.self) { try KFold(folds: 4).splits(of: sample.rows, seed: 0) }
  }
}
