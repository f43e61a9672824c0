import Numerics
import Samples

/// Row content that can be kept over processes.
public protocol StorableContent: RowContent {
  /// Tells it from other content in a file; never changes its meaning.
  static var storedName: String { get }
  func write(to writer: inout ByteWriter)
  init(from reader: inout ByteReader) throws(MalformedValue)
}

extension Matrix: StorableContent {
  public static let storedName = "matrix"

  public func write(to writer: inout ByteWriter) {
    writer.write(rows)
    writer.write(columns)
    writer.write(storage)
  }

  public init(from reader: inout ByteReader) throws(MalformedValue) {
    let (rows, columns) = (try reader.integer(), try reader.integer())
    let storage = try reader.floats()
    guard rows >= 0, columns >= 0, rows.multipliedReportingOverflow(by: columns) == (storage.count, false) else {
      throw MalformedValue()
    }
    self.init(rows: rows, columns: columns, storage: storage)
  }
}

extension CompactRows: StorableContent {
  public static let storedName = "compact rows"

  public func write(to writer: inout ByteWriter) {
    writer.write(columns)
    writer.write(values)
    writer.write(rowCounts)
    // Low bytes, then high bytes, of which most are the same.
    writer.write(columnIndices.map { UInt8(truncatingIfNeeded: $0) })
    writer.write(columnIndices.map { UInt8($0 >> 8) })
    writer.write(valueCodes)
  }

  public init(from reader: inout ByteReader) throws(MalformedValue) {
    let (columns, values, rowCounts) = (try reader.integer(), try reader.floats(), try reader.integers())
    let (low, high, codes) = (try reader.byteList(), try reader.byteList(), try reader.byteList())
    guard low.count == high.count,
      let rows = CompactRows(
        columns: columns, values: values, rowCounts: rowCounts,
        indices: zip(low, high).map { UInt16($0) | UInt16($1) << 8 }, codes: codes)
    else { throw MalformedValue() }
    self = rows
  }
}

extension Catalogue {
  /// nil where the content cannot be kept.
  func bytes(of content: any RowContent, into writer: inout ByteWriter) -> Bool {
    guard let content = content as? any StorableContent else { return false }
    writer.write(type(of: content).storedName)
    content.write(to: &writer)
    return true
  }

  func content(from reader: inout ByteReader) throws -> any RowContent {
    let name = try reader.text()
    guard let type = storableContents.first(where: { $0.storedName == name }) else { throw MalformedValue() }
    return try type.init(from: &reader)
  }
}

extension DataProvenance {
  func write(to writer: inout ByteWriter) {
    writer.write(name)
    writer.write(summary.map(\.text))
    writer.write(synthetic) { $0.write($1) }
    writer.write(fingerprint)
    writer.write(columnNames) { $0.write($1) }
  }

  init(from reader: inout ByteReader) throws(MalformedValue) {
    self.init(
      name: try reader.text(), summary: try reader.texts().map(DataFact.init(line:)),
      synthetic: try reader.optional { reader throws(MalformedValue) in try reader.text() },
      fingerprint: try reader.text(),
      columnNames: try reader.optional { reader throws(MalformedValue) in try reader.texts() })
  }
}
