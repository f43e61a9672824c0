import Testing

@testable import Imaging

@Suite struct CodecsTests {
  typealias Shape = ImageStack.Shape
  static let shapes = [
    Shape(width: 37, height: 21, channels: 1), Shape(width: 37, height: 21, channels: 3),
    Shape(width: 1, height: 1, channels: 1), Shape(width: 1, height: 1, channels: 3),
  ]
  static let readable = (try? ImagingFixtures.names(in: "codecs").filter { $0.hasSuffix(".expected.png") }) ?? []

  static func image(of shape: Shape) -> Image {
    ImagingFixtures.pattern(width: shape.width, height: shape.height, channels: shape.channels)
  }

  @Test(arguments: shapes)
  func aPNGComesBackAsItWent(shape: Shape) throws {
    let image = Self.image(of: shape)
    for content in [PNGContent.photograph, .drawing] {
      let bytes = try encodePNG(image, showing: content)
      #expect(try bytes.withUnsafeBytes(decodeImage) == image)
    }
  }

  @Test(arguments: shapes)
  func aJPEGKeepsShape(shape: Shape) throws {
    let bytes = try encodeJPEG(Self.image(of: shape), quality: 95)
    let decoded = try bytes.withUnsafeBytes(decodeImage)
    #expect(Shape(width: decoded.width, height: decoded.height, channels: decoded.channels) == shape)
  }

  @Test func aFlatJPEGKeepsItsGreyLevel() throws {
    let image = Image(width: 16, height: 16, channels: 1, pixels: [UInt8](repeating: 77, count: 256))
    #expect(try encodeJPEG(image).withUnsafeBytes(decodeImage) == image)
  }

  /// JPEG decoders may differ by rounding; all else is exact.
  @Test(arguments: readable)
  func filesDecodeAsInPillow(expectedName: String) throws {
    let name = String(expectedName.dropLast(".expected.png".count))
    let expected = try ImagingFixtures.image("codecs/\(expectedName)")
    let image = try ImagingFixtures.image("codecs/\(name)")
    let shapes = [image, expected].map { Shape(width: $0.width, height: $0.height, channels: $0.channels) }
    try #require(shapes[0] == shapes[1])
    let difference = zip(image.pixels, expected.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 0
    #expect(difference <= (name.hasSuffix(".jpg") ? 2 : 0))
  }

  @Test func thereAreFilesOfEveryFormat() throws {
    let formats = try Self.readable.map { expectedName in
      try ImagingFixtures.bytes("codecs/\(expectedName.dropLast(13))").withUnsafeBytes { ImageFormat(sniffing: $0) }
    }
    #expect(Set(formats) == Set(ImageFormat.allCases))
  }

  @Test func usualBitMasksAreRead() throws {
    let plain = try ImagingFixtures.bytes("codecs/rgba.bmp")
    var masked = plain
    masked[30] = 3
    masked[10] = 66
    masked.insert(contentsOf: [0, 0, 0xFF, 0, 0, 0xFF, 0, 0, 0xFF, 0, 0, 0], at: 54)
    #expect(try masked.withUnsafeBytes(decodeImage) == plain.withUnsafeBytes(decodeImage))
  }

  @Test func oneDecoderReadsManyFiles() throws {
    let decoder = ImageDecoder()
    for name in ["rgb.jpg", "gray.jpg", "gray.png", "rgb.bmp", "cmyk.jpg", "lzw.tif", "rgb.jpg"] {
      let once = try ImagingFixtures.image("codecs/\(name)")
      #expect(try ImagingFixtures.bytes("codecs/\(name)").withUnsafeBytes(decoder.decode) == once)
    }
  }
}
