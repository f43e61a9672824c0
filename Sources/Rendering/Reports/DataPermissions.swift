import Plans
import Samples

/// Under what licence the data behind a report's results are, and whether those shown agreed, as far as the rows that the
/// report holds tell. Data that are synthetic show nobody.
struct DataPermissions {
  private static let questions = ["licence", "consent"]

  /// nil where no result is of real data.
  let document: Document?

  init(_ values: [PlanValue]) {
    var answers: [String: [DataFact]] = [:]
    for value in values {
      guard let origin = value.as(PreparedRows.self)?.rows.metadata.origin else { continue }
      answers[origin.fingerprint] = Self.questions.map { origin.fact($0) ?? DataFact($0, "unknown") }
    }
    var (rows, isOpen) = ([Table.Row](), false)
    var seen: Set<String> = []
    for value in values {
      guard let data = value.as(EvaluationResult.self)?.provenance, data.synthetic == nil,
        seen.insert(data.dataFingerprint).inserted
      else { continue }
      let told = answers[data.dataFingerprint]
      let texts = told?.map(\.answer) ?? Self.questions.map { _ in "not told here" }
      isOpen = isOpen || !(told?.allSatisfy(\.isAnswered) ?? false)
      rows.append(.init(([data.data] + texts).map { .text($0) }))
    }
    guard !rows.isEmpty else {
      document = nil
      return
    }
    let note =
      "where that is not known, ask before the data, or pictures of people, are passed on; `datasheet` of the rows tells "
      + "what is known"
    document = Document(
      kind: "permissions", blocks: [.table(Table(columns: ["data"] + Self.questions, rows: rows))],
      notes: isOpen ? [note] : [])
  }
}
