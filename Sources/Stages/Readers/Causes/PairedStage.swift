import Basics
import Evaluation
import Numerics
import Plans

/// `sweep | paired macro_f1 by=resampler`
struct PairedStage: ReaderStage {
  static let declaration = Declaration(
    "paired",
    "Compares runs that were made twice, with something and without it: the mean difference, and how sure it is.",
    takes: [.table, .features], gives: .document,
    discussion: """
      Each run is made twice on the same split and seed, once with what is asked about and once without. Whatever the two \
      share takes itself away in their difference: how hard the rows are, how the draw fell. So pairs tell smaller effects \
      than a cutoff can, which compares runs that differ in more than the treatment, and they tell it at every setting, not \
      at the cutoff alone. A sweep gives pairs by itself: `… | imbalance {0.5..0.9 by 0.1} draw={1, 2, 3} | maybe smote | \
      logreg`, where rows that agree in all other choices are a pair. Of a table from elsewhere (`table "runs.csv"`) \
      `match` names the columns that a pair shares. `cluster` names a column whose pairs belong together, such as a draw or a \
      subject. The interval is Student's t over pairs or clusters. Where all pairs were tested on the same rows it says \
      how training varies, and not what other people would be scored.
      """,
    searchTerms: ["design", "experiment", "causal", "effect", "difference", "with", "without", "ttest", "ablation"],
    reference: "Student 1908; Liang & Zeger 1986 for clusters",
    examples: [
      Example(
        "faces n=240 subjects=24 classes=[happy, sad] intensity=1 | lbp | pca 5 | imbalance {0.5, 0.8} draw={1, 2} | "
          + "maybe smote | logreg | paired macro_f1 by=resampler", shows: "pairs"),
      Example(
        "table \"runs.csv\" attributes=[smote, seed] | paired macro_f1 by=smote match=[seed]",
        notRunBecause: "it needs a file of your own"),
    ])

  @Parameter("the column of the outcome, numbers", positional: true) var outcome: ColumnName
  @Parameter("the column that says with or without", positional: true) var by: ColumnName
  @Parameter("its value that means with; the one that is not `without` where it is left out") var with: ColumnName? =
    nil
  @Parameter("its value that means without; skip, no, none, 0 or nothing where it is left out")
  var without: ColumnName? = nil
  @Parameter("the columns that both of a pair share; of a sweep all other choices") var match: [ColumnName] = []
  @Parameter("the column whose pairs are not independent of each other") var cluster: ColumnName? = nil
  @Parameter("a column of numbers that the picture is drawn over") var over: ColumnName? = nil

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let columns = try NumberColumns(of: input, for: "paired")
    let sweep = input.as(Table.self)
    let shared = match.isEmpty ? (sweep?.choices ?? []).filter { $0 != by.name } : match.map(\.name)
    let pairs = try RunPairs(
      columns, outcome: outcome.name, by: by.name, shared: shared, with: with?.name, without: without?.name,
      cluster: cluster?.name)
    let over = over?.name ?? shared.first { pairs.isNumeric($0) }
    let isSweep = sweep?.rows.contains { $0.plan != nil } ?? false
    return try PairedDocument(pairs, outcome: outcome.name, over: over, sharesTestRows: isSweep, columns.synthetic)
      .document(words: context.catalogue.scorer.title, provenance: columns.provenance)
  }
}

/// What cannot be paired.
enum PairedError: ExplainableError, Equatable {
  case notTwo(column: String, values: [String])
  case whichIsWithout(column: String, values: [String])
  case noSuchValue(String, column: String, values: [String])
  case noPairs(shared: [String])

  static let samples: [Self] = [
    .notTwo(column: "resampler", values: ["skip", "smote", "adasyn"]),
    .whichIsWithout(column: "model", values: ["svm", "logreg"]),
    .noSuchValue("smotee", column: "resampler", values: ["skip", "smote"]), .noPairs(shared: ["seed"]),
  ]

  var entry: ErrorEntry {
    switch self {
    case .notTwo(let column, let values):
      ErrorEntry(
        "E1330", "'\(column)' has \(values.count) values, where pairs have two: \(Self.listed(values))",
        remedy: "name both, by with= and without=", explanation: Self.idea)
    case .whichIsWithout(let column, let values):
      ErrorEntry(
        "E1331", "neither value of '\(column)' says that nothing was done: \(Self.listed(values))",
        remedy: "name the one to start from: without=\"\(values.first ?? "")\"", explanation: Self.idea)
    case .noSuchValue(let value, let column, let values):
      ErrorEntry(
        "E1332", "'\(column)' is never '\(value)'", remedy: "it is \(Self.listed(values))", explanation: Self.idea)
    case .noPairs(let shared):
      ErrorEntry(
        "E1333",
        shared.isEmpty
          ? "nothing says which runs belong together"
          : "no two runs, one with and one without, agree in \(Self.listed(shared))",
        remedy: "name by match= the columns that both of a pair share, such as a seed", explanation: Self.idea)
    }
  }

  private static func listed(_ names: [String]) -> String {
    names.prefix(8).joined(separator: ", ") + (names.count > 8 ? " and \(names.count - 8) more" : "")
  }

  private static let idea =
    "A pair is one run made twice, with and without what is asked about, alike in everything else: split, seed, data."
}
