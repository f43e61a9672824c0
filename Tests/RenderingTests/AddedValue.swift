import Basics
import Plans
import Stages

/// A value of a kind that no module knows. This file is all that it takes: it is shown in every format, has fields, is
/// saved and opened.
struct Curve: StorableValue {
  static let storedName = "curve"
  static let kind = ValueKinds(value: "a curve")

  var points: [Double]
  var synthetic: String?

  var valueKind: ValueKinds { Self.kind }
  var summary: String { "curve of \(points.count) points" }
  var fields: [(name: String, value: Scalar)] {
    [("points", .number(Double(points.count))), ("best", .number(points.max() ?? .nan))]
  }
  var document: Document {
    Document(
      kind: "curve", blocks: [.heading(summary), .custom(CurveChart(points: points))], synthetic: synthetic,
      fields: fields)
  }
}

/// A block of a kind of its own: bars where nothing better is known, a line where SVG is.
struct CurveChart: DocumentBlock {
  let points: [Double]
  let name = "line"

  var lowered: [Document.Block] { [.bars(points.enumerated().map { Bar("\($0.offset + 1)", $0.element) })] }

  func form(_ type: MediaType) -> String? {
    let places = points.enumerated().map { "\($0.offset),\(NumberFormat.decimal(1 - $0.element))" }
    return type == .svg ? "<svg><polyline points=\"\(places.joined(separator: " "))\"/></svg>" : nil
  }
}

/// `sweep | curve macro_f1`
struct CurveStage: ReaderStage {
  static let declaration = Declaration(
    "to_curve", "Draws a column of a table as a curve.", takes: .table, gives: Curve.kind, examples: [])

  @Parameter("the column", positional: true) var column = ColumnName("macro_f1")

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let table = input.as(Table.self) ?? Table(columns: [], rows: [])
    let points = table.rows.compactMap { row in table.reading(column.name)?(row).number }
    return Curve(points: points, synthetic: table.synthetic)
  }
}

let curveCatalogue = Catalogue(
  stages: stageCatalogue.stages + [CurveStage.self], defaultEvaluator: stageCatalogue.defaultEvaluator,
  scorer: stageCatalogue.scorer, storableContents: stageCatalogue.storableContents, storableValues: [Curve.self])
