import Files

/// A table as it is written: named columns of texts, nothing guessed. For tables whose columns have a fixed meaning, such as
/// predictions.
public struct WrittenTable: Sendable {
  public let names: [String]
  /// Of each column, the text of each row.
  public let columns: [[String]]
  public let rows: Int

  /// - Throws: `DatasetError` where the file cannot be read, is empty, or has lines of another length than its first.
  ///   Cost: linear in the bytes.
  public init(path: String) throws {
    let file = try FileBytes(mapping: path)
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let table = try TableText(file, name: name)
    let header = table.recordCount > 0 ? table.fields(ofRecord: 0) : []
    guard table.recordCount > 1 else { throw DatasetError.emptyTable(file: name) }
    var columns = [[String]](repeating: [], count: header.count)
    for record in 1..<table.recordCount {
      let fields = table.fields(ofRecord: record)
      guard fields.count == header.count else {
        throw DatasetError.raggedRow(
          file: name, line: table.line(ofRecord: record), found: fields.count, expected: header.count)
      }
      for (column, field) in fields.enumerated() { columns[column].append(field) }
    }
    guard !file.hasShrunk else { throw DatasetError.shrunken(path) }
    names = header
    self.columns = columns
    rows = table.recordCount - 1
  }

  /// The texts of the first column of that name; nil where there is none.
  public func column(_ name: String) -> [String]? {
    names.firstIndex(of: name).map { columns[$0] }
  }
}
