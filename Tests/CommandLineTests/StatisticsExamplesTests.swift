import Diagnostics
import Interpreter
import Plans
import Rendering
import Stages
import Testing

@testable import CommandLine

/// What the documentation of the stages for studies shows, run as it stands there.
@Suite struct StatisticsExamplesTests {
  static let stages = ["ablate", "tune", "best", "rank", "compare", "sort", "top", "where", "select", "save"]

  @Test(arguments: stages)
  func examplesShowWhatTheySay(name: String) throws {
    let declaration = try #require(stageCatalogue.stage(named: name)?.declaration)
    #expect(!declaration.discussion.isEmpty || ["top", "select"].contains(name))
    for example in declaration.examples {
      guard case .shows(let expected) = example.expectation else { continue }
      let session = Session(
        catalogue: stageCatalogue,
        settings: RunSettings(threads: 2, environment: RunEnvironment(dataDirectory: "/nonexistent")),
        cacheBudget: 1 << 30)
      var shown = ""
      try session.run(SourceText(name: "example", text: example.script)) { outcome in
        if case .shown(let value) = outcome { shown += Renderer().text(of: value) }
      }
      #expect(shown.contains(expected), "\(example.script)\n\(shown)")
    }
  }
}
