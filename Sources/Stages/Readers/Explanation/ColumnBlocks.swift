/// Neighbouring columns that are taken together, such as the bins of a cell of local binary patterns.
struct ColumnBlocks {
  let ranges: [Range<Int>]

  /// - Parameter size: the last block may have fewer columns.
  init(count: Int, size: Int) {
    ranges = stride(from: 0, to: count, by: max(1, size)).map { $0..<min(count, $0 + max(1, size)) }
  }

  /// "f3", or "f1–f59".
  func titles(_ names: [String]) -> [String] {
    ranges.map { $0.count == 1 ? names[$0.lowerBound] : "\(names[$0.lowerBound])–\(names[$0.upperBound - 1])" }
  }
}
