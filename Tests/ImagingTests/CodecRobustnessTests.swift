import Numerics
import Testing

@testable import Imaging

/// Files that are cut off, forged or scrambled give an `ImagingError`, never a crash, and never take much memory.
@Suite struct CodecRobustnessTests {
  static let files = [
    "rgb.png", "palette-transparent.png", "interlaced.png", "gray16.png", "rgb.jpg", "progressive.jpg", "gray.jpg",
    "rgb.bmp", "palette.bmp", "one-bit.bmp", "rgb.tif", "lzw.tif", "deflate.tif", "palette.tif",
  ]

  static func error(decoding bytes: [UInt8]) -> ImagingError? {
    do {
      _ = try bytes.withUnsafeBytes(decodeImage)
      return nil
    } catch {
      return error as? ImagingError
    }
  }

  @Test(arguments: files)
  func cutOffFilesAreTruncated(name: String) throws {
    let bytes = try ImagingFixtures.bytes("codecs/\(name)")
    let format = try #require(bytes.withUnsafeBytes { ImageFormat(sniffing: $0) })
    #expect(Self.error(decoding: Array(bytes[..<(bytes.count * 2 / 3)])) == .truncated(format))
  }

  @Test(arguments: files)
  func noBeginningOfAFileCrashes(name: String) throws {
    let bytes = try ImagingFixtures.bytes("codecs/\(name)")
    let decoded = (0..<min(bytes.count, 400)).filter { Self.error(decoding: Array(bytes[..<$0])) == nil }
    #expect(decoded.isEmpty)
  }

  @Test(arguments: files)
  func scrambledFilesDoNotCrash(name: String) throws {
    let bytes = try ImagingFixtures.bytes("codecs/\(name)")
    var generator = SystemlessGenerator(state: UInt64(bytes.count))
    for round in 0..<150 {
      var scrambled = bytes
      for _ in 0...round % 8 {
        // Half of the changes hit the header, where they matter most.
        let reach = Bool.random(using: &generator) ? min(64, bytes.count) : bytes.count
        scrambled[Int.random(in: 2..<reach, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      _ = Self.error(decoding: scrambled)
    }
  }

  @Test func whatIsNoImageSaysSo() {
    #expect(Self.error(decoding: []) == .notAnImage(firstBytes: []))
    #expect(Self.error(decoding: Array("hello, world".utf8)) == .notAnImage(firstBytes: Array("hell".utf8)))
    #expect(ImagingError.notAnImage(firstBytes: [0x47, 0x0A]).problem.contains("47 0a"))
  }

  @Test func forgedSizesAreRefusedBeforeMemoryIsTaken() throws {
    var bitmap = try ImagingFixtures.bytes("codecs/rgb.bmp")
    bitmap.replaceSubrange(18..<26, with: [0xFF, 0xFF, 0, 0, 0xFF, 0xFF, 0, 0])
    #expect(Self.error(decoding: bitmap) == .tooLarge(.bmp, width: 65_535, height: 65_535))
    var jpeg = try ImagingFixtures.bytes("codecs/gray.jpg")
    let frame = try #require(jpeg.indices.dropLast().first { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xC0 })
    jpeg.replaceSubrange(frame + 5..<frame + 9, with: [0xFF, 0xDC, 0xFF, 0xDC])
    #expect(Self.error(decoding: jpeg) == .tooLarge(.jpeg, width: 65_500, height: 65_500))
    bitmap.replaceSubrange(18..<26, with: [0, 0, 0, 0, 1, 0, 0, 0])
    #expect(Self.error(decoding: bitmap) == .damaged(.bmp, detail: "it claims 0 × 1 pixels"))
  }

  @Test func unreadVariantsAreNamed() throws {
    let cmyk = Self.error(decoding: try ImagingFixtures.bytes("codecs/cmyk.jpg"))
    #expect(cmyk == .unsupported(.jpeg, variant: "CMYK colours, as for printing"))
    guard case .unsupported(.tiff, _) = Self.error(decoding: try ImagingFixtures.bytes("codecs/float.tif")) else {
      Issue.record("floating-point TIFF must be refused")
      return
    }
    var bitmap = try ImagingFixtures.bytes("codecs/rgb.bmp")
    bitmap[30] = 1
    #expect(Self.error(decoding: bitmap) == .unsupported(.bmp, variant: "run-length encoding"))
  }

  @Test func whatCannotBeWrittenIsRefused() {
    let twoChannels = Image(width: 1, height: 1, channels: 2, pixels: [0, 0])
    let empty = Image(width: 0, height: 4, channels: 1, pixels: [])
    for image in [twoChannels, empty] {
      #expect(throws: ImagingError.self) { try encodePNG(image) }
      #expect(throws: ImagingError.self) { try encodeJPEG(image) }
    }
    let dot = Image(width: 1, height: 1, channels: 1, pixels: [0])
    #expect(throws: ImagingError.invalidOption(name: "quality", value: "0", allowed: "between 1 and 100")) {
      try encodeJPEG(dot, quality: 0)
    }
    let wide = Image(width: 65_501, height: 1, channels: 1, pixels: [UInt8](repeating: 0, count: 65_501))
    #expect(throws: ImagingError.self) { try encodeJPEG(wide) }
  }
}

/// A small generator (Steele, Lea and Flood's SplitMix64), so that every run scrambles alike.
struct SystemlessGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
