import Testing

@testable import Imaging

/// Beside Pillow's `ImageOps.exif_transpose`.
@Suite struct OrientationTests {
  static let files =
    (try? ImagingFixtures.names(in: "orientation").filter { !$0.hasSuffix(".expected.png") }) ?? []

  @Test func everyWayAndEveryFormatIsThere() {
    #expect(Self.files.count == 11)
  }

  @Test(arguments: files)
  func picturesAreTurnedAsTheirTagSays(name: String) throws {
    let expected = try ImagingFixtures.image("orientation/\(name).expected.png")
    let image = try ImagingFixtures.image("orientation/\(name)")
    try #require(image.width == expected.width && image.height == expected.height)
    let difference = zip(image.pixels, expected.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 0
    #expect(difference <= (name.hasSuffix(".jpg") ? 2 : 0))
  }

  @Test func storedPixelsStayWhereTheyLie() throws {
    let bytes = try ImagingFixtures.bytes("orientation/6.png")
    let stored = try bytes.withUnsafeBytes { try ImageDecoder(orientation: .stored).decode($0) }
    #expect(try stored == ImagingFixtures.image("orientation/1.png"))
  }

  @Test func aTagThatMakesNoSenseIsNoTag() {
    let block: [UInt8] = [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0]
    for (value, expected) in [(6, Orientation.turnedLeft), (0, nil), (9, nil)] {
      #expect((block + [UInt8(value), 0, 0, 0]).withUnsafeBytes { Orientation(exif: $0) } == expected)
    }
    #expect(block.withUnsafeBytes { Orientation(exif: $0) } == nil)
  }

  @Test func aTagOfFourBytesIsReadInEitherOrder() {
    let little: [UInt8] = [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 4, 0, 1, 0, 0, 0, 6, 0, 0, 0]
    let big: [UInt8] = [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 4, 0, 0, 0, 1, 0, 0, 0, 6]
    for block in [little, big] { #expect(block.withUnsafeBytes { Orientation(exif: $0) } == .turnedLeft) }
    // Of another type, or more than one number: damaged, as Pillow has it.
    for (place, byte) in [(12, UInt8(9)), (14, UInt8(2))] {
      var damaged = little
      damaged[place] = byte
      #expect(damaged.withUnsafeBytes { Orientation(exif: $0) } == nil)
    }
  }

  @Test func whereExifSaysNothingXMPMay() throws {
    let stored = try ImagingFixtures.image("codecs/rgb.jpg")
    let plain = try ImagingFixtures.bytes("codecs/rgb.jpg")
    for packet in ["<x tiff:Orientation=\"6\"/>", "<tiff:Orientation>6</tiff:Orientation>"] {
      let body = Array("http://ns.adobe.com/xap/1.0/\0\(packet)".utf8)
      let segment = [0xFF, 0xE1, 0, UInt8(body.count + 2)] + body
      let turned = try (plain[..<2] + segment + plain[2...]).withUnsafeBytes { try decodeImage($0) }
      #expect(turned == stored.turnedUpright(from: .turnedLeft))
    }
    #expect(Array("tiff:Orientation".utf8).withUnsafeBytes { Orientation(xmp: $0) } == nil)
  }

  @Test func onlyWhatIsMarkedAsADirectoryIsRead() {
    var block: [UInt8] = [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]
    for prefix in ["", "Exif\0\0", "Exif\0\0Exif\0\0"] {
      #expect((Array(prefix.utf8) + block).withUnsafeBytes { Orientation(exif: $0) } == .turnedLeft)
    }
    block[3] = 43
    #expect(block.withUnsafeBytes { Orientation(exif: $0) } == .turnedLeft)
    block[2...3] = [0x4F, 42]
    #expect(block.withUnsafeBytes { Orientation(exif: $0) } == nil)
    let little: [UInt8] = [0x49, 0x49, 43, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0]
    #expect(little.withUnsafeBytes { Orientation(exif: $0) } == nil)
  }

  /// The directory that says 6, as ImageMagick writes profiles into chunks of text; packed by zlib in Python:
  /// `zlib.compress(text)`.
  @Test func profilesInChunksOfTextAreRead() throws {
    let stored = try ImagingFixtures.image("codecs/rgb.png")
    let plain = try ImagingFixtures.bytes("codecs/rgb.png")
    let digits = "4578696600004d4d002a0000000800010112000300000001000600000000\n0000"
    let text = Array("\nexif\n      32\n\(digits)\n".utf8)
    let packed: [UInt8] = [
      0x78, 0x9C, 0xE3, 0x4A, 0xAD, 0xC8, 0x4C, 0xE3, 0x52, 0x00, 0x03, 0x63, 0x23, 0x2E, 0x13, 0x53, 0x73, 0x0B, 0x33,
      0x4B, 0x33, 0x33, 0x03, 0x20, 0x30, 0x49, 0x31, 0x49, 0x31, 0x30, 0x30, 0x4A, 0x34, 0x80, 0x00, 0x0B, 0x20, 0x36,
      0x34, 0x30, 0x34, 0x34, 0x02, 0xD2, 0xC6, 0x50, 0x31, 0x43, 0x20, 0x36, 0x83, 0xB2, 0x0D, 0xB8, 0xC0, 0x04, 0x00,
      0xAA, 0x87, 0x0F, 0xF1,
    ]
    let xmp = Array("<x tiff:Orientation=\"6\"/>".utf8)
    let packedXMP: [UInt8] = [
      0x78, 0x9C, 0xB3, 0xA9, 0x50, 0x28, 0xC9, 0x4C, 0x4B, 0xB3, 0xF2, 0x2F, 0xCA, 0x4C, 0xCD, 0x2B, 0x49, 0x2C, 0xC9,
      0xCC, 0xCF, 0xB3, 0x55, 0x32, 0x53, 0xD2, 0xB7, 0x03, 0x00, 0x74, 0x2A, 0x08, 0x68,
    ]
    for (kind, content) in [
      ("tEXt", Array("Raw profile type exif\0".utf8) + text), ("tEXt", Array("Raw profile type APP1\0".utf8) + text),
      ("zTXt", Array("Raw profile type exif\0\0".utf8) + packed),
      ("iTXt", Array("XML:com.adobe.xmp\0\0\0\0\0".utf8) + xmp),
      ("iTXt", Array("XML:com.adobe.xmp\0\u{1}\0\0\0".utf8) + packedXMP),
    ] {
      // Another text before it is passed over.
      let other = Self.chunk("tEXt", Array("Comment\0tiff:Orientation=3".utf8))
      let file = plain[..<33] + other + Self.chunk(kind, content) + plain[33...]
      #expect(try file.withUnsafeBytes { try decodeImage($0) } == stored.turnedUpright(from: .turnedLeft), "\(kind)")
    }
    let cut =
      plain[..<33] + Self.chunk("zTXt", Array("Raw profile type exif\0\0".utf8) + packed.prefix(4)) + plain[33...]
    #expect(try cut.withUnsafeBytes { try decodeImage($0) } == stored)
  }

  /// libpng passes over chunks of text with a wrong checksum, which are read here all the same.
  private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: content.count >> (24 - 8 * $0)) } + Array(name.utf8) + content + [
      0, 0, 0, 0,
    ]
  }
}
