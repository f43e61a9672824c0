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
}
