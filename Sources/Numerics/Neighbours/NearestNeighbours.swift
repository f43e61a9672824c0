/// The k nearest of a set of rows, by Euclidean distance, exactly.
///
/// Lower bounds of the distances come from matrix products in single precision, of all columns or of their leading
/// principal directions (`DistanceBounds`). Only where a bound lets a row be among the nearest is the distance itself
/// computed, in double precision. So order and ties (to the lower row) are those of a direct computation.
public struct NearestNeighbours: Sendable {
  private let matrix: Matrix
  /// The rows of `matrix` that neighbours are chosen from, ascending.
  private let references: [Int]

  /// - Parameters:
  ///   - references: finite rows. Kept, not copied.
  ///   - rows: which of them neighbours are chosen from, ascending; nil for all. Neighbours keep their row numbers in
  ///     `references`.
  public init(references: Matrix, rows: [Int]? = nil) {
    matrix = references
    self.references = rows ?? Array(0..<references.rows)
  }

  /// The `count` references nearest to each query.
  /// - Cost: up to 2·queries·references·columns operations, less where the columns have a few principal directions.
  /// - Throws: `NumericsError.tooFewReferences`, `.overflow`, `Interrupted`.
  public func search(_ queries: Matrix, count: Int, context: ExecutionContext = .plain) throws -> NeighbourTable {
    precondition(queries.columns == matrix.columns, "rows of different widths")
    try require(count, of: references.count)
    guard queries.rows > 0, count > 0 else { return .empty }
    let bounds = try DistanceBounds(matrix, references, queries: queries.rows, count: count, context)
    let tiles = TileSearch(
      asking: try bounds.points(queries, Array(0..<queries.rows), context),
      references: try bounds.points(matrix, references, context), isAmongReferences: false)
    return try tiles.table(count: count, bounds, context)
  }

  /// The `count` other references nearest to each reference: never the row itself, though perhaps its equal.
  ///
  /// - Parameters:
  ///   - rows: which references are asked about, each once; nil for all, in order.
  /// - Cost: that of `search`, less a share of up to a half: what two rows that ask have in common is computed once.
  /// - Throws: `NumericsError.tooFewReferences`, `.overflow`, `Interrupted`.
  public func searchAmongReferences(
    rows: [Int]? = nil, count: Int, context: ExecutionContext = .plain
  ) throws -> NeighbourTable {
    try require(count, of: max(0, references.count - 1))
    let asked = rows ?? references
    guard !asked.isEmpty, count > 0 else { return .empty }
    var isAsked = [Bool](repeating: false, count: matrix.rows)
    for row in asked { isAsked[row] = true }
    let bounds = try DistanceBounds(matrix, references, queries: asked.count, count: count, context)
    let points = try bounds.points(matrix, asked + references.filter { !isAsked[$0] }, context)
    let tiles = TileSearch(asking: points.prefix(asked.count), references: points, isAmongReferences: true)
    return try tiles.table(count: count, bounds, context)
  }

  private func require(_ count: Int, of available: Int) throws {
    guard count <= available else { throw NumericsError.tooFewReferences(needed: count, found: available) }
  }
}

extension NeighbourTable {
  fileprivate static let empty = NeighbourTable(count: 0, indices: [], squaredDistances: [])
}
