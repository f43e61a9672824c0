import Numerics
import Samples

@testable import Evaluation

/// Random labels over uneven classes, and subjects who each show some of them.
struct SampleRows {
  var rows: EvaluationRows
  let classes: Int

  init(
    seed: UInt64, count: Int = 300, classes: Int = 5, subjects: Int? = nil, unknownShare: Double = 0
  ) throws {
    var generator = SeededGenerator(seed: seed)
    var codes = [Int]()
    var owners = [Int?]()
    for _ in 0..<count {
      let code = min(generator.below(classes), generator.below(classes))
      codes.append(code)
      owners.append(subjects.map { generator.below($0) })
    }
    if unknownShare > 0 {
      owners = owners.map { generator.uniform() < unknownShare ? nil : $0 }
    }
    self.classes = classes
    let labels = Labels(names: (0..<classes).map { "class\($0)" }, codes: codes)
    let grouping = try subjects.map { try Grouping(names: (0..<$0).map { "S\($0)" }, codes: owners) }
    rows = try EvaluationRows(labels: labels, subjects: grouping)
  }
}

extension RowSplit {
  /// No row twice, none on both sides, both ascending.
  func isProper(of count: Int) -> Bool {
    let both = train + test
    return Set(both).count == both.count && both.allSatisfy { (0..<count).contains($0) }
      && train == train.sorted() && test == test.sorted()
  }
}
