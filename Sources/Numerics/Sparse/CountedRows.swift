/// Compact rows whose numbers are shares of counts, read as these counts: n of a, with one a for each column.
public struct CountedRows: Sendable {
  let rows: CompactRows
  /// What one count of each column stands for.
  let columnUnits: [Double]
  /// What each code counts.
  private let counts: [UInt8]

  /// The most that a count may be, that bytes with a sign can be multiplied.
  private static let mostCount = 127

  /// nil where numbers are no shares of counts, where a column's are of different totals, where a cell may count more than
  /// 127, or where sums could grow beyond 32 bits.
  ///
  /// Cost: nothing to speak of where all columns count to the same total; else one look at each number.
  public init?(_ rows: CompactRows) {
    guard let runs = Self.runs(rows.values), !runs.isEmpty, let most = runs.map(\.count).max(),
      most <= Self.mostCount, rows.rows < Int(Int32.max) / (most * most)
    else { return nil }
    self.rows = rows
    counts = runs.flatMap { $0.indices.map { UInt8($0 + 1) } }
    if runs.count == 1 {
      columnUnits = [Double](repeating: 1 / Double(most), count: rows.columns)
      return
    }
    let runOfCode = runs.enumerated().flatMap { run in run.element.map { _ in UInt8(run.offset) } }
    guard let runOfColumn = rows.runOfColumn(runOfCode) else { return nil }
    columnUnits = runOfColumn.map { 1 / Double(runs[Int($0)].count) }
  }

  /// The values cut into runs of 1/a, 2/a … a/a, in their order; nil where they are none.
  private static func runs(_ values: [Float]) -> [ArraySlice<Float>]? {
    var runs: [ArraySlice<Float>] = []
    var start = 0
    while start < values.count {
      guard values[start] > 0, values[start] <= 1 else { return nil }
      let total = Int((1 / values[start]).rounded())
      guard start + total <= values.count,
        (0..<total).allSatisfy({ values[start + $0] == Float($0 + 1) / Float(total) })
      else { return nil }
      // From 0, so that a place in a run is what it counts, less one.
      runs.append(Array(values[start..<start + total])[...])
      start += total
    }
    return runs
  }

  /// Calls `body` with each column of a row that is not empty, and its count.
  @inline(__always)
  func forEachCount(inRow row: Int, _ body: (_ column: Int, _ count: UInt8) -> Void) {
    counts.withUnsafeBufferPointer { counts in
      rows.forEachCode(in: row..<row + 1) { body($0, counts[Int($1)]) }
    }
  }
}

extension CompactRows {
  /// Calls `body` with the column and the code of each number that is not zero of some rows.
  @inline(__always)
  func forEachCode(in range: Range<Int>, _ body: (_ column: Int, _ code: UInt8) -> Void) {
    withNumbers { indices, codes, _ in
      for position in starts[range.lowerBound]..<starts[range.upperBound] {
        body(Int(indices[position]), codes[position])
      }
    }
  }

  /// The run that each column's codes lie in, 0 for a column without any; nil where those of one lie in several.
  fileprivate func runOfColumn(_ runOfCode: [UInt8]) -> [UInt8]? {
    var runs = [UInt8](repeating: .max, count: columns)
    var isOne = true
    runs.withUnsafeMutableBufferPointer { runs in
      runOfCode.withUnsafeBufferPointer { runOfCode in
        forEachCode(in: 0..<rows) { column, code in
          let (run, known) = (runOfCode[Int(code)], runs[column])
          if known == .max { runs[column] = run } else if known != run { isOne = false }
        }
      }
    }
    return isOne ? runs.map { $0 == .max ? 0 : $0 } : nil
  }
}
