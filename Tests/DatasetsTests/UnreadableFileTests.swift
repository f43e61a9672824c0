import Foundation
import Numerics
import Testing

@testable import Datasets

struct UnreadableFileTests {
  let folder: TemporaryFolder
  let loader: DatasetLoader

  init() throws {
    folder = try TemporaryFolder()
    loader = DatasetLoader(registry: DatasetRegistry(directory: folder.path("registry")))
    for tone in 0..<30 { try folder.writeImage("set/\(tone % 2)/\(tone).png", tone: tone) }
  }

  @Test func aFewAreSkippedByName() throws {
    try folder.write("this is no image", to: "set/0/bad.png")
    try folder.write([], to: "set/1/empty.jpg")
    let set = try loader.load(path: folder.path("set"))
    #expect(set.count == 30)
    #expect(set.skipped.map(\.name) == ["0/bad.png", "1/empty.jpg"])
    #expect(set.rowNames.count == 30)
    #expect(set.summary.text.contains("skipped"))
  }

  @Test func moreThanTheLimitIsAnError() throws {
    for number in 0..<6 { try folder.write("no image", to: "set/0/bad\(number).png") }
    do {
      _ = try loader.load(path: folder.path("set"))
      Issue.record("nothing was thrown")
    } catch DatasetError.tooManyUnreadable(let count, let total, let limit, let first) {
      #expect((count, total, limit) == (6, 36, 3))
      #expect(first.count == 3)
    }
    let patient = LoadOptions(badFiles: .skip(limit: 6))
    #expect(try loader.load(path: folder.path("set"), options: patient).count == 30)
  }

  @Test func stopStopsAtTheFirst() throws {
    try folder.write("no image", to: "set/0/bad.png")
    try folder.write("no image", to: "set/1/bad.png")
    do {
      _ = try loader.load(
        path: folder.path("set"), options: LoadOptions(badFiles: .stop), context: ExecutionContext(threads: 2))
      Issue.record("nothing was thrown")
    } catch DatasetError.unreadableFile(let name, _) {
      #expect(name == "0/bad.png")
    }
  }

  @Test func memoryIsLimited() throws {
    do {
      _ = try loader.load(path: folder.path("set"), options: LoadOptions(maximumBytes: 50))
      Issue.record("nothing was thrown")
    } catch let error as DatasetError {
      #expect(error.code == "E0509")
    }
  }

  @Test func interruptionIsHeeded() throws {
    let context = ExecutionContext(threads: 2, isInterrupted: { true })
    #expect(throws: Interrupted.self) { try loader.load(path: folder.path("set"), context: context) }
  }

  @Test func brokenLinksAndPipesDoNoHarm() throws {
    try FileManager.default.createSymbolicLink(atPath: folder.path("set/0/link.png"), withDestinationPath: "/nowhere")
    try FileManager.default.createSymbolicLink(atPath: folder.path("set/0/round"), withDestinationPath: "..")
    #expect(mkfifo(folder.path("set/0/pipe.png"), 0o600) == 0)
    let set = try loader.load(path: folder.path("set"))
    #expect(set.count == 30)
    #expect(set.skipped.isEmpty)
    #expect(set.notes.contains { $0.hasPrefix("passed over") && $0.hasSuffix(": 0/link.png, 0/pipe.png") })
  }
}
