import Diagnostics
import Drawing
import Plans
import Testing

@testable import Stages

/// What follows from arrows is tested in CausalTests, against dagitty's examples and by brute force; here that the stage
/// says it, in words, fields and a picture.
@Suite struct DagStageTests {
  private func dag(_ text: String) throws -> PlanValue { try StageSession().last("dag \(text)") }

  private func field(_ name: String, _ value: PlanValue) throws -> String {
    try #require(value.field(name)?.text)
  }

  @Test func theStudysDiagramIsAnswered() throws {
    let value = try dag("\"X -> T; T -> Y; X -> Y; T -> Z; Z -> Y; X -> Z\"")
    #expect(try field("treatment", value) == "T" && field("outcome", value) == "Y")
    #expect(try field("adjustment", value) == "{X}" && field("mediators", value) == "Z")
    #expect(try field("never", value) == "Z" && field("identified", value) == "yes")
  }

  @Test func everyMinimalSetIsNamed() throws {
    // The butterfly: Z confounds by itself and joins A and B.
    let value = try dag("\"A -> Z <- B; A -> T; Z -> T; Z -> Y; B -> Y; T -> Y\"")
    #expect(try field("adjustment", value) == "{A, Z} or {Z, B}" && field("sets", value) == "2")
    let asked = try dag("\"A -> Z <- B; A -> T; Z -> T; Z -> Y; B -> Y; T -> Y\" adjust=[Z]")
    #expect(try field("adjusted", asked) == "no")
  }

  @Test func whatCannotBeAdjustedForIsSaid() throws {
    let value = try dag("\"T -> M -> Y; T <-> Y\"")
    #expect(try field("identified", value) == "no" && field("front_door", value) == "{M}")
    let text = try #require(value.payload.as(Document.self)).blocks.compactMap { block -> String? in
      if case .text(let text) = block { text } else { nil }
    }
    #expect(text.contains { $0.contains("front-door") }, "\(text)")
  }

  @Test func thePictureHoldsEveryVariableAndTellsRolesBySymbols() throws {
    let value = try StageSession().last(
      "dag \"'skin tone' -> Rückmeldung; Rückmeldung -> 結果; 'skin tone' -> 結果\" treatment=Rückmeldung outcome=\"結果\" | plot"
    )
    let sketch = try #require(value.payload.as(Figure.self)?.chart.sketch)
    #expect(sketch.nodes.map(\.text) == ["skin tone", "Rückmeldung", "結果"])
    #expect(Set(sketch.nodes.map(\.series)).count == 3 && sketch.links.count == 3)
    let heights = sketch.nodes.map(\.center.y)
    #expect(heights == heights.sorted(), "causes stand above effects")
  }

  @Test(arguments: [
    ("\"X -> T; T -> X\"", "E1323"), ("\"X -> \"", "E1320"), ("\"\"", "E1321"), ("\"X -> X\"", "E1322"),
    ("\"T -> Y\" treatment=Q outcome=Y", "E1324"), ("\"T -> Y\" treatment=T outcome=T", "E1325"),
    ("\"A -> B\" treatment=A", "E1327"), ("\"A -> B\" adjust=[A]", "E1327"), ("\"T -> Y\" adjust=[Q]", "E1324"),
    ("\"T -> Y ? Z\"", "E1320"),
  ])
  func whatIsWrongIsToldBeforeAnythingRuns(arguments: String, code: String) {
    let problems = StageSession().problems("dag \(arguments)")
    #expect(problems.count == 1 && problems[0].hasPrefix(code), "\(problems)")
  }
}
