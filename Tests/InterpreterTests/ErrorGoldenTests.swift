import Diagnostics
import Foundation
import Plans
import Stages
import Testing

@testable import Interpreter

/// What a person reads when something is wrong, whole and to the letter: `Fixtures/errors/NAME.mien` is a script,
/// `NAME.txt` all that is said of it. `MIEN_RECORD_GOLDENS=1` writes the texts anew; read what changed before you commit it.
@Suite(.serialized) struct ErrorGoldenTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Fixtures/errors"

  static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".mien") }.map { String($0.dropLast(5)) }.sorted()

  private static let isRecording = ProcessInfo.processInfo.environment["MIEN_RECORD_GOLDENS"] == "1"

  @Test(arguments: names)
  func theErrorReadsAsItShould(name: String) throws {
    let script = try String(contentsOfFile: "\(Self.folder)/\(name).mien", encoding: .utf8)
    let found = diagnostics(of: script, called: "\(name).mien")
    let text = DiagnosticRenderer().render(Diagnostics(found), style: .plain) + "\n"
    let path = "\(Self.folder)/\(name).txt"
    if Self.isRecording { try text.write(toFile: path, atomically: true, encoding: .utf8) }
    #expect(text == (try String(contentsOfFile: path, encoding: .utf8)))
  }

  /// Whatever the texts say, none may lack a code, a place or a way out.
  @Test(arguments: names)
  func theErrorHasACodeAPlaceAndAWayOut(name: String) throws {
    let script = try String(contentsOfFile: "\(Self.folder)/\(name).mien", encoding: .utf8)
    let found = diagnostics(of: script, called: "\(name).mien")
    #expect(!found.isEmpty, "nothing is wrong with it")
    for diagnostic in found {
      #expect(diagnostic.code.id.wholeMatch(of: #/E[0-9]{4}/#) != nil)
      #expect(!diagnostic.code.explanation.isEmpty)
      let place = try #require(diagnostic.primary)
      #expect(place.location.span.end > place.location.span.start, "\(diagnostic.message)")
      #expect(!place.text.isEmpty || !diagnostic.notes.isEmpty, "no way out of: \(diagnostic.message)")
    }
  }

  @Test func thereAreAsManyAsWereWritten() {
    #expect(Self.names.count >= 40)
  }

  /// What checking or running the script throws. Files are named relative to the folder of the scripts.
  private func diagnostics(of script: String, called name: String) -> [Diagnostic] {
    FileManager.default.changeCurrentDirectoryPath(Self.folder)
    let harness = SessionHarness(threads: 1)
    do {
      try harness.session.run(SourceText(name: name, text: script)) { _ in }
    } catch let error as ScriptIsWrong {
      return error.diagnostics
    } catch let error as Diagnostics {
      return error.all
    } catch let error as Diagnostic {
      return [error]
    } catch { Issue.record("\(name) throws \(error)") }
    return []
  }
}
