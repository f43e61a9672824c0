import Foundation
import Testing

@testable import Datasets

struct AbandonedFolderGuardTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// - Returns: what is there when the guard of `set 'a*` and process 7 has ended.
  private func left(after input: String) throws -> [String] {
    for name in ["set 'a*.7-1.part/train/x.png", "set 'a*.7-22.part/y", "set 'a*.77-1.part/z", "set 'ab.7-1.part/z"] {
      _ = try folder.write([1], to: name)
    }
    let shell = Process()
    let pipe = Pipe()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = ["-c", AbandonedFolderGuard.script, "sh", folder.path("set 'a*"), "7"]
    shell.standardInput = pipe
    try shell.run()
    pipe.fileHandleForWriting.write(Data(input.utf8))
    try pipe.fileHandleForWriting.close()
    shell.waitUntilExit()
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func whoEndsWithoutAWordLeavesNothing() throws {
    #expect(try left(after: "") == ["set 'a*.77-1.part", "set 'ab.7-1.part"])
  }

  @Test func whoIsDoneLosesNothing() throws {
    #expect(try left(after: "\n").count == 4)
  }
}
