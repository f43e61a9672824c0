import Plans

/// What a person did in lessons, for handing in.
public struct LessonReport {
  public let document: Document

  /// - Parameter lesson: gives a lesson by its name; nil where it is not known any more. One of one's own is looked for in
  ///   the folder that mien was started in.
  public init(
    _ records: LessonRecords,
    lesson: (String) -> Lesson? = { LessonLibrary.lesson($0) ?? LessonLibrary.lesson("\($0).mien") }
  ) {
    var blocks: [Document.Block] = []
    let rows = records.all.map { record in
      let questions = lesson(record.lesson)?.questions.count ?? record.answers.count
      return Table.Row([
        .text(record.lesson), .text(record.isFinished ? "done" : "begun"), .number(record.score),
        .number(Double(questions)),
        .number(Double(record.answers.reduce(0) { $0 + $1.tries })),
        .number(Double(record.answers.reduce(0) { $0 + $1.hints })),
        .number(Double(record.answers.count { $0.wasSkipped })),
      ])
    }
    let columns = ["lesson", "state", "score", "of", "tries", "hints", "skipped"]
    blocks.append(
      rows.isEmpty
        ? .text("no lesson has been played yet, so there is no score; `lesson` lists them")
        : .table(Table(columns: columns, rows: rows)))
    for record in records.all {
      let questions = lesson(record.lesson)?.questions ?? []
      blocks.append(.heading(record.lesson))
      blocks += record.answers.map { answer in
        // What was asked stands in the lesson, and a lesson of one's own may be anywhere.
        let isKnown = questions.indices.contains(answer.question)
        let asked = isKnown ? questions[answer.question].prompt : "question of \(record.lesson)"
        let said =
          answer.said.isEmpty
          ? (answer.wasSkipped ? "skipped" : "–")
          : answer.said + (isKnown ? Self.chosen(by: answer.said, of: questions[answer.question]) : "")
        return .text("\(answer.question + 1). \(asked) — \(said) (\(Judge.rounded(answer.score)))")
      }
    }
    document = Document(
      kind: "lesson report", blocks: blocks,
      fields: [("score", .number(records.all.reduce(0) { $0 + $1.score }))])
  }

  /// The words of the option that a letter stands for: who reads the report does not have the lesson before them.
  private static func chosen(by letter: String, of question: LessonQuestion) -> String {
    guard case .choice(let options) = question.kind, letter.count == 1,
      let place = LessonAnswer.position(letter, among: options)
    else { return "" }
    return ", \"\(options[place].text)\""
  }
}
