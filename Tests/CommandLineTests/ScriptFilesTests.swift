import Diagnostics
import Foundation
import Interpreter
import Syntax
import Testing

@testable import CommandLine

/// Every script of `examples/` is right, is written as `mien fmt` writes it, and runs.
@Suite struct ScriptFilesTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  static let examples: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: root + "/examples")) ?? [])
    .filter { $0.hasSuffix(".mien") }.sorted()

  private func source(_ name: String) throws -> SourceText {
    SourceText(name: name, text: try String(contentsOfFile: "\(Self.root)/examples/\(name)", encoding: .utf8))
  }

  @Test func thereAreExamples() { #expect(Self.examples.contains("first.mien")) }

  @Test(arguments: examples) func theExampleIsFormatted(name: String) throws {
    let source = try source(name)
    #expect(try Syntax.format(source) == source.text)
  }

  /// Those of folders take longer than a test may: they are written and checked as they should be, not run.
  @Test(arguments: ["poster", "fairness"]) func theExamplesOfAFolderAreRight(folder: String) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(Self.root)/examples/\(folder)")
      .filter { $0.hasSuffix(".mien") }
    #expect(!names.isEmpty)
    for name in names {
      let source = try source("\(folder)/\(name)")
      #expect(try Syntax.format(source) == source.text, "\(name)")
      let problems = Sitting().session.check(source)
      #expect(problems.isEmpty, "\(name): \(problems.map(\.message))")
    }
  }

  /// The first is looked at below, and the ablation by `AblationExampleTests`.
  @Test(arguments: examples.filter { !["first.mien", "ablation.mien"].contains($0) })
  func theExampleRuns(name: String) throws {
    _ = try output(of: name)
  }

  private func output(of name: String) throws -> String {
    let harness = HostHarness()
    let run = try harness.run(try source(name), in: harness.session())
    #expect(run.status == .success, "\(run.errors)")
    #expect(run.output.lowercased().contains("synthetic"), "its data are synthetic, and it says so")
    return run.output
  }

  @Test func theFirstExampleShowsAReport() throws {
    let output = try output(of: "first.mien")
    for text in [
      "SYNTHETIC STAND-IN FOR ZIYA07", "accuracy", "macro-F1", "weighted-F1", "UAR", "95% intervals", "contempt",
      "plan: load \"ziya07\" | lbp | pca 50 | smote | svm rbf", "scored for the first time", "seed 1",
    ] { #expect(output.contains(text), "lacks \(text)") }
  }
}
