import Basics
import Diagnostics
import Plans

/// `vars`.
struct VarsCommand: Command {
  static let declaration = Declaration(
    "vars", "Lists the variables: what each is, how large, and whether its matrix is in the cache.", takes: .nothing,
    gives: .table,
    discussion: """
      A variable remembers the plan that made it, so one whose matrix has left the cache is not lost: it is made again \
      when it is needed.
      """,
    searchTerms: ["ls", "variables", "who", "list"],
    examples: [Example("x = faces n=20 subjects=4\nvars", shows: "images")])

  func run(in session: Session, at location: Location) throws -> Payload {
    let rows = session.variableNames.compactMap { name -> Table.Row? in
      guard let value = session.value(named: name) else { return nil }
      return Table.Row([
        .text(name), .text(value.kind.description), .text(shape(of: value)), bytes(of: value),
        .text(state(of: value, session)), .text(value.programText),
      ])
    }
    return .table(Table(columns: ["name", "what", "shape", "bytes", "cached", "made by"], rows: rows))
  }

  private func shape(of value: PlanValue) -> String {
    switch value.payload {
    case .samples(let set): set.shapeText
    case .result(let result): "\(grouped(result.testRows)) test rows, \(result.classNames.count) classes"
    case .table(let table): "\(table.rows.count) × \(table.columns.count)"
    case .scalar(let scalar): scalar.text
    case .document(let document): document.kind
    case .fittedPipeline(let pipeline): "\(pipeline.steps.count) stages"
    }
  }

  private func bytes(of value: PlanValue) -> Scalar {
    switch value.payload {
    case .samples(let set): .number(Double(set.byteCount))
    // Its predictions; the rows that they are of stand with the data.
    case .result(let result): .number(Double(result.outcomes.reduce(0) { $0 + $1.predictions.byteCount }))
    case .table, .scalar, .document, .fittedPipeline: .missing
    }
  }

  private func state(of value: PlanValue, _ session: Session) -> String {
    if case .samples(let set) = value.payload { return session.cache.contains(set.key) ? "yes" : "no" }
    guard let plan = value.grid?.single, plan.modelIndex != nil else { return "–" }
    return session.executor.isCached(plan) ? "yes" : "no"
  }
}
