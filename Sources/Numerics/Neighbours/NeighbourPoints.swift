/// Rows as a search for neighbours sees them: a few numbers for bounds, and where the rows themselves are.
struct NeighbourPoints: Sendable {
  /// One row for each point; the squared distance of two is never above that of the rows they stand for, but for rounding.
  let bounding: Matrix
  /// Squared norms of the rows of `bounding`.
  let norms: [Float]
  let source: Matrix
  /// The row of `source` that each point stands for.
  let rows: [Int]

  var count: Int { rows.count }

  /// The first points; the numbers are shared.
  func prefix(_ count: Int) -> NeighbourPoints {
    NeighbourPoints(bounding: bounding, norms: norms, source: source, rows: Array(rows.prefix(count)))
  }
}
