import Diagnostics
import Interpreter
import Lessons
import Plans
import Rendering
import Stages
import Testing

@testable import CommandLine

/// Every example that a stage or command declares runs, and shows what it says it shows.
@Suite struct ExampleTests {
  struct Declared: Sendable, CustomStringConvertible {
    let name: String
    let example: Example
    var description: String { example.script }
  }

  static let all: [Declared] = {
    let session = Session(
      catalogue: stageCatalogue, settings: RunSettings(threads: 1), cacheBudget: 0,
      commands: [LessonCommand.self, TutorialCommand.self])
    let declarations = stageCatalogue.stages.map { $0.declaration } + session.commands.map { $0.declaration }
    return declarations.flatMap { declaration in
      declaration.examples.map { Declared(name: declaration.name, example: $0) }
    }
  }()

  @Test(arguments: all)
  func theExampleShowsWhatItSays(declared: Declared) throws {
    switch declared.example.expectation {
    case .shows(let text):
      guard !problems(of: declared).contains(where: { $0.code.id == Self.notInstalled }) else { return }
      let shown = try shown(by: declared.example.script)
      #expect(shown.contains(text), "\(declared.name): shows\n\(shown)")
    case .notRun(let reason):
      #expect(reason.count > 10, "\(declared.name): why is it not run?")
    }
  }

  /// One that is not run is at least right, unless what is wrong is that its file, or its weights, are not there.
  @Test(arguments: all)
  func theExampleIsRight(declared: Declared) {
    let unexpected = problems(of: declared).filter {
      !$0.code.id.hasPrefix("E05") && !["E1022", Self.notInstalled].contains($0.code.id)
    }
    #expect(unexpected.isEmpty, "\(declared.name): \(unexpected.map(\.message))")
  }

  /// What `align` finds faces by comes with packages that nothing else needs: its examples run where these are.
  private static let notInstalled = "E0764"

  private func problems(of declared: Declared) -> [Diagnostic] {
    Sitting().session.check(SourceText(name: "example", text: declared.example.script))
  }

  private func shown(by script: String) throws -> String {
    let sitting = Sitting()
    return try sitting.shown(by: script)
  }
}

/// A session over the real stages that shows what it does as a file would have it.
final class Sitting {
  let session: Session
  let renderer: Renderer

  init(format: OutputFormat = .text) {
    session = Session(
      catalogue: stageCatalogue, codes: DiagnosticCode.allHostCodes,
      settings: RunSettings(threads: 2, environment: RunEnvironment(dataDirectory: "/nonexistent")),
      cacheBudget: 1 << 30, commands: [LessonCommand.self, TutorialCommand.self])
    renderer = Renderer(format: format)
  }

  func shown(by script: String) throws -> String {
    var text = ""
    try session.run(SourceText(name: "test.mien", text: script)) { outcome in
      if case .shown(let value) = outcome { text += renderer.text(of: value) }
    }
    return text
  }
}
