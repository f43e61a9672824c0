import Foundation
import Glibc
import Testing

@testable import Files

struct GuardedMappingTests {
  private func file(_ count: Int) -> String {
    let path = NSTemporaryDirectory() + "mien-shrinks-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    FileManager.default.createFile(atPath: path, contents: Data(repeating: 7, count: count))
    return path
  }

  private struct Failure: Error {}

  /// Without the guard the kernel ends the program here (SIGBUS).
  @Test func aFileThatBecomesShorterGivesZerosAndAMark() throws {
    let path = file(100_000)
    defer { unlink(path) }
    let bytes = try FileBytes(mapping: path) { _, _ in Failure() }
    #expect(bytes.bytes[90_000] == 7)
    #expect(!bytes.hasShrunk)
    truncate(path, 5000)
    #expect(bytes.bytes[4999] == 7)
    #expect(bytes.bytes[90_000] == 0)
    #expect(bytes.hasShrunk)
    #expect(FileBytes(10..<20, of: bytes).hasShrunk)
  }

  @Test func oneMappingKnowsNothingOfAnother() throws {
    let (first, second) = (file(50_000), file(50_000))
    defer {
      unlink(first)
      unlink(second)
    }
    let shrinking = try FileBytes(mapping: first) { _, _ in Failure() }
    let whole = try FileBytes(mapping: second) { _, _ in Failure() }
    truncate(first, 0)
    #expect(shrinking.bytes.reduce(0) { $0 + Int($1) } == 0)
    #expect(whole.bytes.reduce(0) { $0 + Int($1) } == 350_000)
    #expect(shrinking.hasShrunk && !whole.hasShrunk)
  }

  @Test func anEmptyFileAndAFolder() throws {
    let path = file(0)
    defer { unlink(path) }
    #expect(try FileBytes(mapping: path) { _, _ in Failure() }.count == 0)
    #expect(throws: Failure.self) { try FileBytes(mapping: "/tmp") { _, _ in Failure() } }
  }
}
