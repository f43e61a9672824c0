import Foundation
import Glibc
import Testing

/// What only a terminal shows: the prompt, where readline waits.
@Suite struct TerminalTests {
  @Test func interruptedInsideAPasteThePromptComesBack() throws {
    let terminal = try Terminal()
    #expect(terminal.waits(for: "mien> "))
    terminal.type("x = 42\r")
    #expect(terminal.waits(for: "mien> "))
    // A paste that has begun and never ends.
    terminal.type("\u{1B}[200~faces n=20")
    Thread.sleep(forTimeInterval: 0.2)
    terminal.interrupt()
    #expect(terminal.waits(for: "mien> "))
    terminal.type("x\r")
    #expect(terminal.waits(for: "42"))
  }

  /// U+009B begins commands of a terminal as ESC [ does, and readline passes it on as it is.
  @Test func whatATerminalWouldObeyIsNotShownAsItIsTyped() throws {
    let terminal = try Terminal()
    #expect(terminal.waits(for: "mien> "))
    terminal.type("\"a\u{9B}2Jb")
    #expect(terminal.waits(for: "??2Jb"))
    terminal.interrupt()
    #expect(terminal.waits(for: "mien> "))
  }

  /// Half-typed keys in which readline waits for more, and stages that would work for minutes. The rest is pressed by hand:
  /// a hundred presses take minutes.
  @Test func interruptedWhereverItIsThePromptComesBackAndNothingIsLost() throws {
    let terminal = try Terminal()
    #expect(terminal.waits(for: "mien> "))
    terminal.type("x = 42\r")
    #expect(terminal.waits(for: "mien> "))
    for keys in [
      "faces n=20", "\u{12}fa", "\u{16}", "\u{1B}5", "\u{1B}[", "faces (\r", "faces |\r",
      "faces n=60000 subjects=100\r", "faces n=1500 subjects=50 | lbp | svm rbf | cv 5 | repeat 50\r",
      "faces n=4000 subjects=50 | lbp grid=7 | pca mle\r",
      "faces n=1500 subjects=50 | lbp grid=4 | pca {5, 10, 20} | {logreg, forest trees=3000, xgboost} | cv 5\r",
    ] {
      terminal.type(keys)
      Thread.sleep(forTimeInterval: keys.hasSuffix("\r") ? 0.3 : 0.05)
      terminal.interrupt()
      #expect(terminal.waits(for: "mien> "), "\(keys.debugDescription)")
    }
    // A prompt that is drawn twice lets the last Ctrl-C meet this line, which is given up then: so it is typed again.
    let isThere = (0..<6).contains { _ in
      terminal.type("x\r")
      return terminal.waits(for: "42", seconds: 10)
    }
    #expect(isThere)
  }

  @Test func interruptedAtTheQuestionWhetherToListThePromptComesBack() throws {
    let terminal = try Terminal()
    for number in 0..<150 {
      try Data().write(to: terminal.folder.appending(path: "file\(number).csv"))
    }
    #expect(terminal.waits(for: "mien> "))
    terminal.type("load \"file\t")
    #expect(terminal.waits(for: "possibilities"))
    terminal.interrupt()
    #expect(terminal.waits(for: "mien> "))
    terminal.type("(40 + 2)\r")
    #expect(terminal.waits(for: "42"))
    terminal.type("load \"file\t")
    #expect(terminal.waits(for: "possibilities"))
    terminal.send(SIGTERM)
    #expect(terminal.waitsForEnd())
  }

  /// A path may have blanks.
  @Test func aLessonNamedOnTheCommandLineIsPlayedAndThePromptStaysAfterIt() throws {
    let terminal = try Terminal(["lesson", "my own.mien"]) {
      try Data("# %% [markdown]\n# # Counting\n# %% [predict]\n# Two and two?\n# number: (2 + 2)\n# %%\n2 + 2\n".utf8)
        .write(to: $0.appending(path: "my own.mien"))
    }
    #expect(terminal.waits(for: "Two and two?"))
    #expect(terminal.waits(for: "lesson> "))
    terminal.type("quit\r")
    #expect(terminal.waits(for: "mien> "))
  }
}

/// The program at a terminal of its own.
private final class Terminal {
  let folder: URL
  private let process = Process()
  private let master: Int32

  /// - Parameter filling: writes what its folder has when it starts.
  init(_ arguments: [String] = ["-q"], filling: (URL) throws -> Void = { _ in }) throws {
    folder = try Program.freshFolder()
    try filling(folder)
    var ends: (master: Int32, slave: Int32) = (-1, -1)
    guard openpty(&ends.master, &ends.slave, nil, nil, nil) == 0 else { throw MissingProgram(path: "a terminal") }
    master = ends.master
    _ = fcntl(master, F_SETFD, FD_CLOEXEC)
    let slave = FileHandle(fileDescriptor: ends.slave, closeOnDealloc: true)
    process.executableURL = try Program.executable()
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = [
      "MIEN_CACHE": "off", "HOME": folder.path, "TERM": "xterm", "XDG_DATA_HOME": folder.appending(path: "data").path,
    ]
    process.standardInput = slave
    process.standardOutput = slave
    process.standardError = slave
    try process.run()
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    close(master)
    try? FileManager.default.removeItem(at: folder)
  }

  func type(_ text: String) {
    _ = text.withCString { write(master, $0, strlen($0)) }
  }

  func send(_ signal: Int32) {
    kill(process.processIdentifier, signal)
  }

  func interrupt() { send(SIGINT) }

  /// Whether the program shows a text from now on. The limit is for a program that hangs; none that works comes near.
  func waits(for text: String, seconds: Double = 60) -> Bool {
    var shown = ""
    let end = Date(timeIntervalSinceNow: seconds)
    while Date() < end {
      var waiting = [pollfd(fd: master, events: Int16(POLLIN), revents: 0)]
      guard poll(&waiting, 1, 100) > 0 else { continue }
      var bytes = [UInt8](repeating: 0, count: 4096)
      let count = read(master, &bytes, bytes.count)
      guard count > 0 else { return false }
      shown += String(decoding: bytes[..<count], as: UTF8.self)
      if shown.contains(text) { return true }
    }
    return false
  }

  func waitsForEnd() -> Bool {
    let end = Date(timeIntervalSinceNow: 60)
    while Date() < end, process.isRunning {
      // What it still says must be read, or it waits for somebody to do so.
      var bytes = [UInt8](repeating: 0, count: 4096)
      var waiting = [pollfd(fd: master, events: Int16(POLLIN), revents: 0)]
      if poll(&waiting, 1, 50) > 0 { _ = read(master, &bytes, bytes.count) }
    }
    return !process.isRunning
  }
}
