import Basics
import Files
import Numerics

extension Dataset {
  /// Writes all rows of numbers as a table in UTF-8 with a header: the features, then `label`, and `subject`, `group`,
  /// `source` and `split` where there are any. Numbers have as many digits as bring back the same number; a missing one
  /// is an empty field. An older
  /// file is replaced when the new one is complete. Cost: linear, shared over the threads.
  /// - Throws: `DatasetError.notWritable`, `.diskFull`, `.permissionDenied`, `.writeFailed`; `Interrupted`.
  public func writeCSV(to path: String, context: ExecutionContext = .plain) throws {
    guard case .features(let matrix, let names) = content else {
      throw DatasetError.notWritable(
        path: path, reason: "images do not fit a table", remedy: "write .npz, or turn them into features first")
    }
    let file = try AtomicFile<DatasetError>(path: path)
    let lists: [(String, [String]?)] = [
      ("subject", subjects), ("group", groups), ("source", sources), ("split", parts.map { $0.map(\.rawValue) }),
    ]
    let extra = lists.compactMap { name, list in list.map { (name, $0) } }
    try file.write(Array((names + ["label"] + extra.map(\.0)).map(quotedField).joined(separator: ",").utf8) + [newline])
    let (block, piece) = (8192, 256)
    for start in stride(from: 0, to: count, by: block) {
      let rows = min(block, count - start)
      let texts = Results<[UInt8]>(count: (rows + piece - 1) / piece, initial: [])
      try context.forEachPiece(of: rows, size: piece) { range in
        var text: [UInt8] = []
        for row in range {
          append(row: start + row, of: matrix, extra.map { $0.1 }, to: &text)
        }
        texts[range.lowerBound / piece] = text
      }
      for text in texts.values { try file.write(text) }
      context.report(fraction: Double(start + rows) / Double(max(1, count)))
    }
    try file.commit()
  }

  private func append(row: Int, of matrix: Matrix, _ extra: [[String]], to text: inout [UInt8]) {
    for number in matrix.row(row) {
      let digits = number.isNaN ? "" : number.description
      text += digits.hasSuffix(".0") ? digits.utf8.dropLast(2) : digits.utf8.dropLast(0)
      text.append(comma)
    }
    text += quotedField(labels.names[labels.codes[row]]).utf8
    for list in extra {
      text.append(comma)
      text += quotedField(list[row]).utf8
    }
    text.append(newline)
  }
}

/// In quotes where the text would otherwise be read as something else.
func quotedField(_ text: String) -> String {
  let isPlain = text.utf8.allSatisfy { ![comma, semicolon, tab, quote, newline, carriageReturn].contains($0) }
  if isPlain, text.first != " ", text.last != " " { return text }
  return "\"" + text.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
}
