import Foundation
import Glibc
import Testing

/// Pictures at a terminal that is played by the test: it answers as terminals of each kind do.
@Suite struct PixelTerminalTests {
  private let script = "faces n=24 subjects=6 | classes | plot"

  @Test func aTerminalWithKittysProtocolGetsIt() throws {
    let shown = try FakeTerminal.shown(script) { asked in
      asked.contains("\u{1B}_Gi=31") ? "\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[6;20;10t\u{1B}[?62;4c" : ""
    }
    #expect(shown.contains("\u{1B}_Ga=T,f=24,s="))
    #expect(!shown.contains("File=inline") && !shown.contains("\u{1B}P0;1;0q") && !shown.contains("ReportCellSize"))
    // The question and the one that every terminal answers come in one write.
    #expect(shown.contains("AAAA\u{1B}\\\u{1B}[16t\u{1B}]11;?\u{1B}\\\u{1B}[c"))
  }

  @Test func aTerminalWithITerm2sImagesGetsThem() throws {
    let shown = try FakeTerminal.shown(script) { asked in
      if asked.contains("ReportCellSize") { return "\u{1B}]1337;ReportCellSize=20.0;10.0\u{1B}\\\u{1B}[?62;4c" }
      return asked.contains("\u{1B}[c") ? "\u{1B}[?62;4c" : ""
    }
    #expect(shown.contains("\u{1B}]1337;File=inline=1;size="))
    #expect(!shown.contains("\u{1B}_Ga=T") && !shown.contains("\u{1B}P0;1;0q"))
  }

  @Test func aTerminalWithSixelsGetsThem() throws {
    let shown = try FakeTerminal.shown(script) { asked in asked.contains("\u{1B}[c") ? "\u{1B}[?62;4;22c" : "" }
    #expect(shown.contains("\u{1B}P0;1;0q\"1;1;"))
    #expect(!shown.contains("\u{1B}_Ga=T") && !shown.contains("File=inline"))
  }

  @Test func facesAreDrawnThatWayToo() throws {
    let shown = try FakeTerminal.shown("faces n=24 subjects=6 | show 4") { asked in
      asked.contains("\u{1B}_Gi=31") ? "\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[?62c" : ""
    }
    #expect(shown.contains("\u{1B}_Ga=T,f=24,s=") && shown.contains("NOT REAL DATA"))
  }

  @Test func aTerminalThatAnswersNoGetsCharacters() throws {
    let shown = try FakeTerminal.shown(script) { asked in asked.contains("\u{1B}[c") ? "\u{1B}[?1;2c" : "" }
    #expect(!FakeTerminal.hasPixels(shown) && shown.contains("happy"))
  }

  @Test func aTerminalThatDoesNotAnswerIsAskedOnce() throws {
    let shown = try FakeTerminal.shown(script + "\n" + script) { _ in "" }
    #expect(!FakeTerminal.hasPixels(shown) && shown.contains("happy"))
    #expect(shown.components(separatedBy: "\u{1B}_Gi=31").count == 2)
  }

  @Test(arguments: [
    ["TMUX": "/tmp/tmux-0/default,1,0"], ["TERM": "screen-256color"], ["TERM": "tmux-256color"], ["STY": "1.pts"],
    ["NO_COLOR": "1"], ["TERM": "dumb"],
  ])
  func insideTmuxAndWithoutColourNothingIsAsked(variables: [String: String]) throws {
    let shown = try FakeTerminal.shown(script, variables) { asked in
      asked.contains("\u{1B}[c") ? "\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[?62;4c" : ""
    }
    #expect(!shown.contains("\u{1B}_G") && !shown.contains("\u{1B}[c") && !FakeTerminal.hasPixels(shown))
    #expect(shown.contains("happy"))
  }

  @Test func aPipeGetsNoPixels() async throws {
    let program = try Program(script, arguments: ["--color", "always"])
    #expect(try await program.waitForEnd() == 0)
    #expect(!program.printed.contains("\u{1B}_G") && !program.printed.contains("\u{1B}[c"))
    #expect(!FakeTerminal.hasPixels(program.printed) && program.printed.contains("happy"))
  }
}

/// One end of a pseudo-terminal that reads what the program writes and answers.
private enum FakeTerminal {
  static func hasPixels(_ shown: String) -> Bool {
    ["\u{1B}_Ga=T", "File=inline", "\u{1B}P0;1;0q"].contains { shown.contains($0) }
  }

  /// All that a script writes to a terminal.
  /// - Parameter answer: to what was written since the last answer; empty where it has nothing to say.
  static func shown(
    _ script: String, _ variables: [String: String] = [:], answer: (String) -> String
  ) throws -> String {
    let folder = try Program.freshFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try script.write(to: folder.appending(path: "s.mien"), atomically: true, encoding: .utf8)
    var size = winsize(ws_row: 40, ws_col: 100, ws_xpixel: 0, ws_ypixel: 0)
    var ends: (master: Int32, slave: Int32) = (-1, -1)
    guard openpty(&ends.master, &ends.slave, nil, nil, &size) == 0 else { throw MissingProgram(path: "a terminal") }
    _ = fcntl(ends.master, F_SETFD, FD_CLOEXEC)
    let slave = FileHandle(fileDescriptor: ends.slave, closeOnDealloc: true)
    defer { close(ends.master) }
    let process = Process()
    process.executableURL = try Program.executable()
    process.arguments = ["s.mien"]
    process.currentDirectoryURL = folder
    process.environment = ["MIEN_CACHE": "off", "HOME": folder.path, "TERM": "xterm"].merging(variables) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = slave
    process.standardError = FileHandle.nullDevice
    try process.run()
    defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
    var (shown, unanswered) = (Data(), Data())
    let end = Date(timeIntervalSinceNow: 60)
    while Date() < end {
      var waiting = pollfd(fd: ends.master, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, 20) > 0 else {
        if !process.isRunning { break }
        continue
      }
      var bytes = [UInt8](repeating: 0, count: 65_536)
      let count = read(ends.master, &bytes, bytes.count)
      guard count > 0 else { break }
      shown += bytes[..<count]
      unanswered += bytes[..<count]
      let text = answer(String(decoding: unanswered, as: UTF8.self))
      if !text.isEmpty {
        _ = text.withCString { write(ends.master, $0, strlen($0)) }
        unanswered = Data()
      }
      if unanswered.count > 10_000 { unanswered = Data() }
    }
    return String(decoding: shown, as: UTF8.self)
  }
}
