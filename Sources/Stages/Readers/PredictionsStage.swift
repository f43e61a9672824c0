import Plans
import Samples

/// `base | predictions`
struct PredictionsStage: ReaderStage {
  static let declaration = Declaration(
    "predictions", "Lists what every test row was taken for: a row for each.", takes: .result, gives: .table,
    discussion: """
      One line for each row that was tested: its name, whose face it is and what else is known of it, the fold it was \
      tested in, what it is, what it was taken for, and, where the model tells that, a probability for each class. Saved \
      as .csv it is one rectangular table that other programs read: `base | predictions | save "predictions.csv"`. \
      Probabilities are the model's own word, and need not be calibrated.
      """,
    searchTerms: ["probabilities", "export", "rows", "errors", "scores"],
    examples: [
      Example("faces n=80 subjects=16 intensity=1 | lbp | pca 5 | logreg | predictions | top 3", shows: "prediction")
    ])

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let result = try result(of: input, for: "predictions")
    let names = result.classNames
    let attributes = result.outcomes.first?.test.attributes.map(\.name) ?? []
    let hasSubjects = result.outcomes.contains { $0.test.subjects != nil }
    let hasProbabilities = result.outcomes.contains { $0.predictions.probabilities?.columns == names.count }
    let rows = result.outcomes.flatMap { outcome in
      outcome.truth.indices.map { row in
        var cells: [Scalar] = [Self.cell(outcome.test.column(.rowName), row)]
        if hasSubjects { cells.append(Self.cell(outcome.test.column(.subject), row)) }
        cells += attributes.map { name in Self.cell(outcome.test.attribute(named: name), row) }
        cells += [
          Self.cell(outcome.test.column(.source), row), .text(outcome.split.name), .text(names[outcome.truth[row]]),
          .text(names[outcome.predictions.codes[row]]),
        ]
        if hasProbabilities { cells += Self.probabilities(of: outcome, row, classes: names.count) }
        return Table.Row(cells)
      }
    }
    return Table(
      columns: ["row"] + (hasSubjects ? ["subject"] : []) + attributes + ["source", "fold", "truth", "prediction"]
        + (hasProbabilities ? names.map { "p_\($0)" } : []),
      rows: rows, synthetic: result.provenance.synthetic, notes: result.notes, provenance: result.provenanceLines)
  }

  private static func probabilities(of outcome: FoldOutcome, _ row: Int, classes: Int) -> [Scalar] {
    guard let matrix = outcome.predictions.probabilities, matrix.columns == classes else {
      return [Scalar](repeating: .missing, count: classes)
    }
    return (0..<classes).map { .number(Double(matrix[row, $0])) }
  }

  /// A number as a number, so that other programs read the right type.
  private static func cell(_ column: MetadataColumn?, _ row: Int) -> Scalar {
    switch column?.values {
    case nil: .missing
    case .texts(let list): list[row].map { .text($0) } ?? .missing
    case .wholeNumbers(let list): list[row].map { .number(Double($0)) } ?? .missing
    case .numbers(let list): list[row].map { .number($0) } ?? .missing
    case .classes(let labels): .text(labels.names[labels.codes[row]])
    }
  }
}
