import Basics
import Numerics
import Samples

extension Matrix: DatasetContent {
  public static var manifestKind: Manifest.Kind { .features }
  public var sizeText: String { "\(counted(rows, "row")) of \(counted(columns, "number"))" }

  public func withBytes(ofRow row: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
    let stride = columns * MemoryLayout<Float>.size
    storage.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[row * stride..<(row + 1) * stride])) }
  }

  public func appending(
    _ other: any DatasetContent, columns names: ColumnNamesToJoin, named: (String, String)
  ) throws -> any DatasetContent {
    guard let more = other as? Matrix else { throw cannotJoin(other, named) }
    guard columns == more.columns else {
      throw DatasetError.cannotMerge(
        first: named.0, second: named.1,
        reason: "one has \(grouped(columns)) columns, the other \(grouped(more.columns))")
    }
    let ordered = more.reordering(names.other, as: names.own) ?? more
    return appending(ordered)
  }

  public func missingNotes(columnNames: [String], context: ExecutionContext) throws -> [String] {
    guard let missing = try missingNumbers(context: context) else { return [] }
    let (count, columns) = (missing.count, missing.columns)
    let list = columns.map { "\(columnNames[$0]) \(grouped(missing.perColumn[$0]))" }
    return [
      "\(counted(count, "number")) \(count == 1 ? "is" : "are") missing, in \(grouped(missing.rows)) of "
        + "\(counted(missing.totalRows, "row")) and \(grouped(columns.count)) of "
        + "\(counted(columnNames.count, "column")): \(listed(list, atMost: 8))"
    ]
  }

  /// The columns put from one order of names into another; nil where the names are not the same ones.
  private func reordering(_ names: [String], as wanted: [String]) -> Matrix? {
    guard names != wanted, Set(names).count == names.count else { return nil }
    let places = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    let order = wanted.compactMap { places[$0] }
    guard order.count == columns else { return nil }
    var result = Matrix(rows: rows, columns: columns)
    for row in 0..<rows {
      for (column, place) in order.enumerated() { result[row, column] = self[row, place] }
    }
    return result
  }
}
