import Foundation

/// The built program in a process of its own, with its own cache and data directory.
///
/// Threads may share it: nothing of it changes after it has started, but for the process, which may be asked from any.
final class Program: @unchecked Sendable {
  let folder: URL
  private let process = Process()
  private let output: URL
  private let errors: URL

  /// - Parameters:
  ///   - script: what runs, from a file.
  ///   - shell: the command line that starts it, such as one with limits; the program with its arguments is `"$@"`.
  init(_ script: String, arguments: [String] = [], shell: String = "exec \"$@\"", in folder: URL? = nil) throws {
    self.folder = try folder ?? Self.freshFolder()
    let path = self.folder.appending(path: "script.mien")
    try script.write(to: path, atomically: true, encoding: .utf8)
    let name = UUID().uuidString
    output = self.folder.appending(path: "output-\(name)")
    errors = self.folder.appending(path: "errors-\(name)")
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", shell, "sh", try Self.executable().path, path.path] + arguments
    for (stream, file) in [(\Process.standardOutput, output), (\.standardError, errors)] {
      try Data().write(to: file)
      process[keyPath: stream] = try FileHandle(forWritingTo: file)
    }
    process.currentDirectoryURL = self.folder
    process.environment = ProcessInfo.processInfo.environment.merging([
      "MIEN_CACHE": self.folder.appending(path: "cache").path,
      "XDG_DATA_HOME": self.folder.appending(path: "data").path,
    ]) { _, new in new }
    try process.run()
  }

  /// The status that the program ends with; a signal counts as 128 more than its number, as in a shell.
  func waitForEnd() async throws -> Int32 {
    while process.isRunning { try await Task.sleep(for: .milliseconds(5)) }
    return process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
  }

  /// Sends a signal some seconds after something holds, unless the program has ended by then.
  ///
  /// A thread of its own looks and sends: other tests can keep the threads that tests share busy for minutes.
  func send(_ signal: Int32, after delay: TimeInterval = 0, once condition: @escaping @Sendable (Program) -> Bool) {
    Thread.detachNewThread { [self] in
      while process.isRunning, !condition(self) { Thread.sleep(forTimeInterval: 0.005) }
      Thread.sleep(forTimeInterval: delay)
      if process.isRunning { kill(process.processIdentifier, signal) }
    }
  }

  var printed: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }
  var complaints: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

  /// How many files of values its cache on disk holds.
  var keptValues: Int {
    let values = folder.appending(path: "cache/values")
    let files = FileManager.default.enumerator(at: values, includingPropertiesForKeys: [.isRegularFileKey])
    return files?.count { ($0 as? URL)?.hasDirectoryPath == false } ?? 0
  }

  static func freshFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "mien-program-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  /// The program stands beside the tests, where the build has put both.
  static func executable() throws -> URL {
    let tests = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    let beside = tests.deletingLastPathComponent().appending(path: "mien")
    guard FileManager.default.isExecutableFile(atPath: beside.path) else { throw MissingProgram(path: beside.path) }
    return beside
  }
}

struct MissingProgram: Error {
  let path: String
}
