import Testing

@testable import Files

/// Archives built byte by byte, of stored empty files.
struct ZipDirectoryTests {
  private func bytes(_ values: (Int, Int)...) -> [UInt8] {
    values.flatMap { value, size in (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
  }

  /// - Parameters:
  ///   - prefix: what stands before the archive.
  ///   - attributes: of every file, as Unix keeps them.
  private func archive(_ names: [String], prefix: [UInt8] = [], attributes: Int = 0) -> [UInt8] {
    var body: [UInt8] = []
    var directory: [UInt8] = []
    for name in names {
      let name = Array(name.utf8)
      directory +=
        bytes((0x0201_4B50, 4), (0x031E, 2), (20, 2), (0, 8), (0, 12), (name.count, 2), (0, 8))
        + bytes((attributes << 16, 4), (body.count, 4)) + name
      body += bytes((0x0403_4B50, 4), (20, 2), (0, 8), (0, 12), (name.count, 2), (0, 2)) + name
    }
    return prefix + body + directory
      + bytes(
        (0x0605_4B50, 4), (0, 4), (names.count, 2), (names.count, 2), (directory.count, 4), (body.count, 4), (0, 2))
  }

  private func entries(_ archive: [UInt8]) throws -> [ZipEntry] {
    try archive.withUnsafeBytes { try ZipDirectory.entries(of: $0) }
  }

  @Test func moreFilesThanSixteenBitsCountAsMacOSWritesThem() throws {
    let found = try entries(archive((0..<65_540).map { "\($0)" }))
    #expect(found.count == 65_540)
    #expect(found.last?.name == "65539")
  }

  @Test func somethingMayStandBeforeTheArchive() throws {
    let whole = archive(["a.png", "b.png"], prefix: [UInt8](repeating: 35, count: 1000))
    let found = try entries(whole)
    #expect(found.map(\.headerOffset) == [1000, 1035])
    let range = try whole.withUnsafeBytes { try found[1].packedRange(in: $0) }
    #expect(range == 1070..<1070)
  }

  @Test func namesThatBeginWithHereAreCleaned() throws {
    #expect(
      try entries(archive(["./a/1.png", "b/./2.png", "./", ".//c//3.png", "d//"])).map(\.name) == [
        "a/1.png", "b/2.png", "", "c/3.png", "d/",
      ])
  }

  @Test func linksAreKnown() throws {
    #expect(try entries(archive(["a"], attributes: 0o120777)).map(\.isLink) == [true])
    #expect(try entries(archive(["a"], attributes: 0o100644)).map(\.isLink) == [false])
  }

  @Test func aCountThatIsNotThereIsDamage() throws {
    var whole = archive(["a", "b"])
    whole[whole.count - 12] = 3
    #expect(throws: ZipDamage.self) { try entries(whole) }
  }
}
