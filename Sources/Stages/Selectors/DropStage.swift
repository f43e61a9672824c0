import Plans

/// `drop class=contempt`
typealias DropStage = RowChoiceStage<DroppingRows>

/// What makes a choice of rows `drop`.
enum DroppingRows: RowVerb {
  static let declaration = Declaration(
    "drop", "Leaves out the rows that have the values named, before anything is split.", pairs: [.unchanged(.rows)],
    discussion: """
      `drop class=contempt` leaves out a class, `drop subject=[S001, S007]` two people, `drop sex=none` the rows of which \
      the sex is not known. Of several values one must hold, of several names all: `drop class=sad sex=F` leaves out the \
      sad faces of women and nothing else, just what `only class=sad sex=F` would keep. What is left is a data set of its own, \
      whose scores cannot be paired with those on all rows. Leaving out what a model gets wrong is no \
      way to a better model: say in the report what was dropped and why; `info` and every result tell it. Columns are left \
      out where a table is loaded: `load "people.csv" drop=[note]`; `skip` is what stands for no stage at all.
      """,
    searchTerms: ["remove", "exclude", "filter", "without", "dropna", "delete"],
    examples: [
      Example("faces n=80 subjects=8 | drop class=[contempt, disgust] | classes", shows: "happy"),
      Example("faces n=80 subjects=8 | drop subject=\"faces-01\" | info", shows: "images"),
    ])

  static func rows(where holds: [Bool], _ match: RowMatch) throws -> [Int] {
    guard holds.isEmpty || holds.contains(true) else { throw RowSelectionError.noRowHasAll(match.text) }
    let rows = holds.indices.filter { !holds[$0] }
    guard !rows.isEmpty else { throw RowSelectionError.noRowLeft(match.text) }
    return rows
  }
}
