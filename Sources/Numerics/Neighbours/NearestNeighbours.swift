/// The k nearest of a set of rows, by Euclidean distance, exactly.
///
/// Lower bounds of the distances come from matrix products in single precision, of all columns or of their leading
/// principal directions (`DistanceBounds`). Only where a bound lets a row be among the nearest is the distance itself
/// computed, in double precision. So order and ties (to the lower row) are those of a direct computation.
public struct NearestNeighbours: Sendable {
  private let matrix: Matrix
  /// The rows of `matrix` that neighbours are chosen from, each group ascending.
  private let groups: [[Int]]

  /// - Parameters:
  ///   - references: finite rows. Kept, not copied.
  ///   - rows: which of them neighbours are chosen from, ascending; nil for all. Neighbours keep their row numbers in
  ///     `references`.
  public init(references: Matrix, rows: [Int]? = nil) {
    self.init(references: references, groups: [rows ?? Array(0..<references.rows)])
  }

  /// Neighbours within groups, such as classes. One search for all costs less than one for each.
  /// - Parameter groups: rows of `references`, ascending; no row is in two of them.
  public init(references: Matrix, groups: [[Int]]) {
    matrix = references
    self.groups = groups
  }

  /// The `count` references nearest to each query, of any group.
  /// - Cost: up to 2·queries·references·columns operations, less where the columns have a few principal directions.
  /// - Throws: `NumericsError.tooFewReferences`, `.overflow`, `Interrupted`.
  public func search(_ queries: Matrix, count: Int, context: ExecutionContext = .plain) throws -> NeighbourTable {
    precondition(queries.columns == matrix.columns, "rows of different widths")
    let references = groups.count == 1 ? groups[0] : groups.flatMap { $0 }.sorted()
    try require(count, of: references.count)
    guard queries.rows > 0, count > 0 else { return .empty }
    let sizes = [SearchedGroup(queries: queries.rows, references: references.count)]
    let bounds = try DistanceBounds(matrix, references, sizes, count: count, context)
    let tiles = TileSearch(
      asking: try bounds.points(queries, Array(0..<queries.rows), context),
      references: try bounds.points(matrix, references, context),
      groups: [
        .init(
          asking: TileSearch.blocks(of: 0..<queries.rows), references: TileSearch.blocks(of: 0..<references.count))
      ], isAmongReferences: false)
    return try tiles.table(count: count, bounds, context)
  }

  /// The `count` other references of its group nearest to each reference: never the row itself, though perhaps its equal.
  ///
  /// - Parameters:
  ///   - rows: which references are asked about, each once; nil for all, group by group.
  /// - Returns: neighbours in the order of `rows`.
  /// - Cost: that of `search` within each group, less a share of up to a half: what two rows that ask have in common is
  ///   computed once.
  /// - Throws: `NumericsError.tooFewReferences`, `.overflow`, `Interrupted`.
  public func searchAmongReferences(
    rows: [Int]? = nil, count: Int, context: ExecutionContext = .plain
  ) throws -> NeighbourTable {
    var order = RequestOrder(groups, asked: rows, of: matrix.rows)
    for group in order.sizes where rows == nil || group.queries > 0 {
      try require(count, of: max(0, group.references - 1))
    }
    guard order.asking > 0, count > 0 else { return .empty }
    let bounds = try DistanceBounds(matrix, groups.flatMap { $0 }, order.sizes, count: count, context)
    if let positions = try bounds.positions(matrix, order.rows, context) { try order.sort(by: positions, context) }
    let points = try bounds.points(matrix, order.rows, context)
    let blocks = order.groups.map { group in
      let asking = TileSearch.blocks(of: group.asking)
      return TileSearch.Blocks(asking: asking, references: asking + TileSearch.blocks(of: group.others))
    }
    let tiles = TileSearch(
      asking: points.prefix(order.asking), references: points, groups: blocks, isAmongReferences: true)
    let table = try tiles.table(count: count, bounds, context)
    return table.reordered(
      from: order.rows.prefix(order.asking), to: rows ?? groups.flatMap { $0 }, of: matrix.rows)
  }

  private func require(_ count: Int, of available: Int) throws {
    guard count <= available else { throw NumericsError.tooFewReferences(needed: count, found: available) }
  }
}

extension NeighbourTable {
  fileprivate static let empty = NeighbourTable(count: 0, indices: [], squaredDistances: [])

  /// Neighbours of the rows `wanted`, where this table has them of the same rows in another order.
  fileprivate func reordered(from present: ArraySlice<Int>, to wanted: [Int], of rows: Int) -> NeighbourTable {
    guard !present.elementsEqual(wanted) else { return self }
    var places = [Int](repeating: 0, count: rows)
    for (place, row) in present.enumerated() { places[row] = place }
    let ranges = wanted.map { places[$0] * count..<(places[$0] + 1) * count }
    return NeighbourTable(
      count: count, indices: ranges.flatMap { indices[$0] }, squaredDistances: ranges.flatMap { squaredDistances[$0] })
  }
}
