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

  func run(in session: Session, at location: Location) throws -> any Payload {
    let rows = session.variableNames.compactMap { name -> Table.Row? in
      guard let value = session.value(named: name) else { return nil }
      return Table.Row([
        .text(name), .text(value.kind.description), .text(value.payload.shape),
        value.payload.bytesInMemory.map { .number(Double($0)) } ?? .missing,
        .text(state(of: value, session)), .text(value.programText),
      ])
    }
    return Table(columns: ["name", "what", "shape", "bytes", "cached", "made by"], rows: rows)
  }

  private func state(of value: PlanValue, _ session: Session) -> String {
    if let set = value.payload.as(PreparedRows.self) { return session.cache.contains(set.key) ? "yes" : "no" }
    guard let plan = value.grid?.single, plan.modelIndex != nil else { return "–" }
    return session.executor.isCached(plan) ? "yes" : "no"
  }
}
