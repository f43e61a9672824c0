import Basics

/// What of a notebook has no place in a script, as the last cell of the script: a line of JSON in a comment.
struct NotebookFooter {
  static let title = "notebook"

  /// All that a script does not say of a cell.
  struct Record {
    /// Of the text that the record belongs to, as the script gives it back.
    let digest: String
    let members: [JSONValue.Member]
    /// Where the script cannot say it.
    let source: String?
  }

  var members: [JSONValue.Member]?
  var records: [Record]

  /// Whether there is nothing to keep.
  var isEmpty: Bool {
    members == nil && records.allSatisfy { $0.members.isEmpty && $0.source == nil }
  }

  static func digest(_ kind: Notebook.Cell.Kind, _ source: String) -> String {
    String(Digest(kind.rawValue, source).hexadecimal.prefix(16))
  }

  var text: String {
    let cells = records.map { record in
      JSONValue.object(
        [.init(name: "digest", value: .string(record.digest)), .init(name: "members", value: .object(record.members))]
          + (record.source.map { [.init(name: "source", value: .string($0))] } ?? []))
    }
    let whole = JSONValue.object(
      [.init(name: "cells", value: .array(cells))]
        + (members.map { [.init(name: "members", value: .object($0))] } ?? []))
    return "# %% [raw] \(Self.title)\n# \(whole.text)\n"
  }

  /// nil for a piece that is no footer, or one that was edited into something else.
  init?(_ piece: PercentScript.Piece) {
    guard piece.kind == .raw, piece.title == Self.title, let json = try? JSONValue(parsing: Array(piece.source.utf8)),
      let cells = json["cells"]?.elements
    else { return nil }
    if case .object(let members)? = json["members"] { self.members = members }
    records = cells.map { cell in
      var members: [JSONValue.Member] = []
      if case .object(let found)? = cell["members"] { members = found }
      return Record(digest: cell["digest"]?.string ?? "", members: members, source: cell["source"]?.string)
    }
  }

  init(members: [JSONValue.Member]?, records: [Record]) {
    self.members = members
    self.records = records
  }

  /// The record of each cell: of the same text in order, else, where a cell was edited, the one in its place.
  func matched(to digests: [String]) -> [Record?] {
    var matched = [Record?](repeating: nil, count: digests.count)
    var next = 0
    for (index, digest) in digests.enumerated() {
      if let found = records[next...].firstIndex(where: { $0.digest == digest }) {
        matched[index] = records[found]
        next = found + 1
      } else if next < records.count, !digests[(index + 1)...].contains(records[next].digest) {
        matched[index] = Record(digest: digest, members: records[next].members, source: nil)
        next += 1
      }
    }
    return matched
  }
}
