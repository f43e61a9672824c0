import Graphics
import Plans
import Samples

/// A value as tables, for the formats that know nothing else, each with what its data are.
func tables(of value: PlanValue) -> [Table] {
  switch value.payload {
  case .samples(let set):
    [classCounts(of: set.training.metadata).known(as: set.rows.metadata.origin.synthetic)]
  case .result(let result):
    result.tables
  case .table(let table):
    [table]
  case .scalar(let scalar):
    [Table(columns: ["value"], rows: [.init([scalar])])]
  case .document(let document):
    document.tables
  case .fittedPipeline(let pipeline):
    [steps(of: pipeline).known(as: pipeline.origin.synthetic)]
  }
}

/// Rows of each class.
func classCounts(of metadata: RowMetadata) -> Table {
  guard let labels = metadata.knownLabels else {
    return Table(columns: ["rows"], rows: [.init([.number(Double(metadata.count))])])
  }
  return Table(
    columns: ["class", "rows"],
    rows: zip(labels.names, labels.counts).map { .init([.text($0), .number(Double($1))]) })
}

/// The stages of a fitted pipeline.
func steps(of pipeline: FittedPipeline) -> Table {
  Table(
    columns: ["stage", "kind"],
    rows: pipeline.steps.map { .init([.text($0.step.text), .text($0.step.kind.rawValue)]) })
}
