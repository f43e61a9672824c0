import Numerics
import Samples

/// Reads a data set from a table with a column of labels.
struct TableReader {
  private let table: TableText
  private let header: [String]
  private let firstRow: Int
  private let roles: ColumnRoles
  /// The place of each column among the features; -1 where it is none.
  private let featureOfColumn: [Int]

  /// - Parameter options: the columns that the user named; the others are found by name and content.
  /// - Throws: what `ColumnRoles` throws; `DatasetError.emptyTable`.
  init(_ table: TableText, options: LoadOptions) throws {
    self.table = table
    let first = table.fields(ofRecord: 0)
    let second = table.recordCount > 1 ? table.fields(ofRecord: 1) : []
    let isHeader = Self.isHeader(first, above: second)
    firstRow = isHeader ? 1 : 0
    guard table.recordCount > firstRow else { throw DatasetError.emptyTable(file: table.name) }
    let sample = (firstRow..<min(table.recordCount, firstRow + 100)).map { table.fields(ofRecord: $0) }
    // R gives the names of rows no name of their own: one field more in every line but the first.
    let isFromR =
      isHeader && first.count > 1 && sample.count > 1 && sample.allSatisfy { $0.count == first.count + 1 }
      && Set(sample.map { $0[0] }).count == sample.count
    header = isHeader ? (isFromR ? [""] : []) + first : first.indices.map { "column\($0 + 1)" }
    roles = try ColumnRoles(
      names: header, sample: ColumnSample(sample, columns: header.count), options: options, file: table.name)
    featureOfColumn = roles.roles.map { if case .feature(let place) = $0 { place } else { -1 } }
  }

  /// Words above numbers are a header, and so are column numbers as pandas gives them; measurements are a row.
  private static func isHeader(_ fields: [String], above next: [String]) -> Bool {
    let numbers = fields.compactMap { Double($0) }
    let isNumbering = numbers.enumerated().allSatisfy { Double($0) == $1 || Double($0) + 1 == $1 }
    // A missing number stands above numbers as well, and no header is called so.
    let isHeaded = zip(fields, next).contains { name, number in
      Double(name) == nil && Double(number) != nil && NumberParser.problem(of: name) != .missing
        && (!name.isEmpty || isNumbering)
    }
    if numbers.isEmpty || isHeaded { return true }
    return numbers.count < fields.count && isNumbering && numbers.count > 1
  }

  /// Cost: linear in the bytes, shared over the threads.
  /// - Throws: `DatasetError.badCell`, `.raggedRow`, `Interrupted`.
  func read(context: ExecutionContext) throws -> Reading {
    let rows = table.recordCount - firstRow
    let columns = roles.featureNames.count
    guard rows < Memory.limit / 4 / max(1, columns) else {
      throw DatasetError.tooLarge(name: table.name, bytes: rows * columns * 4, limit: Memory.limit)
    }
    try AddressSpace.require(rows * columns * MemoryLayout<Float>.stride)
    let texts = TextColumns(rows: rows, roles: roles.roles)
    let matrix = try Matrix(rows: rows, columns: columns) { target in
      guard let base = target.baseAddress else { return }
      let features = DisjointPointer(base)
      try context.forEachPiece(of: rows, size: max(16, 65_536 / max(1, header.count))) { range in
        for row in range { try readRow(row, into: features.base + row * columns, texts: texts) }
        context.report(fraction: Double(range.upperBound) / Double(rows))
      }
    }
    var known: [MetadataColumn] = []
    if let labels = texts[.label] { known.append(.texts("label", .label, labels)) }
    if let subjects = texts[.subject] { known.append(.subjects(subjects)) }
    known += texts.attributes()
    try checkTarget(known)
    if let sources = texts[.source] { known.append(.texts("source", .source, sources)) }
    if let parts = try parts(texts[.split]) { known.append(.parts(parts)) }
    if let names = texts[.rowName] { known.append(.texts("row", .rowName, names)) }
    return try Reading(
      matrix, columns: known, columnNames: roles.featureNames, layout: .table,
      notes: roles.notes + matrix.notesOfLostDigits(columnNames: roles.featureNames))
  }

  /// - Throws: `DatasetError.badCell` for the first word in a column that is to be predicted as a number.
  private func checkTarget(_ columns: [MetadataColumn]) throws {
    guard let target = columns.first(where: { $0.role == .target }), case .texts(let list) = target.values else {
      return
    }
    let column = roles.roles.firstIndex(of: .target(target.name)) ?? 0
    let row = list.firstIndex { $0.map { Double($0) == nil } ?? false } ?? 0
    throw badCell(row, column, list[row] ?? "", .text)
  }

  private func readRow(_ row: Int, into features: UnsafeMutablePointer<Float>, texts: TextColumns) throws {
    var cursor = FieldCursor(table, record: row + firstRow)
    var column = 0
    while true {
      if column < featureOfColumn.count, featureOfColumn[column] >= 0, let number = cursor.plainNumber() {
        features[featureOfColumn[column]] = number
        column += 1
        continue
      }
      guard let field = cursor.next() else { break }
      guard column < header.count else { throw ragged(row) }
      switch roles.roles[column] {
      case .feature(let index):
        features[index] = try number(in: field, row, column)
      case .dropped: break
      default: texts.set(table.text(of: field), row: row, column: column)
      }
      column += 1
    }
    guard column == header.count else { throw ragged(row) }
  }

  /// NaN where the number is missing: an empty cell, or a word that stands for one.
  @inline(__always)
  private func number(in field: TableField, _ row: Int, _ column: Int) throws -> Float {
    if let number = NumberParser.number(table.bytes, field.range), number.isFinite { return number }
    if field.range.isEmpty { return .nan }
    let text = table.text(of: field)
    let problem = NumberParser.problem(of: text)
    guard problem == .missing || problem == .empty else { throw badCell(row, column, text, problem) }
    return .nan
  }

  private func ragged(_ row: Int) -> DatasetError {
    let record = row + firstRow
    return .raggedRow(
      file: table.name, line: table.line(ofRecord: record), found: table.fields(ofRecord: record).count,
      expected: header.count)
  }

  private func badCell(_ row: Int, _ column: Int, _ text: String, _ problem: DatasetError.CellProblem) -> DatasetError {
    .badCell(
      file: table.name, line: table.line(ofRecord: row + firstRow), column: header[column], text: text,
      problem: problem)
  }

  private func parts(_ words: [String]?) throws -> [RowMetadata.Part]? {
    try words?.enumerated().map { row, word in
      guard let part = PartNames.part(named: word) else {
        let column = roles.roles.firstIndex(of: .split) ?? 0
        throw badCell(row, column, word, .unexpected("train or test"))
      }
      return part
    }
  }
}
