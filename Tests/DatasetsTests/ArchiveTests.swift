import Foundation
import Imaging
import Numerics
import Testing

@testable import Datasets

struct ArchiveTests {
  let folder: TemporaryFolder
  let loader: DatasetLoader

  init() throws {
    folder = try TemporaryFolder()
    loader = DatasetLoader(registry: DatasetRegistry(directory: folder.path("registry")))
  }

  @discardableResult
  private func writeZip(
    _ name: String, _ files: [(String, [UInt8])], isDeflated: Bool = true
  ) throws -> String {
    let writer = try ZipWriter(path: folder.path(name), isDeflated: isDeflated)
    for (name, bytes) in files {
      try bytes.withUnsafeBytes { try writer.add(name, pieces: [$0], context: .plain) }
    }
    try writer.commit()
    return folder.path(name)
  }

  private func images(_ names: [String]) throws -> [(String, [UInt8])] {
    try names.enumerated().map { ($1, try encodedImage(tone: $0)) }
  }

  private static let names = [
    "Data/train/happy/1.png", "Data/train/sad/2.png", "Data/test/happy/3.png", "Data/test/sad/4.png",
  ]

  @Test(arguments: [true, false])
  func anArchiveGivesWhatItsFolderGives(_ isDeflated: Bool) throws {
    let files = try images(Self.names) + [("__MACOSX/Data/train/happy/._1.png", [1]), ("Data/.DS_Store", [2])]
    for (name, bytes) in files { try folder.write(bytes, to: "set/" + name) }
    let path = try writeZip("set.zip", files, isDeflated: isDeflated)
    let unpacked = try loader.load(path: folder.path("set"), context: ExecutionContext(threads: 2))
    let packed = try loader.load(path: path, context: ExecutionContext(threads: 2))
    #expect(packed.fingerprint == unpacked.fingerprint)
    #expect(packed.rowNames == unpacked.rowNames)
    #expect(packed.layout == .splitClassFolders)
  }

  @Test func tablesArraysAndArchivesInArchives() throws {
    let table = Array("emotion,pixels,Usage\n0,1 2 3 4,Training\n3,5 6 7 8,PublicTest\n".utf8)
    let inner = try writeZip("inner.zip", [("fer2013/fer2013.csv", table), ("fer2013/README.txt", [65])])
    #expect(try loader.load(path: inner).layout == .fer2013Table)
    let outer = try writeZip("outer.zip", [("archive.zip", Array(try Data(contentsOf: URL(fileURLWithPath: inner))))])
    #expect(try loader.load(path: outer).count == 2)
    let arrays = Array(try Data(contentsOf: URL(fileURLWithPath: try fixture("deflated.npz"))))
    #expect(try loader.load(path: try writeZip("a.zip", [("x/data.npz", arrays)])).layout == .arrays)
    try folder.write(Array(try Data(contentsOf: URL(fileURLWithPath: inner))), to: "lone/download.zip")
    #expect(try loader.load(path: folder.path("lone")).layout == .fer2013Table)
  }

  private func error(_ bytes: [UInt8]) throws -> String? {
    let path = try folder.write(bytes, to: "bad.zip")
    do {
      _ = try loader.load(path: path)
      return nil
    } catch let error as DatasetError {
      return error.code
    }
  }

  @Test func damagedArchivesAreRefused() throws {
    let path = try writeZip("set.zip", try images(Self.names))
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    for count in stride(from: 0, to: bytes.count, by: 37) { #expect(try error(Array(bytes.prefix(count))) == "E0521") }
    #expect(try error(Array("<!DOCTYPE html><html>sign in</html>".utf8)) == "E0521")
    // One wrong byte in a packed image is found by its checksum; the image is skipped where as many may be.
    var wrong = bytes
    wrong[80] ^= 0xFF
    _ = try folder.write(wrong, to: "wrong.zip")
    #expect(throws: DatasetError.self, "a quarter of so few is too many") {
      try loader.load(path: folder.path("wrong.zip"))
    }
    let set = try loader.load(path: folder.path("wrong.zip"), options: LoadOptions(badFiles: .skip(limit: 1)))
    #expect(set.skipped.count == 1)
    #expect(set.skipped.first?.reason.isEmpty == false)
  }

