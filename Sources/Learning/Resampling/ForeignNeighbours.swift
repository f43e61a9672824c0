import Numerics

/// How many of the m nearest neighbours of some rows, among all rows, are of another class than the row.
struct ForeignNeighbours: Sendable {
  private let counts: [Int: Int]
  let neighbours: Int

  /// - Throws: `ResamplingError.tooFewRows`, `Interrupted`.
  /// - Cost: one search of all rows, 2·rows.count·n·d operations or somewhat more than half of it.
  init(
    of rows: [Int], _ features: Matrix, _ labels: Labels, neighbours: Int, method: String, context: ExecutionContext
  ) throws {
    try ResamplingOptions.requireOthers(neighbours, rows: features.rows, method: method)
    let table = try NearestNeighbours(references: features)
      .searchAmongReferences(rows: rows, count: neighbours, context: context)
    let codes = labels.codes
    counts = Dictionary(
      zip(rows, rows.indices.map { query in table.neighbours(of: query).count { codes[$0] != codes[rows[query]] } }),
      uniquingKeysWith: { first, _ in first })
    self.neighbours = neighbours
  }

  func count(of row: Int) -> Int { counts[row] ?? 0 }

  /// Half of the neighbours or more are of other classes, but not all: the row lies at the border.
  func isInDanger(_ row: Int) -> Bool {
    let count = count(of: row)
    return 2 * count >= neighbours && count < neighbours
  }

  /// All neighbours are of other classes.
  func isNoise(_ row: Int) -> Bool { count(of: row) == neighbours }
}
