import CommandLine
import Testing

@testable import mien

/// What is read without the parser means what it means to the parser.
@Suite struct BareCommandLineTests {
  @Test func isReadWithoutOptions() {
    #expect(BareCommandLine([]) == .standardInput)
    #expect(BareCommandLine(["study.mien"]) == .file("study.mien"))
    #expect(BareCommandLine(["-e", "1", "-e", "", "-e", "x | info"]) == .lines(["1", "", "x | info"]))
  }

  @Test(arguments: [
    ["-"], ["-e"], ["-e", "1", "-e"], ["-e", "-1"], ["-e", "--help"], ["-e", "1", "study.mien"],
    ["study.mien", "-e", "1"],
    ["-e", "1", "--time", "2"], ["-e=1"], ["--help"], ["a.mien", "b.mien"],
  ])
  func allElseIsLeftToTheParser(arguments: [String]) {
    #expect(BareCommandLine(arguments) == nil)
  }

  @Test(arguments: [[], ["study.mien"], ["-e", "1", "-e", "2"]])
  func meansWhatTheParserReads(arguments: [String]) throws {
    let parsed = try #require(try MienCommand.parseAsRoot(arguments) as? MienCommand)
    #expect(String(reflecting: parsed.running.options) == String(reflecting: HostOptions()))
    #expect(!parsed.running.quiet)
    switch try #require(BareCommandLine(arguments)) {
    case .standardInput: #expect(parsed.file == nil && parsed.running.lines.isEmpty)
    case .file(let path): #expect(parsed.file == path && parsed.running.lines.isEmpty)
    case .lines(let lines): #expect(parsed.file == nil && parsed.running.lines == lines)
    }
  }
}
