import Basics
import Numerics
import Samples

/// Content that can be read from files, joined, told and named by what it holds.
public protocol DatasetContent: RowContent {
  /// What a manifest calls such data.
  static var manifestKind: Manifest.Kind { get }
  /// What one row is called: "image".
  static var rowNoun: String { get }
  /// How much there is, for a summary: "500 rows of 3 numbers".
  var sizeText: String { get }
  /// The numbers that tell the form of a row, where its bytes alone do not.
  func form(ofRow row: Int) -> [Int]
  /// Calls `body` with the bytes of a row.
  func withBytes(ofRow row: Int, _ body: (UnsafeRawBufferPointer) -> Void)
  /// These rows and those of `other` below them. Columns of the same names in another order are put into this order.
  /// - Throws: `DatasetError.cannotMerge` where they do not fit.
  func appending(_ other: any DatasetContent, columns: ColumnNamesToJoin, named: (String, String)) throws
    -> any DatasetContent
  /// How many numbers are missing, and where.
  func missingNotes(columnNames: [String], context: ExecutionContext) throws -> [String]
}

/// What the columns of two contents are called; empty where they have none.
public struct ColumnNamesToJoin: Sendable {
  public var own: [String]
  public var other: [String]

  public init(own: [String], other: [String]) {
    self.own = own
    self.other = other
  }
}

extension DatasetContent {
  public static var rowNoun: String { "row" }
  public func form(ofRow row: Int) -> [Int] { [] }
  public func missingNotes(columnNames: [String], context: ExecutionContext) throws -> [String] { [] }

  /// The error for rows of two kinds.
  func cannotJoin(_ other: any DatasetContent, _ named: (String, String)) -> DatasetError {
    let kinds = [type(of: self).holds, type(of: other).holds].sorted()
    return .cannotMerge(
      first: named.0, second: named.1, reason: "one holds \(kinds[0]), the other \(kinds[1])")
  }

  private static var holds: String { kind == .features ? "numbers" : kind.name }
}

extension DatasetContent {
  /// A hash of each row: its form, then its bytes. Cost: one pass, shared over the threads.
  func rowHashes(context: ExecutionContext) throws -> [Digest] {
    var hashes = [Digest](repeating: Digest(high: 0, low: 0), count: rowCount)
    try hashes.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: rowCount, size: 1024) { rows in
        for row in rows { target[row] = hash(ofRow: row) }
      }
    }
    return hashes
  }

  private func hash(ofRow row: Int) -> Digest {
    var hash = ContentHash()
    for number in form(ofRow: row) { hash.combine(number) }
    withBytes(ofRow: row) { hash.combine($0) }
    return hash.value
  }
}
