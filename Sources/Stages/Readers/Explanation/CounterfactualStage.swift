import Basics
import Imaging
import Numerics
import Plans
import Samples

/// `base | counterfactual`, `base | counterfactual 3`
struct CounterfactualStage: ReaderStage {
  static let declaration = Declaration(
    "counterfactual", "Finds the training rows of other classes that are nearest to a test row.", takes: .result,
    gives: .document,
    discussion: """
      The nearest row of another class is the least that would have to be different for the answer to be another, and it is a \
      row that there is, not one that was invented. Distances are those of the columns that the model is given, after every \
      stage before it (`scale` changes them); for one test row the nearest training row of each class is shown, with the \
      columns in which the nearest of another class differs most. Without a number the first wrongly recognised row is \
      taken; rows are numbered within the test of the first split. What is near for these columns need not look alike.
      """,
    searchTerms: ["explain", "nearest", "neighbour", "contrastive", "what if", "example"],
    reference: "Wachter, Mittelstadt & Russell 2018; Keane & Smyth 2020 (native counterfactuals)",
    examples: [
      Example("faces n=120 subjects=16 | lbp | pca 5 | logreg | counterfactual", shows: "nearest"),
      Example("faces n=120 subjects=16 | lbp | pca 5 | knn | counterfactual 2", shows: "distance"),
    ])

  @Parameter(
    "which row of the first split's test, from 1; left out, the first wrong one", in: .from(1), positional: true)
  var row: Int? = nil
  @Parameter("how many columns to name", in: .between(1, 1000)) var top = 5

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let result = try result(of: input, for: "counterfactual")
    guard let outcome = result.outcomes.first, !outcome.truth.isEmpty, !outcome.split.train.isEmpty else {
      throw ImportanceError.noRows
    }
    let wrong = outcome.truth.indices.first { outcome.truth[$0] != outcome.predictions.codes[$0] }
    let index = row.map { $0 - 1 } ?? wrong ?? 0
    guard outcome.truth.indices.contains(index) else {
      throw ExplanationError.noSuchRow(index + 1, count: outcome.truth.count)
    }
    let own = try featuresOfTrainingRows(result, outcome, context)
    let asked = try context.modelInput(result.plan).content.require(Matrix.self, for: "counterfactual")
    let near = NearestOfClasses(asked.gathering([index]), own.features, own.labels.codes, result.classNames.count)
    return try document(result, outcome, index, near, own.features, asked.gathering([index]), context)
  }

  /// As the model is given them, without rows that a resampler made.
  private func featuresOfTrainingRows(
    _ result: EvaluationResult, _ outcome: FoldOutcome, _ context: ReaderContext
  ) throws -> (features: Matrix, labels: Labels) {
    let pipeline = try context.fittedPipeline(result.plan)
    let rows = try context.rows(outcome.split.train, of: result.plan)
    var content = rows.content
    for (_, learnt) in pipeline.steps.dropLast() { content = try learnt.applied(to: content, context.stage) }
    return (try content.require(Matrix.self, for: "counterfactual"), try rows.metadata.labels)
  }

  private func document(
    _ result: EvaluationResult, _ outcome: FoldOutcome, _ index: Int, _ near: NearestOfClasses, _ training: Matrix,
    _ asked: Matrix, _ context: ReaderContext
  ) throws -> Document {
    let names = result.classNames
    let metadata = try context.metadata(result.plan)
    let (truth, prediction) = (outcome.truth[index], outcome.predictions.codes[index])
    let title = outcome.test.column(.rowName)?.texts[index] ?? "row \(index + 1)"
    let train = outcome.split.train
    func name(_ place: Int) -> String { metadata.column(.rowName)?.texts[train[place]] ?? "row \(train[place] + 1)" }
    let order = near.byClass.sorted { ($0.distance, $0.code) < ($1.distance, $1.code) }
    let other = order.first { $0.code != prediction }
    let verdict =
      truth == prediction ? "rightly taken for \(names[truth])" : "\(names[truth]), taken for \(names[prediction])"
    var blocks: [Document.Block] = [
      .text(
        "\(title) is \(verdict). "
          + (other.map { "The nearest training row of another class is \(name($0.place)), \(names[$0.code])." } ?? ""))
    ]
    let shown = order.prefix(7)
    let numbers = [outcome.split.test[index]] + shown.map { train[$0.place] }
    let pictures = try WrongRows.pictures(of: numbers, result.plan, context)
    let captions = ["this: \(names[truth])"] + shown.map { names[$0.code] }
    let sheet = zip(numbers, captions).compactMap { number, caption in pictures[number]?.captioned(caption) }
    if !sheet.isEmpty { blocks.append(.pictures(sheet)) }
    let subjects = metadata.subjects
    blocks.append(
      .table(
        Table(
          columns: ["class", "nearest training row"] + (subjects == nil ? [] : ["subject"]) + ["distance"],
          rows: order.map { found in
            .init(
              [.text(names[found.code]), .text(name(found.place))]
                + (subjects.map { [.text($0[train[found.place]])] } ?? []) + [.number(found.distance)])
          })))
    if let other {
      blocks += [
        .heading("where it differs most from \(name(other.place))"),
        .table(differences(asked, training.gathering([other.place]), try context.fittedPipeline(result.plan))),
      ]
    }
    return Document(
      kind: "counterfactual", blocks: blocks, synthetic: result.provenance.synthetic,
      fields: other.map { [("distance", .number($0.distance)), ("class", .text(names[$0.code]))] } ?? [],
      notes: ["distances between the columns as the model is given them; of the first split, \(outcome.split.name)"],
      provenance: result.provenanceLines)
  }

  private func differences(_ asked: Matrix, _ other: Matrix, _ pipeline: FittedPipeline) -> Table {
    let names = pipeline.columnNames(count: asked.columns)
    let gaps = (0..<asked.columns).map { abs(Double(asked[0, $0]) - Double(other[0, $0])) }
    let order = gaps.indices.sorted { (gaps[$1], $0) < (gaps[$0], $1) }
    return Table(
      columns: ["feature", "this row", "that row"],
      rows: order.prefix(top).map {
        .init([.text(names[$0]), .number(Double(asked[0, $0])), .number(Double(other[0, $0]))])
      })
  }
}

