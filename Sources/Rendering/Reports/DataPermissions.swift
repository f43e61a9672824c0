import Plans

/// Under what licence the data behind a report's results are, and whether those shown agreed, as far as the rows that the
/// report holds tell. Data that are synthetic show nobody.
struct DataPermissions {
  private static let questions = ["licence", "consent"]

  /// nil where no result is of real data.
  let document: Document?

  init(_ values: [PlanValue]) {
    var answers: [String: [String]] = [:]
    for value in values {
      guard let origin = value.as(PreparedRows.self)?.rows.metadata.origin else { continue }
      answers[origin.fingerprint] = Self.questions.map { Self.answer($0, in: origin.summary) ?? "unknown" }
    }
    var rows: [Table.Row] = []
    var seen: Set<String> = []
    for value in values {
      guard let data = value.as(EvaluationResult.self)?.provenance, data.synthetic == nil,
        seen.insert(data.dataFingerprint).inserted
      else { continue }
      let told = answers[data.dataFingerprint] ?? Self.questions.map { _ in "not told here" }
      rows.append(.init(([data.data] + told).map { .text($0) }))
    }
    guard !rows.isEmpty else {
      document = nil
      return
    }
    let isOpen = rows.contains { row in row.cells.dropFirst().contains { Self.isOpen($0.text) } }
    let note =
      "where that is not known, ask before the data, or pictures of people, are passed on; `datasheet` of the rows tells "
      + "what is known"
    document = Document(
      kind: "permissions", blocks: [.table(Table(columns: ["data"] + Self.questions, rows: rows))],
      notes: isOpen ? [note] : [])
  }

  private static func isOpen(_ answer: String) -> Bool {
    ["unknown", "not "].contains { answer.lowercased().hasPrefix($0) }
  }

  /// "consent: not stated" of the lines that say what data are.
  private static func answer(_ question: String, in summary: [String]) -> String? {
    summary.lazy.compactMap { line -> String? in
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, parts[0].lowercased() == question else { return nil }
      let text = String(parts[1].drop { $0 == " " })
      return text.isEmpty ? nil : text
    }.first
  }
}
