import Basics
import Diagnostics
import Foundation
import Testing

@testable import LanguageServer

/// Every golden error (`InterpreterTests/Fixtures/errors`) that can be told before a script runs stands in an editor where
/// the prompt draws it, with the same code and words.
@Suite(.serialized) struct GoldenErrorTests {
  private static let folder =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().path
    + "/InterpreterTests/Fixtures/errors"

  /// Stages fail at these: the checker finds nothing.
  private static let onlyWhenRun: Set<String> = [
    "bounds-of-the-data", "cascade-of-patterns", "class-with-one-row", "compare-of-different-rows", "csv-in-latin-1",
    "csv-without-labels",
    "divides-by-zero-in-a-row", "empty-folder", "expectation-fails", "fails-inside-a-def", "fails-while-running",
    "infinite-number", "loso-without-subjects", "missing-numbers", "one-class", "one-subject", "open-something-else",
    "repeat-of-loso", "several-tables", "stack-of-too-many-folds", "test-on-unknown", "too-many-folds",
    "truncated-jpeg",
  ]

  /// What a drawing says: its code and words, and where it begins, counted as people count.
  private struct Told: Hashable {
    let code: String
    let message: String
    let line: Int
    let column: Int
  }

  private func golden(_ name: String) throws -> Set<Told> {
    let text = try String(contentsOfFile: "\(Self.folder)/\(name).txt", encoding: .utf8)
    let pattern = /(?:error|warning|note)\[(E\d{4})\]: ([^\n]*)\n *┌─ [^\n]*:(\d+):(\d+)\n/
    return Set(
      text.matches(of: pattern).map { match in
        Told(code: String(match.1), message: String(match.2), line: Int(match.3) ?? 0, column: Int(match.4) ?? 0)
      })
  }

  private func told(_ problem: JSONValue, in lines: [Substring]) throws -> Told {
    let start = try Position(problem["range"]?["start"])
    let before = String(decoding: Array(lines[start.line].utf16.prefix(start.character)), as: UTF16.self)
    return Told(
      code: problem["code"]?.string ?? "",
      message: problem["message"]?.string?.split(separator: "\n").first.map(String.init) ?? "",
      line: start.line + 1, column: before.count + 1)
  }

  @Test func theyStandWhereThePromptDrawsThem() throws {
    _ = FileManager.default.changeCurrentDirectoryPath(Self.folder)
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder).filter { $0.hasSuffix(".mien") }
    let server = AnswersHarness(root: Self.folder)
    var silent: Set<String> = []
    for file in names.sorted() {
      let (name, uri) = (String(file.dropLast(5)), DocumentAddress.uri(ofPath: "\(Self.folder)/\(file)"))
      let text = try String(contentsOfFile: "\(Self.folder)/\(file)", encoding: .utf8)
      server.open(text, as: uri)
      let problems = try #require(server.problems(of: uri))
      let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
      if problems.isEmpty {
        silent.insert(name)
      } else {
        #expect(Set(try problems.map { try told($0, in: lines) }) == (try golden(name)), "\(name)")
      }
    }
    #expect(names.count >= 60)
    #expect(silent == Self.onlyWhenRun)
  }
}
