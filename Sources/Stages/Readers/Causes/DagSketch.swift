import Causal
import Drawing
import Graphs
import Numerics

/// A diagram of causes as a picture: causes above effects, what a variable is told by colour, symbol and the legend, what
/// nobody measured in a dashed frame.
struct DagSketch {
  private let diagram: CausalDiagram
  private let roles: [(variable: String, role: VariableRole, isObserved: Bool)]
  private let title: String

  init(_ diagram: CausalDiagram, _ question: CausalQuestion?) {
    self.diagram = diagram
    roles =
      question?.roles()
      ?? diagram.variables.map { (variable: $0, role: .other, isObserved: !diagram.unobserved.contains($0)) }
    title = question.map { "What \($0.exposure) does to \($0.outcome)" } ?? "What causes what"
  }

  /// - Throws: `Interrupted`.
  func chart(_ context: ExecutionContext) throws -> Chart {
    let present = VariableRole.allCases.filter { role in roles.contains { $0.role == role } }
    // A legend of one role says nothing.
    let isPlain = present.count < 2
    let names = Sketch.Node.shortened(roles.map(\.variable))
    var nodes = zip(roles, names).map { place, name in
      Sketch.Node(
        place.variable, cutTo: name, .framed(isDashed: !place.isObserved),
        series: isPlain ? nil : present.firstIndex(of: place.role))
    }
    let places = Dictionary(uniqueKeysWithValues: zip(diagram.variables, diagram.variables.indices))
    let arrows = diagram.arrows.compactMap { arrow in
      places[arrow.cause].flatMap { from in places[arrow.effect].map { (from: from, to: $0) } }
    }
    let drawing = try LayeredLayout(gap: 30, layerGap: 46).drawing(
      arrows: arrows, sizes: nodes.map { BoxSize(width: $0.room.width, height: $0.room.height) }, context: context)
    for (place, centre) in drawing.centres.enumerated() { nodes[place].center = Point(centre.x, centre.y) }
    let links = zip(arrows, drawing.routes).map { arrow, route in
      Sketch.Link(
        from: arrow.from, to: arrow.to, bends: route.dropFirst().dropLast().map { Point($0.x, $0.y) }, isArrow: true,
        isDashed: !roles[arrow.from].isObserved)
    }
    return Chart(
      title: title, sketch: .fitted(nodes: nodes, links: links),
      series: isPlain ? Series() : Series("role", present.map(\.words)),
      caption: roles.contains { !$0.isObserved } ? ["dashed: nobody measured it"] : [])
  }
}
