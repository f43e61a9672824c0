import CommandLine
import TestSupport
import Testing

@testable import Watch

@Suite struct SettlingStampTests {
  @Test func aFileIsReadOnceItRests() throws {
    let folder = try TemporaryFolder()
    let one = try #require(ScriptFile.Stamp(of: try folder.write("1", to: "a")))
    var two = one
    two.size += 1
    var settling = SettlingStamp(one)
    #expect([one, two, two, two].map { settling.look($0) } == [false, false, true, false])
    // An editor that renames: for a moment there is no file.
    #expect([nil, one, one].map { settling.look($0) } == [false, false, true])
  }

  @Test func oneThatNeverRestsIsReadAllTheSame() throws {
    let folder = try TemporaryFolder()
    var stamp = try #require(ScriptFile.Stamp(of: try folder.write("1", to: "a")))
    var settling = SettlingStamp(stamp)
    var reads = 0
    for _ in 0..<100 {
      stamp.size += 1
      if settling.look(stamp) { reads += 1 }
    }
    #expect((3...5).contains(reads))
  }

  @Test func aScriptOfAHundredMegabytesIsRefused() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([UInt8](repeating: 35, count: ScriptFile.sizeLimit + 1), to: "s.mien")
    #expect(throws: WatchError.tooLarge(path: path, bytes: ScriptFile.sizeLimit + 1, limit: ScriptFile.sizeLimit)) {
      try ScriptFile(path: path).read()
    }
  }
}
