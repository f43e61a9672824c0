import Basics
import CommandLine
import Diagnostics
import Foundation
import Interpreter
import Plans
import Rendering
import Stages
import TestSupport
import Testing

import struct CommandLine.ExitStatus
import struct CommandLine.OutputStream

@testable import Prompt

/// The prompt without a terminal: its lines come from a list.
@Suite(.serialized) struct PromptTests {
  private final class Lines: LineInput {
    private var events: [LineEvent]
    private(set) var remembered: [String] = []
    private(set) var prompts: [String] = []
    /// Of earlier sittings.
    var entries: [String] = []

    init(_ events: [LineEvent]) { self.events = events }

    func readLine(prompt: String) -> LineEvent {
      prompts.append(prompt)
      return events.isEmpty ? .end : events.removeFirst()
    }

    func remember(_ entry: String) { remembered.append(entry) }
  }

  private func sit(
    _ events: [LineEvent], after entries: [String] = [], format: OutputFormat = .text
  ) throws -> (
    lines: Lines, shown: String, session: Session, status: ExitStatus
  ) {
    let folder = try TemporaryFolder()
    let output = OutputStream(descriptor: open("\(folder.path)/shown", O_CREAT | O_RDWR | O_CLOEXEC, 0o600))
    defer { close(output.descriptor) }
    let session = Session(
      catalogue: stageCatalogue, codes: DiagnosticCode.allHostCodes,
      settings: RunSettings(threads: 2, environment: RunEnvironment(dataDirectory: "/nonexistent")),
      cacheBudget: 1 << 28)
    let lines = Lines(events)
    lines.entries = entries
    var options = HostOptions()
    options.format = format
    let status = Prompt(session: session, options: options, lines: lines, output: output, errors: output)
      .run(greets: false)
    return (lines, try String(contentsOfFile: "\(folder.path)/shown", encoding: .utf8), session, status)
  }

  @Test func linesRunAndVariablesStay() throws {
    let sitting = try sit([.line("x = 3"), .line("(x + 1)"), .line("")])
    #expect(sitting.shown.contains("x: 3") && sitting.shown.contains("4\n"))
    #expect(sitting.lines.remembered == ["x = 3", "(x + 1)"] && sitting.status == .success)
  }

  @Test func anUnfinishedLineGoesOn() throws {
    let sitting = try sit([.line("x = ("), .line("1 + 2"), .line(")"), .line("x")])
    #expect(sitting.lines.prompts.prefix(4) == ["mien> ", "  ... ", "  ... ", "mien> "])
    #expect(sitting.lines.remembered.first == "x = (\n1 + 2\n)")
    #expect(sitting.session.variableNames == ["x"])
  }

  @Test func ctrlCGivesTheLineUpAndNothingElse() throws {
    let sitting = try sit([.line("x = 3"), .line("y = ("), .interrupted, .line("x")])
    #expect(sitting.lines.prompts[3] == "mien> ")
    #expect(sitting.session.variableNames == ["x"] && sitting.shown.hasSuffix("3\n\n"))
  }

  @Test func aMistakeLosesNothing() throws {
    let sitting = try sit([.line("x = 3"), .line("y = pcaa"), .line("x")])
    #expect(sitting.shown.contains("E0101") && sitting.shown.contains("<prompt>:1:5"))
    #expect(sitting.session.variableNames == ["x"])
  }

  @Test func aLineThatBeginsWithABarGoesOn() throws {
    let sitting = try sit([.line("faces n=20 subjects=4 | lbp grid=2"), .line("| pca 3")])
    #expect(sitting.shown.contains("20 × 3 features"))
  }

  @Test func aQuestionMarkAsks() throws {
    let sitting = try sit([.line("pca?")])
    #expect(sitting.shown.contains("components to keep"))
    #expect(expandingHelp("?") == "help" && expandingHelp("x = 1") == "x = 1")
  }

  @Test func aQuestionMarkMayStandBefore() throws {
    #expect(expandingHelp("?pca") == "help pca" && expandingHelp("? pca") == "help pca")
  }

