/// What the first rows of a table tell of each column.
struct ColumnSample: Sendable {
  /// Whether any cell is a word.
  let hasText: [Bool]
  /// Whether more than half of the cells that are not empty are words: one word among numbers is a mistake to be told.
  let isText: [Bool]
  /// Whether all cells that are not empty are whole numbers, and there is one.
  let isWhole: [Bool]
  let rowCount: Int
  let columnCount: Int
  private let cells: [[String]]
  /// What the cells are as numbers; nil for those that are none.
  private let numbers: [[Double?]]

  init(_ rows: [[String]], columns: Int) {
    rowCount = rows.count
    columnCount = columns
    cells = (0..<columns).map { column in rows.map { column < $0.count ? $0[column] : "" } }
    numbers = cells.map { cells in cells.map { Double($0) } }
    var (words, known, whole) = (
      [Int](repeating: 0, count: columns), [Int](repeating: 0, count: columns), [Int](repeating: 0, count: columns)
    )
    for column in 0..<columns {
      for (cell, number) in zip(cells[column], numbers[column]) where !cell.isEmpty {
        let problem = number == nil ? NumberParser.problem(of: cell) : nil
        if problem == .missing { continue }
        known[column] += 1
        if problem == .text { words[column] += 1 }
        if let number, number.rounded() == number { whole[column] += 1 }
      }
    }
    hasText = words.map { $0 > 0 }
    isText = zip(words, known).map { $0 > 0 && $0 * 2 > $1 }
    isWhole = zip(whole, known).map { $0 > 0 && $0 == $1 }
  }

  /// Whether the cells are 0, 1, 2 … or 1, 2, 3 …, from row to row.
  func numbersRows(_ column: Int) -> Bool {
    let list = numbers[column]
    guard list.count > 2, let first = list[0], first == 0 || first == 1 else { return false }
    return list.enumerated().allSatisfy { $1 == first + Double($0) }
  }

  /// Whether a value comes again.
  func repeats(_ column: Int) -> Bool {
    let known = cells[column].filter { !$0.isEmpty }
    return Set(known).count < known.count
  }

  func hasMoreThanTwoValues(_ column: Int) -> Bool {
    Set(cells[column].filter { !$0.isEmpty }).count > 2
  }

  /// Whether values come in blocks, each of them in one: as people or clips do who have several rows.
  private func isInBlocks(_ column: Int) -> Bool {
    let cells = cells[column]
    let runs = zip(cells, cells.dropFirst()).count { $0 != $1 } + 1
    guard runs > 2, cells.count >= 3 * runs else { return false }
    return runs == Set(cells).count
  }

  /// Whether numbers grow, or fall, from each row to the next.
  private func isOrdered(_ column: Int, by precedes: (Double, Double) -> Bool) -> Bool {
    let list = numbers[column]
    return list.count >= 20
      && zip(list, list.dropFirst()).allSatisfy { first, second in
        guard let first, let second else { return false }
        return precedes(first, second)
      }
  }

  /// What should be known of a column before it is believed to be a feature.
  func warning(_ column: Int, _ name: String) -> String? {
    if isWhole[column], isInBlocks(column) {
      return
        "column '\(name)' is a feature, but comes in blocks as numbers of people or clips do: subject=\"\(name)\" keeps each "
        + "block on one side, drop=\"\(name)\" leaves it out"
    }
    let grows = isOrdered(column, by: <)
    if grows || isOrdered(column, by: >) {
      return
        "column '\(name)' only \(grows ? "grows" : "falls") from row to row: where rows are sorted by class, it gives the "
        + "class away; drop=\"\(name)\" leaves it out"
    }
    return nil
  }
}
