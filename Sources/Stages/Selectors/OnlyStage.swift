import Plans

/// `only class=[happy, fear] sex=F`
typealias OnlyStage = RowChoiceStage<KeepingRows>

/// What makes a choice of rows `only`.
enum KeepingRows: RowVerb {
  static let declaration = Declaration(
    "only", "Keeps the rows that have the values named, before anything is split.", pairs: [.unchanged(.rows)],
    discussion: """
      `only class=[happy, fear] sex=F` keeps the happy and the fearful faces of women: of several values one must hold, of \
      several names all. What can be named is what is known of the rows: `class`, `subject`, `source`, and the attributes \
      that they came with; `none` is a value that is missing, and a range such as `age=18..30` stands for the whole numbers \
      in it. The rows are chosen before they are split and before anything learns, so what comes out is a data set of its \
      own: scores on it say nothing of the rows left out, and cannot be paired with scores on all. Which rows a person \
      finds easy is no reason to keep them. `drop` leaves out what `only` would keep. `where` asks the same of the rows of \
      a table, such as a sweep's.
      """,
    searchTerms: ["filter", "subset", "select", "query", "loc", "keep", "isin"],
    examples: [
      Example("faces n=80 subjects=8 | only class=[happy, fear] | classes", shows: "fear"),
      Example(
        "faces n=80 subjects=8 | only group=[dark, medium] subject=[\"faces-01\", \"faces-02\", \"faces-03\"] | info",
        shows: "images"),
      Example(
        "faces n=120 subjects=12 intensity=1 | only class=[happy, sad] | lbp | pca 5 | logreg | cv 3", shows: "accuracy"
      ),
    ])

  static func rows(where holds: [Bool], _ match: RowMatch) throws -> [Int] {
    let rows = holds.indices.filter { holds[$0] }
    guard !rows.isEmpty else { throw RowSelectionError.noRowHasAll(match.text) }
    return rows
  }
}
