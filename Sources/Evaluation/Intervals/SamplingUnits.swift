import Numerics

/// What is left out or drawn together: rows, or whole subjects, boiled down to the counts that each adds to a table.
///
/// Units that add the same counts are one kind. A resample draws how many of each kind (a multinomial), so that its
/// cost depends on how many kinds there are (at most classes², for rows), not on how many rows.
struct SamplingUnits: Sendable {
  /// Cells of the table that is resampled.
  let cellCount: Int
  /// How many units are of each kind.
  let kindCounts: [Int]
  let unitCount: Int
  /// The cells that a unit of each kind adds to, with how much.
  let additions: [[(cell: Int, count: Int)]]

  /// - Parameters:
  ///   - cells: the cell of the table that each row counts in.
  ///   - unitOfRow: which rows are drawn together; nil draws rows.
  init(cells: [Int], cellCount: Int, unitOfRow: [Int]?) {
    self.cellCount = cellCount
    let grouped = unitOfRow.map { Self.grouped(cells, by: $0) } ?? Self.counted(cells, cellCount)
    kindCounts = grouped.map(\.count)
    additions = grouped.map(\.adds)
    unitCount = kindCounts.reduce(0, +)
  }

  private typealias Kind = (count: Int, adds: [(cell: Int, count: Int)])

  private static func counted(_ cells: [Int], _ cellCount: Int) -> [Kind] {
    var counts = [Int](repeating: 0, count: cellCount)
    for cell in cells { counts[cell] += 1 }
    return counts.indices.filter { counts[$0] > 0 }.map { (counts[$0], [($0, 1)]) }
  }

  private static func grouped(_ cells: [Int], by unitOfRow: [Int]) -> [Kind] {
    var cellsOfUnit = [Int: [Int]]()
    for (cell, unit) in zip(cells, unitOfRow) { cellsOfUnit[unit, default: []].append(cell) }
    var countOfKind = [[Int]: Int]()
    for cells in cellsOfUnit.values { countOfKind[cells.sorted(), default: 0] += 1 }
    // Sorted, because the order of a dictionary differs from run to run.
    return countOfKind.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { cells, count in
      (count, runs(of: cells))
    }
  }

  private static func runs(of sorted: [Int]) -> [(cell: Int, count: Int)] {
    sorted.reduce(into: []) { runs, cell in
      if let last = runs.last, last.cell == cell {
        runs[runs.count - 1].count += 1
      } else {
        runs.append((cell, 1))
      }
    }
  }

  /// The table of all units as they are.
  var table: [Int] {
    kindCounts.indices.reduce(into: [Int](repeating: 0, count: cellCount)) { table, kind in
      add(kind, kindCounts[kind], to: &table)
    }
  }

  /// The table of as many units drawn with replacement.
  func resampledTable(_ generator: inout SeededGenerator) -> [Int] {
    var table = [Int](repeating: 0, count: cellCount)
    var left = unitCount
    var leftInKinds = unitCount
    for kind in kindCounts.indices where left > 0 {
      let share = Double(kindCounts[kind]) / Double(leftInKinds)
      let drawn = share >= 1 ? left : generator.binomial(trials: left, probability: share)
      add(kind, drawn, to: &table)
      left -= drawn
      leftInKinds -= kindCounts[kind]
    }
    return table
  }

  /// The table without one unit of a kind, for the jackknife.
  func table(_ table: [Int], withoutOneOf kind: Int) -> [Int] {
    var table = table
    add(kind, -1, to: &table)
    return table
  }

  private func add(_ kind: Int, _ times: Int, to table: inout [Int]) {
    guard times != 0 else { return }
    for addition in additions[kind] { table[addition.cell] += times * addition.count }
  }
}