/// Of each class the row that is nearest to one row.
struct NearestOfClasses {
  struct Found {
    let code: Int
    /// Among the rows that were looked at.
    let place: Int
    let distance: Double
  }

  /// Classes without a row are left out; of rows at one distance the first.
  let byClass: [Found]

  /// Euclidean. Cost: rows × columns.
  init(_ row: Matrix, _ rows: Matrix, _ codes: [Int], _ classes: Int) {
    var best = [(place: Int, square: Double)?](repeating: nil, count: classes)
    for (place, code) in codes.enumerated() where place < rows.rows && code >= 0 && code < classes {
      var square = 0.0
      for column in 0..<rows.columns {
        let difference = Double(rows[place, column]) - Double(row[0, column])
        square += difference * difference
      }
      if square < best[code]?.square ?? .infinity { best[code] = (place, square) }
    }
    byClass = best.enumerated().compactMap { code, found in
      found.map { Found(code: code, place: $0.place, distance: $0.square.squareRoot()) }
    }
  }
}

/// What can be wrong with asking for an explanation.
enum ExplanationError: ExplainableError {
  case noSuchRow(Int, count: Int)
  case noSuchColumn(String, count: Int)
  case noComponents
  case noFaces(columns: Int)

  static let samples: [Self] = [
    .noSuchRow(99, count: 40), .noSuchColumn("f99", count: 50), .noComponents, .noFaces(columns: 100),
  ]

  var entry: ErrorEntry {
    switch self {
    case .noSuchRow(let row, let count):
      ErrorEntry(
        "E0349", "there is no test row \(row): the first split has \(count)",
        remedy: "give a number from 1 to \(count)",
        explanation: "Rows are numbered within the test of the first split, in the order of `predictions`.")
    case .noSuchColumn(let name, let count):
      ErrorEntry(
        "E0350", "the model is given no column '\(name)'",
        remedy: "name one of its \(count) columns, such as f1; `importance` lists the ones that count",
        explanation:
          "A model goes by the columns that the stages before it give, which `pca` and others number f1, f2, …")
    case .noComponents:
      ErrorEntry(
        "E0353", "there is no `pca` in this plan whose components could be drawn",
        remedy: "`faces | pixels | pca 20 | eigenfaces`", explanation: Self.idea)
    case .noFaces(let columns):
      ErrorEntry(
        "E0354", "\(columns) columns are not the pixels of images, nor the cells of `lbp`",
        remedy: "let `pca` follow `pixels` or `lbp`, with no stage between that changes the columns",
        explanation: Self.idea)
    }
  }

  private static let idea =
    "A component of `pca` over pixels has a number for each pixel, and can be drawn as a picture; over `lbp` it has "
    + "numbers for each cell of the grid."
}