  @Test func aDocumentedDefinitionIsOneEntry() throws {
    let sitting = try sit([.line("## Texture alone."), .line("def texture = lbp grid=2"), .line("texture?")])
    #expect(sitting.lines.prompts[1] == "  ... " && sitting.shown.contains("Texture alone."))
  }

  @Test func aVariableThatIsGoneOnFromStaysAndThatIsSaid() throws {
    let sitting = try sit([.line("study = faces n=20 subjects=4"), .line("| lbp grid=2"), .line("| pca 3")])
    #expect(sitting.shown.contains("note: study is what it was; `study = _` gives it this"))
    #expect(sitting.shown.components(separatedBy: "is what it was").count == 2, "said once")
  }

  @Test func theShellIsOffAndThatIsSaid() throws {
    let sitting = try sit([.line("!ls"), .line("history")])
    #expect(sitting.shown.contains("mien --shell") && sitting.session.variableNames.isEmpty)
  }

  @Test func exitLeavesUnlessItIsAVariable() throws {
    #expect(try sit([.line("exit"), .line("x = 3")]).session.variableNames == [])
    #expect(try sit([.line("quit = 1"), .line("quit"), .line("x = 3")]).session.variableNames == ["quit", "x"])
  }

  // MARK: History

  /// The history's row of the matrix that `ControlCharacterTests` has for all other sources.
  @Test(arguments: OutputFormat.allCases) func oldLinesHoldNothingThatATerminalWouldObey(_ format: OutputFormat) throws
  {
    let old = ["x = \u{1B}]0;t\u{07}\u{9B}2J\u{7F}\u{08}\u{202E}", "y = 3"]
    // Shown, and run again as it stands.
    let shown = try sit([.line("history"), .line("history 1"), .line(old[0])], after: old, format: format).shown
    #expect(shown.contains("2  y = 3\n"))
    #expect(!shown.unicodeScalars.contains(where: ControlCharacters.contains))
  }

  @Test func historyLivesWhereTheSystemKeepsState() {
    func path(_ environment: [String: String]) -> String? {
      HistoryFile.ofThisUser(environment: { environment[$0] })?.path
    }
    #expect(path(["HOME": "/home/me"]) == "/home/me/.local/state/mien/history")
    #expect(path(["HOME": "/home/me", "XDG_STATE_HOME": "/state"]) == "/state/mien/history")
    #expect(path(["HOME": "/home/me", "XDG_STATE_HOME": "relative"]) == "/home/me/.local/state/mien/history")
    #expect(path([:]) == nil)
  }

  @Test func historyIsWrittenAtOnceAndForItsOwnerAlone() throws {
    let folder = try TemporaryFolder()
    let history = HistoryFile(path: "\(folder.path)/state/mien/history")
    history.load()
    for entry in ["x = 3", "x = 3", " secret", "y = (\n1\n)"] { history.append(entry) }
    let text = try String(contentsOfFile: history.path, encoding: .utf8)
    #expect(text.contains("x = 3") && text.components(separatedBy: "x = 3").count == 2, "twice in a row is once")
    #expect(!text.contains("secret"), "what begins with a blank is not kept")
    let mode = try FileManager.default.attributesOfItem(atPath: history.path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  /// Neither by what is typed, nor by a file that something else wrote.
  @Test func historyGivesNoTerminalWhatItWouldObey() throws {
    let folder = try TemporaryFolder()
    let history = HistoryFile(path: "\(folder.path)/state/mien/history")
    history.load()
    history.append("x = \"\u{1B}]0;t\u{07}\u{9B}2J\u{7F}é\"")
    #expect(try String(contentsOfFile: history.path, encoding: .utf8).contains("x = \"?]0;t??2J?é\"\n"))
    try Data("#1\ny = \u{1B}[2J\u{9B}\n".utf8 + [0x9B, 0x0A]).write(to: URL(fileURLWithPath: history.path))
    history.load()
    #expect(try String(contentsOfFile: history.path, encoding: .utf8) == "#1\ny = ?[2J?\n\u{FFFD}\n")
  }
}
