import Foundation
import Glibc
import Numerics
import Testing

@testable import Datasets

struct FolderFilesTests {
  let folder: TemporaryFolder
  let loader: DatasetLoader

  init() throws {
    folder = try TemporaryFolder()
    loader = DatasetLoader(registry: DatasetRegistry(directory: folder.path("registry")))
    for tone in 0..<6 { try folder.writeImage("set/\(tone % 2 == 0 ? "happy" : "sad")/\(tone).png", tone: tone) }
  }

  private func link(_ name: String, to target: String) {
    symlink(folder.path(target), folder.path(name))
  }

  @Test func linksInACircleAreWalkedOnce() throws {
    link("set/happy/up", to: "set")
    link("set/sad/sideways", to: "set/happy")
    link("set/happy/sideways", to: "set/sad")
    let set = try loader.load(path: folder.path("set"))
    #expect(set.count == 6)
    #expect(set.notes.contains("3 links to folders that are read already were passed over"))
  }

  /// Each of twelve folders leads to every other: followed path by path these are more than a hundred million.
  @Test func aNetOfLinksIsWalkedOnce() throws {
    let names = (0..<12).map { "net/f\($0)" }
    for name in names { try folder.writeImage("\(name)/1.png", tone: 1) }
    for name in names { for other in names where other != name { link("\(name)/to\(other.dropFirst(4))", to: other) } }
    let files = try FolderFiles(path: folder.path("net"), context: .plain)
    #expect(files.listing.files.count == 12)
  }

  @Test func aLinkToAFolderElsewhereIsFollowedInItsPlace() throws {
    try folder.writeImage("elsewhere/1.png", tone: 9)
    link("set/neutral", to: "elsewhere")
    let set = try loader.load(path: folder.path("set"))
    #expect(set.labels.names == ["happy", "neutral", "sad"])
    #expect(set.rowNames[3] == "neutral/1.png")
    #expect(set.notes.allSatisfy { !$0.contains("link") })
  }

  @Test func pipesAndDevicesAreRefusedAtOnce() throws {
    mkfifo(folder.path("pipe.csv"), 0o600)
    for path in [folder.path("pipe.csv"), "/dev/zero"] {
      #expect(throws: DatasetError.neitherFileNorFolder(path)) { try loader.load(path: path) }
      #expect(throws: DatasetError.neitherFileNorFolder(path)) { try readWholeFile(path) }
    }
    mkfifo(folder.path("set/happy/pipe.png"), 0o600)
    #expect(try loader.load(path: folder.path("set")).count == 6)
  }
}
