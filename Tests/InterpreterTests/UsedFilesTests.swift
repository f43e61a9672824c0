import Diagnostics
import Plans
import Testing

@testable import Interpreter

/// `use` of files that use others.
@Suite struct UsedFilesTests {
  /// A session that reads these files and no others.
  private func session(_ files: [String: String]) -> Session {
    let session = SessionHarness(threads: 1).session
    session.readScript = { path throws(UnreadableFile) in
      guard let text = files[path] else { throw UnreadableFile(reason: "it is not there") }
      return text
    }
    return session
  }

  private func run(_ text: String, _ files: [String: String]) throws -> Int {
    let source = SourceText(name: "test.mien", text: text)
    let session = session(files)
    guard session.check(source).isEmpty else { return -1 }
    var shown = 0
    try session.run(source) { outcome in if case .shown = outcome { shown += 1 } }
    return shown
  }

  @Test func whatIsLeftOutIsTold() throws {
    let session = session(["a.mien": "k = 7\nset seed 3\ndef tiny = lbp grid=2", "b.mien": "use \"a.mien\""])
    var told: [String] = []
    try session.run(SourceText(name: "test.mien", text: "use \"a.mien\"\nuse \"b.mien\"")) { outcome in
      if case .shown(let value) = outcome, case .text(let text)? = value.payload.as(Scalar.self) { told.append(text) }
    }
    #expect(told == ["note: use takes the `def`s of \"a.mien\" alone: 2 lines are left out, `k = 7` first"])
    #expect(session.value(named: "k") == nil && session.settings.seed != 3)
  }

  @Test func definitionsOfUsedFilesComeAlong() throws {
    let files = ["a.mien": "use \"b.mien\"\ndef small = tiny | scale", "b.mien": "def tiny = lbp grid=2"]
    #expect(try run("use \"a.mien\"\nfaces 20 subjects=4 | small | classes", files) == 1)
  }

  @Test func aFileThatUsesItselfAndARingOfFilesAreReadOnce() throws {
    let files = [
      "self.mien": "use \"self.mien\"\ndef tiny = lbp grid=2",
      "a.mien": "use \"b.mien\"\ndef small = tiny | scale", "b.mien": "use \"a.mien\"\ndef tiny = lbp grid=2",
    ]
    #expect(try run("use \"self.mien\"\nfaces 20 subjects=4 | tiny | classes", files) == 1)
    #expect(try run("use \"b.mien\"\nfaces 20 subjects=4 | small | classes", files) == 1)
  }

  @Test func aPathBeginsAtTheFileItStandsIn() throws {
    let files = ["study/a.mien": "use \"parts/b.mien\"", "study/parts/b.mien": "def tiny = lbp grid=2"]
    #expect(try run("use \"study/a.mien\"\nfaces 20 subjects=4 | tiny | classes", files) == 1)
  }

  @Test func aMissingFileIsToldWhereItIsUsed() throws {
    let problems = session(["a.mien": "use \"nosuch.mien\""])
      .check(SourceText(name: "test.mien", text: "use \"a.mien\""))
    #expect(problems.map(\.code.id) == ["E0401"])
    #expect(problems.first?.primary?.location.source.name == "a.mien")
  }
}
