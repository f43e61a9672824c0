import Graphics
import Plans

/// A value as tables, for the formats that know nothing else. Every table made from synthetic data has a column that
/// says so: a notice beside the table would be lost when it is copied.
func tables(of value: PlanValue) -> [Table] {
  switch value.payload {
  case .samples(let set):
    [marked(classCounts(of: set.training.roster), set.rows.roster.origin.synthetic)]
  case .result(let result):
    [metrics(of: result.scores), classes(of: result.scores)].map { marked($0, result.provenance.synthetic) }
  case .table(let table):
    [marked(table, table.synthetic)]
  case .scalar(let scalar):
    [Table(columns: ["value"], rows: [.init([scalar])])]
  case .document(let document):
    document.blocks.compactMap(table(of:)).map { marked($0, $0.synthetic ?? document.synthetic) }
  case .fittedPipeline(let pipeline):
    [marked(steps(of: pipeline), pipeline.origin.synthetic)]
  }
}

/// Rows of each class.
func classCounts(of roster: Roster) -> Table {
  Table(
    columns: ["class", "rows"],
    rows: zip(roster.labels.names, roster.labels.counts).map { .init([.text($0), .number(Double($1))]) })
}

/// A metric each line, with its interval.
func metrics(of scores: ScoreCard) -> Table {
  Table(
    columns: ["metric", "value", "low", "high"],
    rows: scores.metrics.map { metric in
      .init([
        .text(metric.name), .number(metric.value), number(metric.interval?.lowerBound),
        number(metric.interval?.upperBound),
      ])
    })
}

func classes(of scores: ScoreCard) -> Table {
  Table(
    columns: ["class", "precision", "recall", "f1", "support"],
    rows: scores.classes.map { score in
      .init([
        .text(score.name), .number(score.precision), .number(score.recall), .number(score.f1),
        .number(Double(score.support)),
      ])
    })
}

/// The stages of a fitted pipeline.
func steps(of pipeline: FittedPipeline) -> Table {
  Table(
    columns: ["stage", "kind"],
    rows: pipeline.steps.map { .init([.text($0.step.text), .text($0.step.kind.rawValue)]) })
}

private func table(of block: Document.Block) -> Table? {
  switch block {
  case .table(let table): table
  case .bars(let bars):
    Table(
      columns: ["label"] + (0..<(bars.map(\.values.count).max() ?? 0)).map { $0 == 0 ? "value" : "value_\($0 + 1)" }
        + ["note"],
      rows: bars.map { .init([.text($0.label)] + $0.values.map { .number($0) } + [.text($0.note)]) })
  case .confusion(let names, let counts):
    Table(
      columns: ["true"] + names,
      rows: zip(names, counts).map { .init([.text($0)] + $1.map { .number(Double($0)) }) })
  case .heading, .text, .pictures: nil
  }
}

private func marked(_ table: Table, _ synthetic: String?) -> Table {
  guard let synthetic, !table.columns.contains("synthetic") else { return table }
  return Table(
    columns: table.columns + ["synthetic"], rows: table.rows.map { .init($0.cells + [.text(synthetic)], plan: $0.plan) }
  )
}

private func number(_ value: Double?) -> Scalar {
  value.map { .number($0) } ?? .missing
}
