/// The rows of each unit, so that one unit at a time can be left out without looking at the others.
struct UnitRows: Sendable {
  /// Unit after unit, ascending in each.
  let rows: [Int]
  /// Where the rows of each unit start, and where the last one's end.
  private let starts: [Int]

  /// Units ascend by their code; codes without rows are none. Cost: O(rows).
  /// - Parameter unitOfRow: any code for each row.
  init(_ unitOfRow: [Int]) {
    let codes = Self.dense(unitOfRow)
    var starts = [Int](repeating: 0, count: (codes.max() ?? -1) + 2)
    for code in codes { starts[code + 1] += 1 }
    for code in starts.indices.dropFirst() { starts[code] += starts[code - 1] }
    var next = starts
    var rows = [Int](repeating: 0, count: codes.count)
    for (row, code) in codes.enumerated() {
      rows[next[code]] = row
      next[code] += 1
    }
    self.rows = rows
    var (present, last) = ([0], 0)
    for start in starts where start > last {
      present.append(start)
      last = start
    }
    self.starts = present
  }

  var count: Int { starts.count - 1 }

  /// Where in `rows` those of a unit stand.
  func range(of unit: Int) -> Range<Int> { starts[unit]..<starts[unit + 1] }

  /// Codes that a table can be indexed by: those given, or their ranks where they are far apart.
  private static func dense(_ codes: [Int]) -> [Int] {
    guard let low = codes.min(), let high = codes.max(), low < 0 || high > 1024 + 8 * codes.count else { return codes }
    let ranks = Dictionary(uniqueKeysWithValues: Set(codes).sorted().enumerated().map { ($0.element, $0.offset) })
    return codes.map { ranks[$0] ?? 0 }
  }
}

/// The rows of each unit, fold by fold, as means over folds need them.
struct FoldedUnits: Sendable {
  /// Rows of one unit in one fold.
  struct Run: Sendable {
    let fold: Int
    /// In `units.rows`.
    let range: Range<Int>
  }

  let units: UnitRows
  let foldSizes: [Int]
  let foldOfRow: [Int]
  /// Of each unit, folds ascending.
  let runs: [[Run]]
  /// How many units have rows in each fold.
  let unitsOfFold: [Int]

  /// Cost: O(rows).
  /// - Parameter foldSizes: how many rows each fold has, which come fold after fold.
  /// - Throws: `EvaluationError.differentLengths`.
  init(_ units: UnitRows, foldSizes: [Int]) throws {
    let foldOfRow = foldSizes.enumerated().flatMap { [Int](repeating: $0.offset, count: $0.element) }
    guard foldOfRow.count == units.rows.count else {
      throw EvaluationError.differentLengths(of: "rows in folds", found: foldOfRow.count, rows: units.rows.count)
    }
    var unitsOfFold = [Int](repeating: 0, count: foldSizes.count)
    runs = (0..<units.count).map { unit in
      var runs: [Run] = []
      let range = units.range(of: unit)
      var start = range.lowerBound
      // Rows ascend, and so do their folds.
      while start < range.upperBound {
        let fold = foldOfRow[units.rows[start]]
        var end = start + 1
        while end < range.upperBound, foldOfRow[units.rows[end]] == fold { end += 1 }
        runs.append(Run(fold: fold, range: start..<end))
        unitsOfFold[fold] += 1
        start = end
      }
      return runs
    }
    self.units = units
    self.foldSizes = foldSizes
    self.foldOfRow = foldOfRow
    self.unitsOfFold = unitsOfFold
  }
}
