import Basics

extension Notebook {
  /// Reads a notebook of format 3 or 4; a text may stand as one string or as a list of lines. Cost: one pass.
  /// - Parameter path: what the file is called in errors.
  /// - Throws: `NotebookError` where it is no notebook.
  public init(reading text: String, path: String) throws(NotebookError) {
    let json: JSONValue
    // Some editors on Windows begin a file with the mark of its byte order.
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let bytes = text.utf8.starts(with: byteOrderMark) ? text.utf8.dropFirst(byteOrderMark.count) : text.utf8[...]
    do throws(MalformedJSON) { json = try JSONValue(parsing: Array(bytes)) } catch {
      throw .noJSON(path, reason: error.reason, offset: error.offset)
    }
    guard let version = json["nbformat"]?.int else { throw .noNotebook(path, missing: "nbformat") }
    guard version == 3 || version == 4 else { throw .unknownFormat(path, version: version) }
    let whole = version == 3 ? try OlderNotebook.upgraded(json, path: path) : json
    guard case .object(let members) = whole, let cells = whole["cells"]?.elements else {
      throw .noNotebook(path, missing: "cells")
    }
    self.members = members.filter { $0.name != "cells" }
    self.cells = []
    for (index, cell) in cells.enumerated() {
      self.cells.append(try Cell(cell) { .wrongCell(path, number: index + 1, reason: $0) })
    }
  }
}

extension Notebook.Cell {
  fileprivate init(_ json: JSONValue, wrong: (String) -> NotebookError) throws(NotebookError) {
    guard case .object(let members) = json else { throw wrong("it is no object") }
    let type = json["cell_type"]?.string ?? ""
    guard let kind = Kind(rawValue: type) else { throw wrong("its cell_type is \"\(type)\"") }
    guard let source = json["source"].flatMap(JSONValue.joinedLines) else { throw wrong("it has no source") }
    self.init(kind, source, members: members.filter { $0.name != "cell_type" && $0.name != "source" })
  }
}

extension JSONValue {
  /// A text that stands as one string or as a list of lines; nil where it is neither.
  static func joinedLines(_ value: JSONValue) -> String? {
    if let text = value.string { return text }
    guard let lines = value.elements else { return nil }
    let texts = lines.compactMap(\.string)
    return texts.count == lines.count ? texts.joined() : nil
  }

  /// As notebooks keep texts: lines with their ends.
  static func lines(_ text: String) -> JSONValue {
    guard !text.isEmpty else { return .array([]) }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for index in lines.indices.dropLast() { lines[index] += "\n" }
    if lines.last == "" { lines.removeLast() }
    return .strings(lines)
  }
}
