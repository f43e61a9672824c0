import Numerics

/// Some of these rows by chance, none twice: the first of a shuffle (Fisher & Yates).
/// - Precondition: no more are asked for than there are.
func drawn(_ count: Int, of rows: [Int], _ generator: inout SeededGenerator) -> ArraySlice<Int> {
  var rows = rows
  for place in 0..<count { rows.swapAt(place, place + generator.below(rows.count - place)) }
  return rows.prefix(count)
}
