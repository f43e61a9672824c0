import Numerics
import Testing

@testable import Evaluation

@Suite struct UnitAssignmentTests {
  /// Random subjects who show few classes each: every class of two subjects can be, and is, on both sides.
  @Test(arguments: UInt64(1)...40)
  func everyClassOfTwoSubjectsIsOnBothSides(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let subjectCount = 12 + generator.below(40)
    var codes = [Int]()
    var subjects = [Int]()
    for subject in 0..<subjectCount {
      let favourite = min(generator.below(8), generator.below(8))
      for _ in 0..<1 + generator.below(6) {
        codes.append(generator.below(3) == 0 ? min(generator.below(8), generator.below(8)) : favourite)
        subjects.append(subject)
      }
    }
    let labels = Labels(names: (0..<8).map { "class\($0)" }, codes: codes)
    let bins = UnitAssignment.bins(
      of: labels, unitOfRow: subjects, unitCount: subjectCount, shares: [0.75, 0.25], generator: &generator)
    for code in 0..<8 {
      let showing = Set(subjects.indices.filter { codes[$0] == code }.map { subjects[$0] })
      #expect(showing.count < 2 || Set(showing.map { bins[$0] }).count == 2, "class \(code)")
    }
  }

  @Test func singleRowsAreSharedAsEvenlyAsRowsCanBe() {
    var generator = SeededGenerator(seed: 5)
    let codes = (0..<400).map { _ in generator.below(4) }
    let labels = Labels(names: ["a", "b", "c", "d"], codes: codes)
    let bins = UnitAssignment.bins(
      of: labels, unitOfRow: Array(0..<400), unitCount: 400, shares: [Double](repeating: 0.2, count: 5),
      generator: &generator)
    for code in 0..<4 {
      let counts = (0..<5).map { bin in (0..<400).count { bins[$0] == bin && codes[$0] == code } }
      #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
    }
  }

  @Test func everyBinGetsAUnit() {
    for seed in UInt64(0)..<20 {
      var generator = SeededGenerator(seed: seed)
      // One subject has nearly all rows, and all of the rare class.
      let owners = [Int](repeating: 0, count: 50) + [1, 2, 3]
      let labels = Labels(names: ["a", "b"], codes: [Int](repeating: 0, count: 45) + [1, 1, 1, 1, 1] + [0, 0, 0])
      let bins = UnitAssignment.bins(
        of: labels, unitOfRow: owners, unitCount: 4, shares: [0.25, 0.25, 0.25, 0.25], generator: &generator)
      #expect(Set(bins) == [0, 1, 2, 3])
    }
  }

  /// Whoever sorts the table, or calls the classes in another language, tests the same people.
  @Test(arguments: UInt64(1)...30)
  func orderOfRowsAndNamesOfClassesChangeNoSplitOfSubjects(seed: UInt64) throws {
    let rows = try SampleRows(seed: seed, subjects: 30).rows
    let subjects = try #require(rows.subjects)
    var generator = SeededGenerator(seed: seed + 100)
    let order = generator.shuffled(Array(0..<rows.count))
    let renamed = generator.shuffled(Array(rows.labels.names.indices))
    let others = try EvaluationRows(
      labels: Labels(names: rows.labels.names, codes: order.map { renamed[rows.labels.codes[$0]] }),
      subjects: subjects.gathering(order))
    for splitting in [try Holdout() as any Splitting, try KFold(folds: 5)] {
      let first = try splitting.splits(of: rows, seed: seed).splits
      let second = try splitting.splits(of: others, seed: seed).splits
      for (a, b) in zip(first, second) {
        #expect(Set(a.test) == Set(b.test.map { order[$0] }), "\(a.name)")
      }
    }
  }
}
