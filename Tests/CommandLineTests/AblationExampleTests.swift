import Diagnostics
import Foundation
import Interpreter
import Plans
import Rendering
import Stages
import Testing

@testable import CommandLine

@Suite struct AblationExampleTests {
  /// `examples/ablation.mien`, as it stands in the repository.
  @Test func itRunsAndTellsWhatItPromises() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appendingPathComponent("examples/ablation.mien"), encoding: .utf8)
    let session = Session(
      catalogue: stageCatalogue,
      settings: RunSettings(threads: 2, environment: RunEnvironment(dataDirectory: "/nonexistent")),
      cacheBudget: 1 << 30)
    var shown: [String] = []
    try session.run(SourceText(name: "ablation.mien", text: text)) { outcome in
      if case .shown(let value) = outcome { shown.append(Renderer().text(of: value)) }
    }
    #expect(shown.count == 6)
    #expect(shown[0].contains("without") && shown[0].contains("lbp stays in"))
    #expect(shown[1].contains("best of its column"))
    #expect(shown[3].contains("fold 5 of 5: tune chose"))
    #expect(shown.filter { $0.contains("SYNTHETIC FACES: NOT REAL DATA") }.count == 5)
  }
}
