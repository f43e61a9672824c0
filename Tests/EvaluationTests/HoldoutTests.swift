import Numerics
import Testing

@testable import Evaluation

@Suite struct HoldoutTests {
  @Test(arguments: [0.1, 0.25, 0.5, 0.9], [UInt64(1), 2, 3])
  func sharesEveryClassToWithinOneRow(share: Double, seed: UInt64) throws {
    let sample = try SampleRows(seed: seed)
    let set = try Holdout(share: share).splits(of: sample.rows, seed: seed)
    let split = try #require(set.splits.first)
    #expect(split.isProper(of: 300))
    #expect(split.train.count + split.test.count == 300)
    #expect(split.test.count == Int((share * 300).rounded()))
    let tested = sample.rows.labels.gathering(split.test).counts
    for (tested, total) in zip(tested, sample.rows.labels.counts) {
      #expect(abs(Double(tested) - share * Double(total)) <= 1)
    }
  }

  @Test func everyClassOfTwoRowsIsOnBothSides() throws {
    let labels = Labels(names: ["many", "two", "one"], codes: [Int](repeating: 0, count: 50) + [1, 1, 2])
    for seed in UInt64(0)..<20 {
      let set = try Holdout(share: 0.1).splits(of: EvaluationRows(labels: labels), seed: seed)
      #expect(labels.gathering(set.splits[0].test).counts[1] == 1)
      #expect(labels.gathering(set.splits[0].train).counts[0] > 0)
    }
  }

  @Test(arguments: UInt64(1)...8)
  func keepsSubjectsWholeAndClassesEven(seed: UInt64) throws {
    let sample = try SampleRows(seed: seed, subjects: 23)
    let set = try Holdout(share: 0.25).splits(of: sample.rows, seed: seed)
    let split = set.splits[0]
    let subjects = try #require(sample.rows.subjects)
    #expect(split.isProper(of: 300) && split.train.count + split.test.count == 300)
    #expect(Set(split.train.map { subjects.codes[$0] }).isDisjoint(with: split.test.map { subjects.codes[$0] }))
    let tested = sample.rows.labels.gathering(split.test).counts
    for (tested, total) in zip(tested, sample.rows.labels.counts) {
      #expect(tested > 0 && tested < total)
      #expect(abs(Double(tested) / Double(total) - 0.25) < 0.15)
    }
    #expect(set.notes == ["subject grouping: each of 23 subjects kept on one side"])
  }

  @Test func aClassOfTwoSubjectsIsOnBothSides() throws {
    // Every subject smiles ten times; subjects 3 and 7 alone show contempt, once each.
    var codes = [Int]()
    var subjects = [Int?]()
    for subject in 0..<12 {
      codes += [Int](repeating: 0, count: 10) + ([3, 7].contains(subject) ? [1] : [])
      subjects += [Int?](repeating: subject, count: codes.count - subjects.count)
    }
    let rows = try EvaluationRows(
      labels: Labels(names: ["happy", "contempt"], codes: codes),
      subjects: Grouping(names: (0..<12).map { "S\($0)" }, codes: subjects))
    for seed in UInt64(0)..<20 {
      for split in try Holdout(share: 0.25, repetitions: 6).splits(of: rows, seed: seed).splits {
        #expect(rows.labels.gathering(split.test).counts[1] == 1)
      }
    }
  }

  /// Left to themselves, ten splits of few subjects would test the same two or three, who share the classes out best.
  @Test(arguments: UInt64(1)...20, [8, 23])
  func repetitionsTestEverySubjectAboutAsOften(seed: UInt64, count: Int) throws {
    let sample = try SampleRows(seed: seed, subjects: count)
    let subjects = try #require(sample.rows.subjects)
    var timesTested = [Int](repeating: 0, count: count)
    for split in try Holdout(share: 0.25, repetitions: 12).splits(of: sample.rows, seed: seed).splits {
      for subject in Set(split.test.compactMap { subjects.codes[$0] }) { timesTested[subject] += 1 }
    }
    let (least, most) = (timesTested.min() ?? 0, timesTested.max() ?? 0)
    #expect(least >= 1 && most - least <= 3, "\(timesTested)")
  }

  @Test func theSeedDecides() throws {
    let sample = try SampleRows(seed: 4, subjects: 40)
    let holdout = try Holdout(share: 0.3, repetitions: 3)
    #expect(try holdout.splits(of: sample.rows, seed: 9) == holdout.splits(of: sample.rows, seed: 9))
    #expect(try holdout.splits(of: sample.rows, seed: 9) != holdout.splits(of: sample.rows, seed: 10))
    let repeated = try holdout.splits(of: sample.rows, seed: 9).splits
    #expect(repeated.map(\.repetition) == [0, 1, 2])
    #expect(repeated[0].test != repeated[1].test)
  }

  @Test(arguments: [Int?.none, 23])
  func aRepetitionDoesNotDependOnHowManyFollow(subjects: Int?) throws {
    let sample = try SampleRows(seed: 4, subjects: subjects)
    let few = try Holdout(share: 0.3, repetitions: 2).splits(of: sample.rows, seed: 9).splits
    let many = try Holdout(share: 0.3, repetitions: 5).splits(of: sample.rows, seed: 9).splits
    #expect(few.map(\.test) == many.prefix(2).map(\.test))
  }

  @Test func splittingRowsOfKnownSubjectsIsNoteedOn() throws {
    let sample = try SampleRows(seed: 4, subjects: 40)
    let set = try Holdout(by: .row).splits(of: sample.rows, seed: 1)
    #expect(set.notes == ["split by row: the faces of 40 known subjects may be in training and in test"])
  }

  @Test func badSharesAndTooFewAreRefused() throws {
    #expect(throws: EvaluationError.shareOutside(1)) { try Holdout(share: 1) }
    #expect(throws: EvaluationError.self) { try Holdout(share: .nan) }
    let one = try EvaluationRows(labels: Labels(names: ["a"], codes: [0]))
    #expect(throws: EvaluationError.tooFewRows(found: 1, needed: 2, purpose: "a holdout")) {
      try Holdout().splits(of: one, seed: 0)
    }
    #expect(throws: EvaluationError.noRows) { try EvaluationRows(labels: Labels(names: ["a"], codes: [])) }
    let alone = try EvaluationRows(
      labels: Labels(names: ["a"], codes: [0, 0]), subjects: Grouping(["S1", "S1"]))
    #expect(throws: EvaluationError.self) { try Holdout().splits(of: alone, seed: 0) }
    #expect(throws: EvaluationError.differentLengths(of: "subjects", found: 1, rows: 2)) {
      try EvaluationRows(labels: Labels(names: ["a"], codes: [0, 0]), subjects: Grouping(["S1"]))
    }
  }
}
