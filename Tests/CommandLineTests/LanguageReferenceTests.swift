import Foundation
import Testing

@testable import CommandLine

/// The examples of `docs/language.md` are true: each block marked as Mien passes the checker and runs.
@Suite struct LanguageReferenceTests {
  static let examples: [String] = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = (try? String(contentsOf: root.appendingPathComponent("docs/language.md"), encoding: .utf8)) ?? ""
    return page.components(separatedBy: "```mien\n").dropFirst().compactMap {
      $0.components(separatedBy: "\n```").first
    }
  }()

  @Test func thereAreExamples() {
    #expect(Self.examples.count >= 3)
  }

  @Test(arguments: examples) func theExampleRuns(text: String) throws {
    let harness = HostHarness()
    let run = try harness.run(text)
    #expect(run.status == .success, "\(run.errors)")
  }
}
