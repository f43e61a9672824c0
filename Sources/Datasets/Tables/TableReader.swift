import Numerics

/// Reads a data set from a table with a column of labels.
struct TableReader {
  private let table: TableText
  private let header: [String]
  private let firstRow: Int
  private let roles: ColumnRoles

  /// - Parameter labelColumn: the column that holds the classes; nil to find it by its name.
  /// - Throws: `DatasetError.labelColumnMissing`, `.labelColumnAmbiguous`, `.noFeatures`, `.emptyTable`.
  init(_ table: TableText, labelColumn: String?) throws {
    self.table = table
    let first = table.fields(ofRecord: 0)
    let second = table.recordCount > 1 ? table.fields(ofRecord: 1) : []
    let isHeader = Self.isHeader(first, above: second)
    header = isHeader ? first : first.indices.map { "column\($0 + 1)" }
    firstRow = isHeader ? 1 : 0
    guard table.recordCount > firstRow else { throw DatasetError.emptyTable(file: table.name) }
    let sample = (firstRow..<min(table.recordCount, firstRow + 100)).map { table.fields(ofRecord: $0) }
    roles = try ColumnRoles(names: header, sample: sample, wanted: labelColumn, file: table.name)
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
  func read(context: ExecutionContext) throws -> RawDataset {
    let rows = table.recordCount - firstRow
    let columns = roles.featureNames.count
    guard rows < Memory.limit / 4 / max(1, columns) else {
      throw DatasetError.tooLarge(name: table.name, bytes: rows * columns * 4, limit: Memory.limit)
    }
    let texts = TextColumns(rows: rows, roles: roles.roles)
    let matrix = try Matrix(rows: rows, columns: columns) { target in
      guard let base = target.baseAddress else { return }
      let features = DisjointPointer(base)
      try context.forEachPiece(of: rows, size: max(16, 65_536 / max(1, header.count))) { range in
        for row in range { try readRow(row, into: features.base + row * columns, texts: texts) }
        context.report(fraction: Double(range.upperBound) / Double(rows))
      }
    }
    var raw = RawDataset(content: .features(matrix, columnNames: roles.featureNames), layout: .table)
    raw.labels = texts[.label] ?? []
    raw.subjects = texts[.subject]
    raw.groups = texts[.group]
    raw.sources = texts[.source]
    raw.rowNames = texts[.rowName]
    raw.parts = try parts(texts[.split])
    raw.notes = roles.notes
    return raw
  }

  private func readRow(_ row: Int, into features: UnsafeMutablePointer<Float>, texts: TextColumns) throws {
    var cursor = FieldCursor(table, record: row + firstRow)
    var column = 0
    while let field = cursor.next() {
      guard column < header.count else { throw ragged(row) }
      switch roles.roles[column] {
      case .feature(let index):
        features[index] = try number(in: field, row, column)
      case .label where field.range.isEmpty: throw badCell(row, column, "", .emptyLabel)
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

  private func parts(_ words: [String]?) throws -> [Dataset.Part]? {
    try words?.enumerated().map { row, word in
      guard let part = PartNames.part(named: word) else {
        let column = roles.roles.firstIndex(of: .split) ?? 0
        throw badCell(row, column, word, .unexpected("train or test"))
      }
      return part
    }
  }
}
