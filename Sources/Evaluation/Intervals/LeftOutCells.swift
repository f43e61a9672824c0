import Numerics

/// Scores of a test without one of its rows, which can be of but few kinds: a class, taken for a class.
struct LeftOutCells: Sendable {
  private let classes: Int
  /// How many rows are in each cell of the confusion matrix.
  private let rowCounts: [Int]
  /// scores × cells: each score without one row of a cell; 0 for a cell that has none.
  private let values: [[Double]]
  private let estimates: [Double]
  private let rowCount: Int

  /// Cost: O(rows), and the scores once for each cell that has rows.
  /// - Parameter predicted: a class for each row, checked already.
  /// - Throws: `Interrupted`.
  init(truth: Labels, predicted: [Int], by metrics: [Metric], context: ExecutionContext) throws {
    let (classes, scores) = (truth.names.count, metrics.map(\.score))
    var rowCounts = [Int](repeating: 0, count: classes * classes)
    var counts = ClassCounts(classes: classes)
    for (code, answer) in zip(truth.codes, predicted) {
      rowCounts[code * classes + answer] += 1
      counts.add(code, answer, times: 1)
    }
    estimates = scores.map { $0(counts) }
    var values = scores.map { _ in [Double](repeating: 0, count: rowCounts.count) }
    for cell in rowCounts.indices where rowCounts[cell] > 0 {
      if cell % 64 == 0 { try context.checkInterruption() }
      counts.add(cell / classes, cell % classes, times: -1)
      for (index, score) in scores.enumerated() { values[index][cell] = score(counts) }
      counts.add(cell / classes, cell % classes, times: 1)
    }
    self.classes = classes
    self.rowCounts = rowCounts
    self.values = values
    rowCount = truth.count
  }

  /// The scores themselves without one row at a time. Cost: O(classes²) for each score.
  var leaveOneOut: LeaveOneOut {
    let present = rowCounts.indices.filter { rowCounts[$0] > 0 }
    return LeaveOneOut(
      weights: present.map { Double(rowCounts[$0]) }, values: values.map { values in present.map { values[$0] } },
      estimates: estimates, unitCount: rowCount)
  }

  /// How much more than another's these scores are, without the same row. Cost: O(rows + classes³), or
  /// O(rows · log rows) where classes are many.
  /// - Parameters:
  ///   - scores: which of them.
  ///   - truth: the class of each row.
  ///   - first: what the other took it for.
  ///   - second: what this one took it for.
  func less(
    _ other: LeftOutCells, scores: [Int], truth: [Int], first: [Int], second: [Int]
  ) -> LeaveOneOut {
    let kinds = kinds(truth, first, second)
    let classes = classes
    return LeaveOneOut(
      weights: kinds.map { Double($0.count) },
      values: scores.map { score in
        let (own, others) = (values[score], other.values[score])
        return kinds.map { kind in
          let (cell, answer) = (kind.key / classes, kind.key % classes)
          return own[cell / classes * classes + answer] - others[cell]
        }
      }, estimates: scores.map { estimates[$0] - other.estimates[$0] }, unitCount: rowCount)
  }

  /// Which triples of a truth and two answers there are, how often each, ascending.
  private func kinds(_ truth: [Int], _ first: [Int], _ second: [Int]) -> [(key: Int, count: Int)] {
    let size = classes * classes * classes
    let keys = truth.indices.lazy.map { (truth[$0] * classes + first[$0]) * classes + second[$0] }
    if size <= max(1 << 12, 4 * truth.count) {
      var counts = [Int](repeating: 0, count: size)
      for key in keys { counts[key] += 1 }
      return counts.indices.filter { counts[$0] > 0 }.map { ($0, counts[$0]) }
    }
    return keys.sorted().reduce(into: []) { kinds, key in
      if let last = kinds.last, last.key == key {
        kinds[kinds.count - 1].count += 1
      } else {
        kinds.append((key, 1))
      }
    }
  }
}