  @Test func unsafeAndEncryptedArchivesAreRefused() throws {
    let image = try encodedImage(tone: 1)
    for name in ["../happy/1.png", "/happy/1.png", "C:\\happy\\1.png", "a/../../happy/1.png"] {
      let path = try writeZip("t.zip", [(name, image)])
      #expect(try error(Array(try Data(contentsOf: URL(fileURLWithPath: path)))) == "E0523")
    }
    let path = try writeZip("t.zip", [("happy/1.png", image)], isDeflated: true)
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    let record = try #require(bytes.indices.last { Array(bytes[$0...].prefix(4)) == [0x50, 0x4B, 1, 2] })
    var encrypted = bytes
    encrypted[record + 8] |= 1
    #expect(try error(encrypted) == "E0522")
    var bomb = bytes
    bomb.replaceSubrange(record + 24..<record + 28, with: [0, 0, 0, 0x7F])
    #expect(try error(bomb) == "E0523")
    var method = bytes
    method[record + 10] = 14
    #expect(try error(method) == "E0511")
  }

  /// Packers of Windows write names in the code page of DOS; an accent is one byte then.
  @Test func namesInTheCodePageOfDOSKeepTheirAccents() throws {
    let image = try encodedImage(tone: 1)
    let path = try writeZip("t.zip", [("d#go#t/1.png", image), ("joie/1.png", try encodedImage(tone: 2))])
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path))).map { $0 == UInt8(ascii: "#") ? 0x82 : $0 }
    let set = try loader.load(path: try folder.write(bytes, to: "dos.zip"))
    #expect(set.labels.names.contains("d\u{E9}go\u{E9}t"), "\(set.labels.names)")
  }

  @Test func overlappingFilesAreRefused() throws {
    let path = try writeZip("t.zip", [("a/1.png", [UInt8](repeating: 7, count: 3000))], isDeflated: false)
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    let record = try #require(bytes.indices.last { Array(bytes[$0...].prefix(4)) == [0x50, 0x4B, 1, 2] })
    let end = try #require(bytes.indices.last { Array(bytes[$0...].prefix(4)) == [0x50, 0x4B, 5, 6] })
    var twice = Array(bytes[..<end]) + Array(bytes[record..<end]) + Array(bytes[end...])
    twice[twice.count - 12] = 2
    twice[twice.count - 10] = UInt8(2 * (end - record))
    #expect(try error(twice) == "E0523")
  }

  @Test func theLastOfTwoFilesOfOneNameCounts() throws {
    let path = try writeZip(
      "t.zip",
      [("a/1.png", try encodedImage(tone: 1)), ("b/2.png", try encodedImage(tone: 2))]
        + [("a/1.png", try encodedImage(tone: 3))])
    let set = try loader.load(path: path)
    #expect(set.rowNames == ["a/1.png", "b/2.png"])
    #expect(set.notes.contains { $0.contains("1 file stands in the archive under a name that comes again") })
    try folder.write(try encodedImage(tone: 3), to: "last/a/1.png")
    try folder.write(try encodedImage(tone: 2), to: "last/b/2.png")
    #expect(
      set.fingerprint == (try loader.load(path: folder.path("last"), options: LoadOptions(name: "t"))).fingerprint)
  }

  /// 70 MB of zeros are 68 kB deflated.
  @Test func aFileThatUnpacksAThousandfoldIsRefusedWithItsSize() throws {
    let path = try writeZip("bomb.zip", [("a/1.png", [UInt8](repeating: 0, count: 70_000_000))])
    do {
      _ = try loader.load(path: path)
      Issue.record("the bomb was unpacked")
    } catch let error as DatasetError {
      #expect(error.problem.contains("unpacks to 70 MB"))
    }
  }

  @Test func otherKindsOfFilesAreExplained() throws {
    for name in ["a.xlsx", "a.npy", "a.parquet", "a.png", "a.unknown"] {
      let path = try folder.write([1, 2, 3], to: name)
      do {
        _ = try loader.load(path: path)
        Issue.record("\(name) was loaded")
      } catch let error as DatasetError {
        #expect(error.code == "E0506")
        #expect(!error.remedy.isEmpty)
      }
    }
  }
}
