import Foundation
import Glibc
import Testing

/// The built program at a real (pseudo) terminal: prompt, completion, history, Ctrl-C and Ctrl-D as a person meets them.
@Suite(.serialized, .enabled(if: TerminalProgram.exists)) struct TerminalTests {
  @Test func aSittingFromGreetingToFarewell() throws {
    let program = try TerminalProgram()
    try program.expect("mien> ", after: "")
    try program.expect("x: 3", after: "x = 3\n")
    try program.expect("faces ", after: "fac\t")
    // Ctrl-U empties the line.
    try program.expect("4\r\n", after: "\u{15}(x + 1)\n")
    // The arrow brings the last line back.
    try program.expect("(x + 1)", after: "\u{1B}[A")
    try program.expect("4\r\n", after: "\n")
    program.write("\u{4}")
    #expect(program.exitStatus() == 0)
  }

  @Test func ctrlCStopsAStageAndKeepsVariables() throws {
    let program = try TerminalProgram()
    try program.expect("mien> ", after: "")
    try program.expect("x: 3", after: "x = 3\n")
    // The line of progress shows that the stage is at work.
    try program.expect("faces 200000  ", after: "y = faces 200000\n")
    try program.expect("interrupted", after: "\u{3}")
    try program.expect("3\r\n", after: "x\n")
    try program.expect("no stage or variable 'y'", after: "y\n")
    program.write("\u{4}")
    #expect(program.exitStatus() == 0)
  }

  @Test func ctrlCAtThePromptGivesTheLineUp() throws {
    let program = try TerminalProgram()
    try program.expect("mien> ", after: "")
    try program.expect("  ... ", after: "y = (\n")
    try program.expect("mien> ", after: "\u{3}")
    try program.expect("7\r\n", after: "(3 + 4)\n")
    program.write("\u{4}")
    #expect(program.exitStatus() == 0)
  }
}

/// A program whose terminal is the test.
final class TerminalProgram {
  struct Silent: Error, CustomStringConvertible {
    let expected: String
    let shown: String
    var description: String { "waited for \(expected.debugDescription), saw \(shown.debugDescription)" }
  }

  private static let path =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path + "/.build/debug/mien"

  static var exists: Bool {
    access(path, X_OK) == 0 && access("/usr/bin/setsid", X_OK) == 0
  }

  private let terminal: Int32
  private let process = Process()
  private let home: HostFolder
  private var shown = ""

  init() throws {
    home = try HostFolder()
    // As `posix_openpt` does it, which Swift does not see.
    terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (isLocked, number) = (Int32(0), UInt32(0))
    let (unlock, tellNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
    guard terminal >= 0, ioctl(terminal, unlock, &isLocked) == 0, ioctl(terminal, tellNumber, &number) == 0 else {
      throw Silent(expected: "a terminal", shown: String(cString: strerror(errno)))
    }
    var size = winsize(ws_row: 40, ws_col: 100, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
    let end = FileHandle(fileDescriptor: open("/dev/pts/\(number)", O_RDWR | O_NOCTTY), closeOnDealloc: true)
    // A session of its own, so that Ctrl-C reaches it through the terminal.
    process.executableURL = URL(fileURLWithPath: "/usr/bin/setsid")
    process.arguments = ["--ctty", "--wait", Self.path]
    process.environment = [
      "HOME": home.path, "TERM": "xterm", "NO_COLOR": "1", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin",
    ]
    (process.standardInput, process.standardOutput, process.standardError) = (end, end, end)
    try process.run()
  }

  deinit {
    if process.isRunning { process.terminate() }
    close(terminal)
  }

  func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = Glibc.write(terminal, bytes, bytes.count)
  }

  /// Types, and waits until something is shown.
  /// - Throws: `Silent` where it is not within a minute, long enough for a machine that is busy.
  func expect(_ text: String, after typed: String) throws {
    if !typed.isEmpty { shown = "" }
    write(typed)
    let deadline = ContinuousClock.now + .seconds(60)
    while !shown.contains(text) {
      guard ContinuousClock.now < deadline, read() else { throw Silent(expected: text, shown: shown) }
    }
  }

  /// Takes what is there, waiting a little. False at the end.
  private func read() -> Bool {
    var waiting = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, 200) > 0 else { return true }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = Glibc.read(terminal, &bytes, bytes.count)
    if count > 0 { shown += String(decoding: bytes[0..<count], as: UTF8.self) }
    return count > 0
  }

  /// Reads to the end, and tells how the program ended; nil where it goes on.
  func exitStatus() -> Int32? {
    let deadline = ContinuousClock.now + .seconds(60)
    while process.isRunning, ContinuousClock.now < deadline { _ = read() }
    return process.isRunning ? nil : process.terminationStatus
  }
}
