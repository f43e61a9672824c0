import Diagnostics
import Foundation
import Interpreter
import Learning
import Numerics
import Plans
import Rendering
import Samples
import Stages
import Testing

/// The stages that the documents show are files of these tests to the letter, and work as they say; the list of what a
/// stage may say is that of the sources.
@Suite struct ContributingTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  private static let root = folder.deletingLastPathComponent().deletingLastPathComponent()

  private let session = StageSession(adding: [NegateStage.self, ClampStage.self])

  private func text(_ path: String) throws -> String {
    try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
  }

  @Test(arguments: [
    ("NegateStage", "CONTRIBUTING.md"), ("GrayStageTests", "CONTRIBUTING.md"), ("ClampStage", "docs/stages.md"),
  ])
  func theStageInADocumentIsTheOneThatIsTested(stage: String, document: String) throws {
    #expect(try text(document).contains("```swift\n\(text("Tests/StagesTests/\(stage).swift"))```"))
  }

  @Test(arguments: [NegateStage.declaration, ClampStage.declaration])
  func itIsAStageLikeAnyOther(_ declaration: Declaration) throws {
    #expect(!declaration.discussion.isEmpty && !declaration.searchTerms.isEmpty)
    for example in declaration.examples {
      guard case .shows(let expected) = example.expectation else { continue }
      #expect(Renderer().text(of: try session.last(example.script)).contains(expected))
    }
  }

  @Test func theRowwiseOneComputes() throws {
    let rows = Matrix(rows: 1, columns: 2, storage: [1, -2])
    #expect(
      Evidence(try NegateStage().apply(to: rows, Trial().context()))
        == Evidence(Matrix(rows: 1, columns: 2, storage: [-1, 2])))
  }

  @Test func theFittedOneLearnsFromItsTrainingRowsAlone() throws {
    let training = Samples(
      content: Matrix(rows: 10, columns: 1, storage: (0..<10).map(Float.init)),
      metadata: SampleRows.metadata((0..<10).map { $0 % 2 }))
    let learnt = try ClampStage().fit(training, Trial().context())
    #expect(learnt.ends == [0...9], "a tail of 5% is no whole row of ten")
    let sides = [("clamp 10%", Float(1)...8), ("clamp 10% side=upper", -Float.greatestFiniteMagnitude...8)]
    for (line, ends) in sides {
      let step = try #require(steps(of: "faces n=20 subjects=4 | pixels | \(line)", in: session).last)
      let learnt = try #require(step.stage as? ClampStage).fit(training, Trial().context())
      #expect(learnt.ends == [ends])
      let rows = try learnt.apply(to: Matrix(rows: 3, columns: 1, storage: [-99, 5, 99]), context: .plain)
      #expect(try rows.require(Matrix.self, for: "a test").storage == [max(-99, ends.lowerBound), 5, 8])
    }
    #expect(throws: LearningError.wrongWidth(expected: 1, found: 2)) {
      try learnt.apply(to: Matrix(rows: 1, columns: 2), context: .plain)
    }
  }

  @Test func whatIsWrongIsSaidBeforeAnythingRuns() {
    func problem(_ arguments: String) -> String {
      session.problems("faces n=20 subjects=4 | pixels | clamp \(arguments)").first.map { String($0.prefix(5)) } ?? ""
    }
    #expect(problem("50%") == "E0399" && problem("50% side=lower") == "")
    #expect(problem("60%") == "E0105" && problem("side=left") == "E0104")
  }

  /// Every protocol, and all that it wants.
  @Test func theDocumentNamesAllThatAStageMaySay() throws {
    let document = try text("docs/stages.md")
    let source = try text("Sources/Plans/Declarations/Stage.swift") + text("Sources/Plans/Declarations/GridStage.swift")
    var named = 0
    for declaration in source.matches(of: #/(?m)^public protocol (\w+)[^{]*\{(\}|[^}]*(?:\{[^}]*\}[^}]*)*\n\})/#) {
      let wants = declaration.output.2.matches(of: #/(?m)^ +(?:static )?(?:func|var) (\w+)/#).map(\.output.1)
      for name in [declaration.output.1] + wants {
        #expect(document.contains("\(name)"), "docs/stages.md says nothing of \(declaration.output.1).\(name)")
        named += 1
      }
    }
    #expect(named > 40)
  }
}
