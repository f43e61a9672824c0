import Drawing
import Imaging
import Basics
import Plans

/// `base | plot`, `plot [base, fair]`, `study | plot kind=lines x=k`
struct PlotStage: ReaderStage {
  static let declaration = Declaration(
    "plot", "Draws a value: a result, rows, a sweep, a comparison, or several beside each other.",
    takes: ([.nothing, .rows, .result, .table, .document, .fittedModel] as ValueKinds).andAdded, gives: Figure.kind,
    discussion: """
      A value says itself what it can be drawn as, the best first; kind= names another. A result: its confusion matrix, \
      the recall of every class, its metrics. Rows: classes by part, pictures, and of features a scatter of the first two \
      columns. A table or a sweep: lines with bands over a number, points with intervals over words, tiles over two \
      numbers, bars, a scatter; how rows come to their sum, which is what one row's `importance` looks like \
      (kind=waterfall); a number that is better large against one that is better small, with those that no other beats in \
      both (kind=pareto), which is what an audited sweep looks like. A comparison or an ablation: differences with \
      intervals and a line at zero. Several results stand beside each other on one scale (`plot [base, fair]`), and so do \
      the results of a sweep, with kind=confusion. x=, y=, color= and size= name columns. Intervals are those of the \
      numbers; where they overlap, a difference may still be told, and only `compare` tells it. The caption is made from \
      how the numbers were made. `save "figure.svg"`, or .png, .pdf and .vl.json, writes the picture.
      """,
    searchTerms: [
      "draw", "figure", "picture", "chart", "graph", "scatter", "heatmap", "confusion", "bars", "lines", "pareto",
    ],
    reference: "Wilkinson 2005; Okabe & Ito 2008 (colours); Nuñez, Anderton & Renslow 2018 (cividis)",
    examples: [
      Example("faces n=80 subjects=16 intensity=1 | lbp | pca 5 | logreg | plot", shows: "predicted"),
      Example("faces n=80 subjects=16 intensity=1 | lbp | pca {5, 10, 15} | logreg | plot", shows: "Macro-F1 over k"),
      Example(
        "x = faces n=80 subjects=16 intensity=1 | lbp | pca 5\na = x | logreg\nb = x | smote | logreg\n"
          + "plot [a, b] kind=recall", shows: "Recall of every class"),
      Example("faces n=80 subjects=16 | classes | plot", shows: "happy"),
      Example(
        "faces n=160 subjects=16 intensity=1 bias=0.9 | lbp | pca 5 | {logreg, knn} | audit by=group | plot",
        shows: "no other is better in both"),
      Example(
        "faces n=80 subjects=16 intensity=1 | lbp | pca 4 | logreg | importance row=2 | plot", shows: "on average"),
      Example("faces n=80 subjects=16 | lbp | pca 2 | plot color=subject", shows: "f2 over f1"),
    ])

  @Parameter("a value, or a list of them", positional: true) var first: [ValueParameter] = []
  @Parameter("another, beside the first", positional: true) var second: [ValueParameter] = []
  @Parameter(
    "what it is drawn as, such as confusion, recall, classes, bars, points, lines, tiles, scatter, pareto, waterfall")
  var kind: Topic? = nil
  @Parameter("the column along the horizontal axis") var x: ColumnName? = nil
  @Parameter("the columns that are drawn") var y: [ColumnName] = []
  @Parameter("the column that colours and shapes tell apart") var color: ColumnName? = nil
  @Parameter("the column that the size of dots tells") var size: ColumnName? = nil
  @Parameter("what stands above it, in place of what is drawn") var title: String? = nil

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let given = first.map(\.value) + second.map(\.value)
    // Where nothing stands before it, the input is a missing number.
    let isAlone = input.kind == .nothing || input.kind == .scalar && input.payload.drawings.isEmpty && !given.isEmpty
    let values = (isAlone ? [] : [input]) + given
    guard let value = values.first else { throw DrawingError.noValues }
    let request = DrawingRequest(
      x: x?.name, y: y.map(\.name), color: color?.name, size: size?.name, title: title,
      words: context.catalogue.scorer.title)
    if values.count > 1 {
      let named = values.enumerated().map { (name: $1.name ?? "\($0 + 1)", payload: $1.payload) }
      return Figure(try beside(named, request))
    }
    if let offer = try offer(of: value.payload) { return Figure(try offer.chart(request)) }
    // What a table of plans cannot be drawn as, their results may be.
    if kind != nil, let table = value.as(Table.self), table.rows.contains(where: { $0.plan?.modelIndex != nil }) {
      return Figure(try beside(results(of: table, context), request))
    }
    let offered = value.payload.drawings.map(\.kind)
    guard let kind, !offered.isEmpty else { throw DrawingError.nothingToDraw(found: value.kind.description) }
    throw DrawingError.noSuchKind(kind.name, offered: offered)
  }

  /// The best, or the one that was named; nil where there is none.
  private func offer(of value: any Payload) throws -> DrawingOffer? {
    guard let kind else { return value.drawings.first }
    return value.drawings.first { $0.kind == kind.name }
  }

  private func beside(_ values: [(name: String, payload: any Payload)], _ request: DrawingRequest) throws -> Chart {
    let offers = try values.map { value in
      guard let offer = try offer(of: value.payload) else {
        let offered = value.payload.drawings.map(\.kind)
        guard let kind, !offered.isEmpty else {
          throw DrawingError.nothingToDraw(found: value.payload.valueKind.description)
        }
        throw DrawingError.noSuchKind(kind.name, offered: offered)
      }
      return offer
    }
    let charts = try offers.map { try $0.chart(request) }
    guard let first = offers.first,
      var together = Chart.beside(charts, names: values.map(\.name), as: first.arrangement)
    else { throw DrawingError.notBeside(kind: offers.first?.kind ?? "") }
    // What all say themselves, and how often the test was looked at, is there already.
    together.caption =
      origins(of: values).filter { line in !together.caption.contains { $0.hasPrefix(line) } } + together.caption
    return together
  }

  /// The plan of each result, and how they were evaluated where that is the same for all; nothing where it is one result,
  /// which says so itself.
  private func origins(of values: [(name: String, payload: any Payload)]) -> [String] {
    let results = values.compactMap { value in (value.payload as? EvaluationResult).map { (value.name, $0) } }
    guard results.count > 1, results.count == values.count else { return [] }
    let evaluations = Set(results.map(\.1.evaluation))
    let shared = evaluations.count == 1 ? evaluations.map { ProvenanceLine(.evaluation, $0) } : []
    // A sweep's plans would be longer than its picture; its panels are named by what differs.
    let plans = results.count > 6 ? [] : results.map { ProvenanceLine(.plan, "\($0): \($1.plan.text)") }
    return (plans + shared).map(\.text)
  }

  /// The result of every combination that has one, named by its choices.
  private func results(
    of table: Table, _ context: ReaderContext
  ) throws -> [(name: String, payload: any Payload)] {
    let readings = table.choices.compactMap { table.reading($0) }
    return try table.rows.compactMap { row in
      guard let plan = row.plan, plan.modelIndex != nil else { return nil }
      let name = readings.map { $0(row).text }.filter { $0 != "–" }.joined(separator: " · ")
      return (name.isEmpty ? plan.text : name, try context.evaluated(plan))
    }
  }
}

extension ImageStack: PicturedContent {
  public func picture(ofRow row: Int) -> Picture {
    let image = self[row]
    return Picture(width: image.width, height: image.height, channels: image.channels, pixels: image.pixels)
  }
}
