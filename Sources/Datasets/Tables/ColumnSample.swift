/// What the first rows of a table tell of each column.
struct ColumnSample: Sendable {
  /// Whether any cell is a word.
  let hasText: [Bool]
  /// Whether more than half of the cells that are not empty are words: one word among numbers is a mistake to be told.
  let isText: [Bool]
  /// Whether all cells that are not empty are whole numbers, and there is one.
  let isWhole: [Bool]

  init(_ rows: [[String]], columns: Int) {
    var (words, cells, whole) = (
      [Int](repeating: 0, count: columns), [Int](repeating: 0, count: columns), [Int](repeating: 0, count: columns)
    )
    for row in rows {
      for (column, cell) in row.prefix(columns).enumerated() where !cell.isEmpty {
        let number = Double(cell)
        let problem = number == nil ? NumberParser.problem(of: cell) : nil
        if problem == .missing { continue }
        cells[column] += 1
        if problem == .text { words[column] += 1 }
        if let number, number.rounded() == number { whole[column] += 1 }
      }
    }
    hasText = words.map { $0 > 0 }
    isText = zip(words, cells).map { $0 > 0 && $0 * 2 > $1 }
    isWhole = zip(whole, cells).map { $0 > 0 && $0 == $1 }
  }
}
