import Numerics

/// All that scores are made of: of each class how many rows are of it, how many were predicted as it, and how many both.
///
/// A confusion matrix holds more than any score needs. A row more or less changes three numbers here, and all metrics read
/// the same sums, so that scores without one unit at a time cost no new table each.
struct ClassCounts: Sendable {
  /// Rows of each class that were predicted as it.
  private(set) var hits: [Int]
  /// Rows of each class.
  private(set) var support: [Int]
  /// Rows predicted as each class.
  private(set) var predicted: [Int]
  /// All rows.
  private(set) var total = 0

  /// Without rows.
  init(classes: Int) {
    hits = [Int](repeating: 0, count: classes)
    support = hits
    predicted = hits
  }

  /// Cost: O(classes²).
  init(_ confusion: ConfusionMatrix) {
    self.init(classes: confusion.classes)
    for truth in 0..<classes {
      for answer in 0..<classes { add(truth, answer, times: confusion[truth, answer]) }
    }
  }

  var classes: Int { hits.count }

  /// All rows that were predicted as what they are.
  var correct: Int { hits.reduce(0, +) }

  /// Adds rows of class `truth` that were predicted as `answer`; takes them away where `times` is negative.
  mutating func add(_ truth: Int, _ answer: Int, times: Int) {
    support[truth] += times
    predicted[answer] += times
    if truth == answer { hits[truth] += times }
    total += times
  }

  /// Adds some rows, or takes them away, as one by one would.
  /// - Parameters:
  ///   - truth: the class of each row of the test, `answers` what it was taken for.
  mutating func add(_ rows: ArraySlice<Int>, truth: [Int], answers: [Int], times: Int) {
    // Each array is asked but once whether it is its owner's alone.
    hits.withUnsafeMutableBufferPointer { hits in
      support.withUnsafeMutableBufferPointer { support in
        predicted.withUnsafeMutableBufferPointer { predicted in
          for row in rows {
            let (code, answer) = (truth[row], answers[row])
            support[code] += times
            predicted[answer] += times
            if code == answer { hits[code] += times }
          }
        }
      }
    }
    total += times * rows.count
  }
}
