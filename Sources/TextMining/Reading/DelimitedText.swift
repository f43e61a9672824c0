/// Records of a CSV or TSV text, fields quoted where they hold delimiters or line breaks (RFC 4180).
///
/// Data sets have a reader of their own, which is made for millions of numbers; this one is for prose.
struct DelimitedText {
  struct Record: Equatable {
    let line: Int
    let fields: [String]
  }

  private(set) var records: [Record] = []
  private(set) var problems: [ReadingProblem] = []

  /// - Parameter delimiter: nil for the one of `,`, `;` and tab that stands oftenest in the first line.
  init(_ text: String, delimiter: UInt8? = nil) {
    // Bytes, since "\r\n" is one character, and since a delimiter is never part of a longer one in UTF-8.
    var bytes = Array(text.utf8)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    let firstLine = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
    let candidates: [UInt8] = [0x2C, 0x3B, 0x09]
    let likeliest = candidates.max { a, b in firstLine.count { $0 == a } < firstLine.count { $0 == b } }
    read(bytes, delimiter: delimiter ?? likeliest ?? 0x2C)
  }

  private mutating func read(_ bytes: [UInt8], delimiter: UInt8) {
    let quote: UInt8 = 0x22
    var line = 1
    var recordLine = 1
    var fields: [String] = []
    var field: [UInt8] = []
    var quoteLine: Int?
    var index = 0
    func isEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
    func endField() {
      fields.append(String(decoding: field, as: UTF8.self))
      field.removeAll(keepingCapacity: true)
    }
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if quoteLine != nil {
        if byte == quote {
          if index < bytes.count, bytes[index] == quote { field.append(quote) } else { quoteLine = nil }
          if quoteLine != nil { index += 1 }
        } else {
          if byte == 0x0A { line += 1 }
          field.append(byte)
        }
      } else if byte == quote, field.isEmpty {
        quoteLine = line
      } else if byte == delimiter {
        endField()
      } else if isEnd(byte) {
        if byte == 0x0D, index < bytes.count, bytes[index] == 0x0A { index += 1 }
        endField()
        if fields != [""] { records.append(Record(line: recordLine, fields: fields)) }
        fields = []
        line += 1
        recordLine = line
      } else {
        field.append(byte)
      }
    }
    if let quoteLine { problems.append(ReadingProblem(line: quoteLine, message: "a quoted field has no end")) }
    if !field.isEmpty || !fields.isEmpty {
      endField()
      records.append(Record(line: recordLine, fields: fields))
    }
  }
}

extension Corpus {
  /// Reads a table with a header line and a document in each record.
  ///
  /// - Parameters:
  ///   - text: the column that holds the text; nil for the first of abstract, text, content and title.
  ///   - label: a column with classes.
  /// - Throws: `TextError.unknownColumn`, `.noTextColumn`, `.noDocuments`, `.nothingRead`.
  public init(csv source: String, text: String? = nil, label: String? = nil) throws {
    let table = DelimitedText(source)
    guard let header = table.records.first else { throw TextError.noDocuments }
    let names = header.fields.map { $0.trimmed }
    guard names.contains(where: { !$0.isEmpty }) else { throw TextError.noDocuments }
    func find(_ name: String) -> Int? { names.firstIndex { $0.lowercased() == name.lowercased() } }
    func column(_ name: String) throws -> Int {
      guard let column = find(name) else { throw TextError.unknownColumn(name, known: names) }
      return column
    }
    let found = try text.map(column) ?? ["abstract", "text", "content", "title"].lazy.compactMap(find).first
    guard let textColumn = found else { throw TextError.noTextColumn(known: names) }
    let titleColumn = find("title")
    let labelColumn = try label.map(column) ?? find("label")
    let keywordColumn = find("keywords") ?? find("author keywords")
    let authorColumn = find("authors") ?? find("author")
    let yearColumn = find("year")
    var problems = table.problems
    var documents: [Document] = []
    for record in table.records.dropFirst() {
      guard record.fields.count == names.count else {
        problems.append(
          ReadingProblem(
            line: record.line, message: "\(record.fields.count) fields, where the header has \(names.count)"))
        continue
      }
      func value(_ column: Int?) -> String { column.map { record.fields[$0].trimmed } ?? "" }
      let body = value(textColumn)
      guard !body.isEmpty else {
        problems.append(ReadingProblem(line: record.line, message: "there is no text"))
        continue
      }
      documents.append(
        Document(
          title: titleColumn == textColumn ? "" : value(titleColumn), text: body,
          keywords: value(keywordColumn).listed(by: ";,"), authors: value(authorColumn).listed(by: ";"),
          year: Int(value(yearColumn)), label: labelColumn.map { value($0) }, source: "line \(record.line)"))
    }
    self = try Corpus(documents: documents, problems: problems.sorted { $0.line < $1.line }).checked("CSV")
  }

  /// A document from each file of a folder; a file in a subfolder has its name as label.
  /// - Parameter files: path relative to the folder, and contents.
  /// - Throws: `TextError.noDocuments`.
  public init(files: [(path: String, text: String)]) throws {
    let documents = files.sorted { $0.path < $1.path }.compactMap { path, text -> Document? in
      let body = text.trimmed
      guard !body.isEmpty else { return nil }
      let parts = path.split(separator: "/")
      return Document(text: body, label: parts.count > 1 ? String(parts[parts.count - 2]) : nil, source: path)
    }
    self = try Corpus(documents: documents).checked("text")
  }
}

extension StringProtocol {
  /// Without white space at the ends.
  var trimmed: String {
    // From both ends inwards: a text of a thousand letters is not walked through for the blanks at its ends.
    var (start, end) = (startIndex, endIndex)
    while start < end, self[start].isWhitespace { start = index(after: start) }
    while start < end, self[index(before: end)].isWhitespace { end = index(before: end) }
    return String(self[start..<end])
  }

  /// The parts between separators, trimmed, without empty ones.
  func listed(by separators: String) -> [String] {
    split { separators.contains($0) }.map(\.trimmed).filter { !$0.isEmpty }
  }
}
