import Numerics
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
    let probabilities = try Self.probabilities(of: result, context)
    let hasProbabilities = probabilities != nil
    let rows = result.outcomes.enumerated().flatMap { number, outcome in
      outcome.truth.indices.map { row in
        var cells: [Scalar] = [Self.cell(outcome.test.column(.rowName), row)]
        if hasSubjects { cells.append(Self.cell(outcome.test.column(.subject), row)) }
        cells += attributes.map { name in Self.cell(outcome.test.attribute(named: name), row) }
        cells += [
          Self.cell(outcome.test.column(.source), row), .text(outcome.split.name), .text(names[outcome.truth[row]]),
          .text(names[outcome.predictions.codes[row]]),
        ]
        if hasProbabilities { cells += Self.cells(of: probabilities?[number], row, classes: names.count) }
        return Table.Row(cells)
      }
    }
    return Table(
      columns: ["row"] + (hasSubjects ? ["subject"] : []) + attributes + ["source", "fold", "truth", "prediction"]
        + (hasProbabilities ? names.map { "p_\($0)" } : []),
      rows: rows, synthetic: result.provenance.synthetic, notes: result.notes, provenance: result.provenanceLines)
  }

  /// Those that came with the predictions, or of the very models that made them, one matrix a split; nil where there are
  /// none, or where a saved result's data cannot be had again.
  /// - Throws: `Interrupted`.
  static func probabilities(of result: EvaluationResult, _ context: ReaderContext) throws -> [Matrix]? {
    let width = result.classNames.count
    var parts = result.outcomes.compactMap(\.predictions.probabilities)
    if parts.count < result.outcomes.count {
      do { parts = try context.probabilities(result.plan) ?? [] } catch let error as Interrupted { throw error } catch {
        return nil
      }
    }
    let fits = zip(parts, result.outcomes).allSatisfy { $0.rows == $1.truth.count && $0.columns == width }
    return parts.count == result.outcomes.count && fits ? parts : nil
  }

  private static func cells(of matrix: Matrix?, _ row: Int, classes: Int) -> [Scalar] {
    (0..<classes).map { code in matrix.map { .number(Double($0[row, code])) } ?? .missing }
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
