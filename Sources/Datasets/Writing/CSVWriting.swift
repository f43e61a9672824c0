import Basics
import Files
import Numerics
import Samples

extension Samples {
  /// Writes all rows of numbers as a table in UTF-8 with a header: the features, then `label`, `subject`, attributes,
  /// `source` and `split` where there are any. Numbers have as many digits as bring back the same number; a missing value
  /// is an empty field. An older file is replaced when the new one is complete. Cost: linear, shared over the threads.
  /// - Parameter isDefused: whether texts that a spreadsheet would run get an apostrophe; `load` gives them back with it.
  ///   Control characters are written as question marks: the file may end up in a terminal.
  /// - Returns: what was found in the texts.
  /// - Throws: `DatasetError.notWritable`, `.diskFull`, `.permissionDenied`, `.writeFailed`; `Interrupted`.
  @discardableResult
  public func writeCSV(
    to path: String, defusingFormulas isDefused: Bool = false, context: ExecutionContext = .plain
  ) throws -> SuspiciousTexts {
    guard let matrix = content.told(as: Matrix.self) else {
      throw DatasetError.notWritable(
        path: path, reason: "\(content.kind.name) do not fit a table",
        remedy: "write .npz, or turn them into features first")
    }
    let file = try AtomicFile<DatasetError>(path: path)
    let columns = SavedColumnName.columns(
      of: metadata, roles: [.label, .target, .subject, .attribute, .source, .part])
    let titles = SavedColumnName.features(metadata.origin.columnNames(for: matrix), of: matrix) + columns.map(\.0)
    let found = SuspiciousTexts(titles + columns.flatMap { $0.1.compactMap(\.self) })
    let written = { (text: String) in isDefused ? SpreadsheetFormula.defused(text) : text }
    let extra = columns.map { column in column.1.map { $0.map(written) } }
    try file.write(Array(titles.map { quotedField(written($0)) }.joined(separator: ",").utf8) + [newline])
    let piece = 256
    // Some ten megabytes of text at a time, between which somebody may stop it.
    let block = max(1, min(32, (1 << 20) / (piece * max(1, titles.count)))) * piece
    for start in stride(from: 0, to: count, by: block) {
      let rows = min(block, count - start)
      let texts = Results<[UInt8]>(count: (rows + piece - 1) / piece, initial: [])
      try context.forEachPiece(of: rows, size: piece) { [extra] range in
        var text: [UInt8] = []
        for row in range { Self.append(row: start + row, of: matrix, extra, to: &text) }
        texts[range.lowerBound / piece] = text
      }
      for text in texts.values {
        try context.checkInterruption()
        try file.write(text)
      }
      context.report(fraction: Double(start + rows) / Double(max(1, count)))
    }
    try file.commit()
    return found
  }

  private static func append(row: Int, of matrix: Matrix, _ extra: [[String?]], to text: inout [UInt8]) {
    for number in matrix.row(row) {
      let digits = number.isNaN ? "" : number.description
      text += digits.hasSuffix(".0") ? digits.utf8.dropLast(2) : digits.utf8.dropLast(0)
      text.append(comma)
    }
    for list in extra {
      text += quotedField(list[row] ?? "").utf8
      text.append(comma)
    }
    text[text.count - 1] = newline
  }
}

extension DataProvenance {
  /// The names of the columns of features, numbered where they have none.
  func columnNames(for matrix: Matrix) -> [String] {
    columnNames.flatMap { $0.count == matrix.columns ? $0 : nil } ?? (0..<matrix.columns).map { "f\($0 + 1)" }
  }
}

/// How many of the texts in a table could do harm where it is opened.
public struct SuspiciousTexts: Sendable, Equatable {
  /// A spreadsheet would run them.
  public var formulas: Int
  /// A terminal would obey characters in them.
  public var controls: Int

  init(_ texts: [String]) {
    formulas = texts.count(where: SpreadsheetFormula.isFormula)
    controls = texts.count(where: ControlCharacters.areIn)
  }
}

/// A field without what a terminal would obey: the file may end up in one.
func quotedField(_ text: String) -> String {
  csvField(ControlCharacters.replaced(in: text))
}
