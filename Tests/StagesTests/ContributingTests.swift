import Diagnostics
import Foundation
import Interpreter
import Numerics
import Plans
import Rendering
import Stages
import Testing

/// The stage that `CONTRIBUTING.md` shows is `NegateStage.swift` to the letter, and works as it says.
@Suite struct ContributingTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

  @Test func theStageInTheDocumentIsTheOneThatIsTested() throws {
    let stage = try String(contentsOf: Self.folder.appendingPathComponent("NegateStage.swift"), encoding: .utf8)
    let document = Self.folder.deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("CONTRIBUTING.md")
    #expect(try String(contentsOf: document, encoding: .utf8).contains("```swift\n\(stage)```"))
  }

  @Test func itIsAStageLikeAnyOther() throws {
    let declaration = NegateStage.declaration
    #expect(!declaration.discussion.isEmpty && !declaration.searchTerms.isEmpty)
    let session = Session(
      catalogue: Catalogue(
        stages: stageCatalogue.stages + [NegateStage.self], defaultEvaluator: stageCatalogue.defaultEvaluator,
        scorer: stageCatalogue.scorer),
      settings: RunSettings(threads: 1, environment: RunEnvironment(dataDirectory: "/nonexistent")),
      cacheBudget: 1 << 24)
    for example in declaration.examples {
      guard case .shows(let expected) = example.expectation else { continue }
      var shown = ""
      try session.run(SourceText(name: "test.mien", text: example.script)) { outcome in
        if case .shown(let value) = outcome { shown += Renderer().text(of: value) }
      }
      #expect(shown.contains(expected), "\(shown)")
    }
    let rows = Matrix(rows: 1, columns: 2, storage: [1, -2])
    #expect(
      Evidence(try NegateStage().apply(to: rows, Trial().context()))
        == Evidence(
          Matrix(rows: 1, columns: 2, storage: [-1, 2])))
  }
}
