import Numerics
import Synchronization

/// The training rows nearest to rows that are asked about, for classifiers that differ in how many of them vote and how.
///
/// The nearest few are the first of the nearest many, ties included, so what was found for many serves for fewer with the
/// same bits. Only the rows asked about last are remembered: the test rows of one split.
public final class SharedNeighbours: Sendable {
  private struct Found: Sendable {
    let queries: Matrix
    let table: NeighbourTable
  }

  let references: Matrix
  private let found = Mutex<Found?>(nil)

  /// - Parameter references: finite rows. Kept, not copied.
  public init(references: Matrix) { self.references = references }

  /// About what it takes once it has been asked about a third as many rows as there are here.
  public var byteCount: Int { references.rows * (Self.usualCount * 16 + references.columns * 4) / 3 }

  private static let usualCount = 32

  /// The nearest `count` of each row, or more: the nearest first.
  /// - Throws: `NumericsError.tooFewReferences`, `.overflow`, `Interrupted`.
  /// - Cost: a search, or where these rows were asked about before a comparison of the rows.
  func table(of queries: Matrix, count: Int, context: ExecutionContext) throws -> NeighbourTable {
    let earlier = found.withLock { $0 }
    if let earlier, earlier.table.count >= count, earlier.queries == queries { return earlier.table }
    // No more than was asked for: a search for many costs more than those for few that it would save.
    let table = try NearestNeighbours(references: references).search(queries, count: count, context: context)
    found.withLock { $0 = Found(queries: queries, table: table) }
    return table
  }
}
