import Testing

@testable import Imaging

/// Directories that contradict themselves, where libtiff would choose and Pillow chooses otherwise.
@Suite struct TIFFDirectoryTests {
  /// The entries of the first directory of a little-endian file, by tag.
  private static func places(_ bytes: [UInt8]) -> [Int: Int] {
    func number(_ place: Int, _ count: Int) -> Int { (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) } }
    let start = number(4, 4)
    return Dictionary(
      uniqueKeysWithValues: (0..<number(start, 2)).map { (number(start + 2 + 12 * $0, 2), start + 2 + 12 * $0) })
  }

  private static func error(_ name: String, _ change: (inout [UInt8], [Int: Int]) -> Void) throws -> ImagingError? {
    var bytes = try ImagingFixtures.bytes("codecs/\(name)")
    change(&bytes, places(bytes))
    return CodecRobustnessTests.error(decoding: bytes)
  }

  @Test(arguments: ["rgb.tif", "palette.tif", "lzw.tif", "deflate.tif", "float.tif", "noise16.tif"])
  func whatNumbersStandForMustBeSaid(name: String) throws {
    // A tag that nobody knows in its place.
    let found = try Self.error(name) { bytes, places in bytes[places[262] ?? 0] = 5 }
    #expect(found == .damaged(.tiff, detail: "it does not say what its numbers stand for (tag 262)"))
    #expect(try Self.error(name) { _, _ in } == nil)
  }

  @Test func aTagThatComesTwiceIsNeitherOfBoth() throws {
    let found = try Self.error("palette.tif") { bytes, places in
      bytes[(places[284] ?? 0)...][..<((places[284] ?? 0) + 2)] = [22, 1]
    }
    #expect(found == .damaged(.tiff, detail: "tag 278 comes twice"))
  }

  @Test func aPaletteWithoutColoursIsNoGrey() throws {
    let found = try Self.error("palette.tif") { bytes, places in bytes[(places[320] ?? 0) + 4] = 1 }
    #expect(found == .damaged(.tiff, detail: "what its numbers stand for (tag 262) does not fit the rest"))
  }

  @Test func theBitsOfEverySampleAreTold() throws {
    let found = try Self.error("rgb.tif") { bytes, places in bytes[(places[258] ?? 0) + 4] = 9 }
    #expect(found == .damaged(.tiff, detail: "its pixels have 3 numbers, of which it tells the bits of 9"))
  }

  @Test func coloursOfUnknownDensityAreNotGuessed() throws {
    let found = try Self.error("rgb.tif") { bytes, places in bytes[(places[262] ?? 0) + 8] = 6 }
    #expect(found == .damaged(.tiff, detail: "it does not say how dense its colours are"))
  }

  /// The last strip may hold more rows than the picture has.
  @Test func rowsBehindTheLastChangeNothing() throws {
    let whole = try ImagingFixtures.image("codecs/deflate.tif")
    var bytes = try ImagingFixtures.bytes("codecs/deflate.tif")
    let height = Self.places(bytes)[257] ?? 0
    for rows in [1, 13, 20] {
      bytes[height + 8] = UInt8(rows)
      let part = try bytes.withUnsafeBytes { try decodeImage($0) }
      #expect(part.pixels == Array(whole.pixels.prefix(part.pixels.count)))
      #expect(part.height == rows)
    }
  }
}
