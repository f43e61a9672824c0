@testable import Causal
import Testing

@Suite struct CausalDiagramTests {
  @Test func namesArrowsAndMarksAreRead() throws {
    let diagram = try CausalDiagram(
      """
      "class imbalance" -> macro-F1; 'Größe' ← Alter_2 → macro-F1
      表情 <-> macro-F1;; lonely
      """)
    #expect(
      diagram.variables == [
        "class imbalance", "macro-F1", "Größe", "Alter_2", "表情", "U(表情, macro-F1)", "lonely",
      ])
    #expect(diagram.unobserved == ["U(表情, macro-F1)"])
    #expect(
      diagram.arrows.map { "\($0.cause)>\($0.effect)" }.sorted()
        == [
          "Alter_2>Größe", "Alter_2>macro-F1", "U(表情, macro-F1)>macro-F1", "U(表情, macro-F1)>表情",
          "class imbalance>macro-F1",
        ].sorted())
  }

  @Test(arguments: [
    ("X -> ", "a variable is missing before the end", 5),
    ("X Y", "after 'X' stands 'Y', neither an arrow nor ';'; a name of several words stands in quotes", 2),
    ("X -- Y", "after 'X' stands '-', neither an arrow nor ';'", 2), ("-> Y", "a variable is missing before '-'", 0),
    ("\"X -> Y", "the name that starts with \" has no end", 0),
    ("X [latent -> Y", "'[' has no ']'", 2),
    ("X [seen]", "'seen' is not a mark: use unobserved, exposure or outcome", 3),
  ])
  func badTextIsRefused(text: String, problem: String, offset: Int) {
    #expect(throws: CausalError.syntax(problem: problem, offset: offset)) { try CausalDiagram(text) }
  }

  @Test func circlesAreNamed() {
    #expect(throws: CausalError.cycle(["B", "C", "D", "B"])) { try CausalDiagram("A -> B -> C -> D -> B; D -> E") }
    #expect(throws: CausalError.selfCause("A")) { try CausalDiagram("A -> A") }
    #expect(throws: CausalError.emptyDiagram) { try CausalDiagram(" ; \n ") }
    let many = (0..<65).map { "v\($0)" }.joined(separator: ";")
    #expect(throws: CausalError.tooManyVariables(found: 65, most: 64)) { try CausalDiagram(many) }
  }

  @Test func independenceIsReadOffPaths() throws {
    let diagram = try CausalDiagram("A -> B -> C; D -> B; B -> E")
    #expect(try !diagram.areIndependent("A", "C"))
    #expect(try diagram.areIndependent("A", "C", given: ["B"]))
    #expect(try diagram.areIndependent("A", "D"))
    #expect(try !diagram.areIndependent("A", "D", given: ["E"]))
    #expect(throws: CausalError.sameVariable("A")) { try diagram.areIndependent("A", "B", given: ["A"]) }
    let implied = diagram.impliedIndependences()
    #expect(implied.contains(ImpliedIndependence(first: "A", second: "C", given: ["B"])))
    #expect(implied.contains(ImpliedIndependence(first: "A", second: "D", given: [])))
    #expect(implied.count == 6)
  }

  /// Figure 2.9 of Pearl, Glymour & Jewell 2016; the lists are those of dagitty's impliedConditionalIndependencies.
  @Test func primerFigure29() throws {
    let figure = "W -> Y; X -> W; Z1 -> X; Z1 -> Z3; Z2 -> Y; Z2 -> Z3; Z3 -> X; Z3 -> Y"
    func implied(_ text: String) throws -> Set<String> {
      Set(
        try CausalDiagram(text).impliedIndependences().map {
          [$0.first, $0.second].sorted().joined(separator: " ") + " | " + $0.given.sorted().joined(separator: " ")
        })
    }
    #expect(
      try implied(figure) == [
        "W Z1 | X", "W Z2 | Z1 Z3", "W Z2 | X", "W Z3 | X", "X Y | W Z2 Z3", "X Y | W Z1 Z3", "X Z2 | Z1 Z3",
        "Y Z1 | X Z2 Z3", "Y Z1 | W Z2 Z3", "Z1 Z2 | ",
      ])
    #expect(try implied("Y [latent]; Z2 [latent]; \(figure)") == ["W Z1 | X", "W Z3 | X"])
    #expect(try implied("X [latent]; \(figure)") == ["W Z2 | Z1 Z3", "Y Z1 | W Z2 Z3", "Z1 Z2 | "])
  }
}
