import Files
import Foundation
import Numerics
import Testing

@testable import Datasets

/// Archives that libarchive reads; made by `Fixtures/make_archives.py`.
struct UnpackedFilesTests {
  let folder: TemporaryFolder
  let loader: DatasetLoader

  init() throws {
    folder = try TemporaryFolder()
    loader = DatasetLoader(registry: DatasetRegistry(directory: folder.path("registry")))
  }

  @Test(arguments: ["set.tar", "set.tar.gz", "set.tar.bz2", "set.tar.xz", "set.7z", "set.rar"])
  func everyKindGivesTheSameRows(name: String) throws {
    let set = try loader.load(path: try fixture("archives/\(name)"))
    #expect(set.layout == .splitClassFolders)
    #expect(
      set.rowNames == ["set/test/happy/3.png", "set/test/sad/4.png", "set/train/happy/1.png", "set/train/sad/2.png"])
    #expect(set.notes.contains { $0.contains("1 link in the archive was passed over") } == name.contains("tar"))
    guard let stack = set.images else {
      Issue.record("no images")
      return
    }
    #expect(stack.bytes.prefix(12) == ArraySlice([UInt8](repeating: 140, count: 12)))
  }

  @Test func aPackedTableIsThatTable() throws {
    let set = try loader.load(path: try fixture("archives/table.csv.gz"))
    #expect(set.count == 8)
    #expect(set.labels.names == ["no", "yes"])
  }

  @Test(arguments: ["set.tar", "set.tar.gz", "set.7z", "table.csv.gz"])
  func noBeginningOfAnArchiveCrashesOrIsTakenForTheWhole(name: String) throws {
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: try fixture("archives/\(name)"))))
    for count in stride(from: 0, to: bytes.count / 3, by: max(1, bytes.count / 60)) {
      let path = try folder.write(Array(bytes.prefix(count)), to: name)
      #expect(throws: DatasetError.self, "\(count) bytes of \(name)") { try loader.load(path: path) }
    }
  }

  @Test func whatIsNoArchiveIsRefused() throws {
    for name in ["a.tar", "a.7z", "a.rar", "a.gz"] {
      let path = try folder.write([UInt8](repeating: 65, count: 700), to: name)
      #expect(throws: DatasetError.self) { try loader.load(path: path) }
    }
  }

  @Test func bombsAreToldByWhatTheyUnpackTo() {
    #expect(ArchiveNames.isBomb(size: 7_000_000_000, packed: 7_000_000))
    #expect(!ArchiveNames.isBomb(size: 7_000_000_000, packed: 70_000_000))
    #expect(!ArchiveNames.isBomb(size: 1_000_000, packed: 10), "small ones do no harm")
  }

  /// Zeros are taken for a tar without members, and so for nothing at all.
  @Test(arguments: ["table.csv.gz", "set.tar.gz", "set.gz"])
  func zerosWithoutEndAreABomb(name: String) throws {
    let one = Array(try Data(contentsOf: URL(fileURLWithPath: try fixture("archives/zeros.gz"))))
    let path = try folder.write((0..<70).flatMap { _ in one }, to: name)
    do {
      _ = try loader.load(path: path)
      Issue.record("the bomb was unpacked")
    } catch let error as DatasetError {
      #expect(error.problem.contains("unpacks to"), "\(error.problem)")
    }
  }

  @Test func namesAreCleanedAndKeptInside() {
    #expect(ArchiveNames.cleaned("./a/./b.png") == "a/b.png")
    #expect(ArchiveNames.cleaned("a//b.png") == "a/b.png")
    #expect(ZipEntry.leadsOutside("/etc/x") && ZipEntry.leadsOutside("a/../../b"))
    #expect(!ZipEntry.leadsOutside("a/..b/c"))
  }
}
