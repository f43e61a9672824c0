extension Corpus {
  /// Reads RIS, the exchange format of reference managers: lines of a tag, two blanks (some write one), a dash and a
  /// value, from `TY` to `ER`. Lines that are not are told, and the rest is read.
  /// - Throws: `TextError.noDocuments`, `.nothingRead`.
  public init(ris text: String) throws {
    var reader = RISReader()
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      reader.read(line, number: index + 1)
    }
    reader.finish()
    self = try Corpus(documents: reader.documents, problems: reader.problems).checked("RIS")
  }
}

private struct RISReader {
  private(set) var documents: [Document] = []
  private(set) var problems: [ReadingProblem] = []
  private var values: [String: [String]] = [:]
  private var startLine: Int?
  private var lastTag: String?

  mutating func read(_ line: Substring, number: Int) {
    let line = line.first == "\u{FEFF}" ? line.dropFirst() : line
    guard let (tag, value) = parts(line) else {
      guard !line.trimmed.isEmpty else { return }
      // A long value may go on in the next line.
      if startLine != nil, let lastTag {
        values[lastTag, default: [""]][(values[lastTag]?.count ?? 1) - 1] += " " + line.trimmed
      } else {
        problems.append(ReadingProblem(line: number, message: "outside a reference: \(line.prefix(40))"))
      }
      return
    }
    switch tag {
    case "TY":
      if let startLine {
        problems.append(
          ReadingProblem(line: startLine, message: "the reference has no ER before the next TY", isRead: true))
        add(startLine)
      }
      startLine = number
      lastTag = nil
    case "ER":
      if let startLine {
        add(startLine)
      } else {
        problems.append(ReadingProblem(line: number, message: "ER without TY"))
      }
      startLine = nil
    default:
      guard startLine != nil else {
        problems.append(ReadingProblem(line: number, message: "'\(tag)' before TY"))
        return
      }
      values[tag, default: []].append(value)
      lastTag = tag
    }
  }

  mutating func finish() {
    guard let startLine else { return }
    problems.append(ReadingProblem(line: startLine, message: "the last reference has no ER", isRead: true))
    add(startLine)
  }

  private func parts(_ line: Substring) -> (String, String)? {
    let tag = line.prefix(2)
    guard tag.count == 2, tag.allSatisfy({ $0.isASCII && ($0.isUppercase || $0.isNumber) }) else { return nil }
    let rest = line.dropFirst(2)
    let blanks = rest.prefix { $0 == " " }.count
    guard (1...2).contains(blanks), rest.dropFirst(blanks).first == "-" else { return nil }
    return (String(tag), rest.dropFirst(blanks + 1).trimmed)
  }

  private mutating func add(_ line: Int) {
    let values = values
    self.values = [:]
    func first(_ tags: String...) -> String { tags.compactMap { values[$0]?.first }.first ?? "" }
    let title = first("TI", "T1", "CT")
    let abstract = first("AB", "N2")
    guard !title.isEmpty || !abstract.isEmpty else {
      problems.append(ReadingProblem(line: line, message: "the reference has neither abstract nor title"))
      return
    }
    documents.append(
      Document(
        title: title, text: abstract.isEmpty ? title : abstract, keywords: values["KW"] ?? [],
        authors: (values["AU"] ?? []) + (values["A1"] ?? []), year: Int(first("PY", "Y1").prefix(4)),
        source: first("ID").isEmpty ? "line \(line)" : first("ID")))
  }
}
