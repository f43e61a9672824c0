import Foundation
import Numerics
import Testing

@testable import Imaging

/// Files that are cut off, forged or scrambled give an `ImagingError`, never a crash, and never take much memory.
@Suite struct CodecRobustnessTests {
  static let files = [
    "rgb.png", "palette-transparent.png", "interlaced.png", "gray16.png", "rgb.jpg", "progressive.jpg", "gray.jpg",
    "rgb.bmp", "palette.bmp", "one-bit.bmp", "rgb.tif", "lzw.tif", "deflate.tif", "palette.tif",
    "noise16.tif", "float.tif", "cmyk.jpg", "lossless.webp", "lossy.webp", "alpha.webp", "moving.webp", "palette.gif",
    "gray.gif", "packed.ppm", "packed.pbm", "text.pgm",
  ]

  static func error(decoding bytes: [UInt8]) -> ImagingError? {
    do {
      _ = try bytes.withUnsafeBytes(decodeImage)
      return nil
    } catch {
      return error as? ImagingError
    }
  }

  /// Pillow reads the pixels from elsewhere.
  @Test func aPortableMapHasNoCommentRightBeforeItsPixels() throws {
    for (header, isRead) in [("P5 2 1 255 ", true), ("P5 # two\n2 1 255\n", true), ("P5 2 1 255#x\n", false)] {
      let image = try? (Array(header.utf8) + [35, 7, 8]).withUnsafeBytes { try decodeImage($0) }
      #expect(image?.pixels == (isRead ? [35, 7] : nil), "\(header)")
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
    // Ten times as many by `MIEN_FUZZ=10`, for builds with an AddressSanitizer.
    let factor = ProcessInfo.processInfo.environment["MIEN_FUZZ"].flatMap { Int($0) } ?? 1
    for round in 0..<150 * factor {
      var scrambled = bytes
      for _ in 0...round % 8 {
        // Half of the changes hit the header, where they matter most.
        let reach = Bool.random(using: &generator) ? min(64, bytes.count) : bytes.count
        scrambled[Int.random(in: 2..<reach, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      _ = Self.error(decoding: scrambled)
    }
  }

  /// Without its last scans a progressive picture is smoothed over, by every version of libjpeg otherwise.
  @Test func scansThatAreMissingAreNotMadeUp() throws {
    let bytes = try ImagingFixtures.bytes("codecs/progressive.jpg")
    let scans = bytes.indices.dropLast().filter { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xDA }
    try #require(scans.count > 3)
    for scan in scans.dropFirst() {
      let part = bytes[..<scan] + [0xFF, 0xD9]
      #expect(Self.error(decoding: Array(part)) == .damaged(.jpeg, detail: "some of its scans are missing"))
    }
  }

  @Test func whatIsNoImageSaysSo() {
    #expect(Self.error(decoding: []) == .notAnImage(firstBytes: []))
    #expect(Self.error(decoding: Array("hello, world".utf8)) == .notAnImage(firstBytes: Array("hello, world".utf8)))
    #expect(ImagingError.notAnImage(firstBytes: [0x47, 0x0A]).problem.contains("47 0a"))
    let photo = Self.error(decoding: [0, 0, 0, 24] + Array("ftypheic".utf8))
    #expect(photo?.problem == "the file is a HEIC photo, which is not read")
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
    var bitmap = try ImagingFixtures.bytes("codecs/rgb.bmp")
    bitmap[30] = 1
    #expect(Self.error(decoding: bitmap) == .unsupported(.bmp, variant: "run-length encoding"))
  }

  /// libjpeg keeps only the first warning unless told otherwise, and a harmless one would hide that pixels are missing.
  @Test func aHarmlessWarningHidesNoLoss() throws {
    let whole = try ImagingFixtures.bytes("codecs/rgb.jpg")
    var odd = whole
    odd[11] = 2  // the version of JFIF, at which libjpeg wonders
    #expect(Self.error(decoding: odd) == nil)
    let cut = Array(odd[..<(odd.count / 2)])
    #expect(Self.error(decoding: cut) == .truncated(.jpeg))
    #expect(Self.error(decoding: cut + [0xFF, 0xD9]) != nil)
    let junk = Array(whole[..<20]) + [0, 0, 0] + Array(whole[20..<(whole.count / 2)]) + [0xFF, 0xD9]
    #expect(Self.error(decoding: junk) != nil)
  }

  @Test func aTIFFWithoutOneOfItsStripsIsRefused() throws {
    // 2 × 4 grey pixels in strips of two rows, of which the second is not there, or has no bytes.
    let head: [UInt8] = [0x49, 0x49, 42, 0, 8, 0, 0, 0, 8, 0]
    func tag(_ number: Int, count: Int = 1, _ value: [UInt8]) -> [UInt8] {
      [UInt8(number & 255), UInt8(number >> 8), 3, 0, UInt8(count), 0, 0, 0] + value
        + [UInt8](repeating: 0, count: 4 - value.count)
    }
    func file(strips: Int, offsets: [UInt8], counts: [UInt8]) -> [UInt8] {
      head + tag(256, [2]) + tag(257, [4]) + tag(258, [8]) + tag(259, [1]) + tag(262, [1])
        + tag(273, count: strips, offsets) + tag(278, [2]) + tag(279, count: strips, counts) + [0, 0, 0, 0]
        + [1, 2, 3, 4, 5, 6, 7, 8]
    }
    let whole = file(strips: 2, offsets: [110, 0, 114, 0], counts: [4, 0, 4, 0])
    #expect(try whole.withUnsafeBytes { try decodeImage($0) }.pixels == [1, 2, 3, 4, 5, 6, 7, 8])
    for file in [
      file(strips: 1, offsets: [110, 0], counts: [4, 0]),
      file(strips: 2, offsets: [110, 0, 0, 0], counts: [4, 0, 0, 0]),
      file(strips: 2, offsets: [110, 0, 0, 0], counts: [4, 0, 4, 0]),
    ] {
      #expect(Self.error(decoding: file) == .damaged(.tiff, detail: "a strip of its pixels is missing"))
    }
  }

  @Test func floatingPointBeyondGreyLevelsIsRefused() throws {
    #expect(throws: ImagingError.self) { try EightBitLevels([0, 300], isFloat: true, bits: 32).levels() }
    #expect(throws: ImagingError.self) { try EightBitLevels([0, .nan], isFloat: true, bits: 32).levels() }
    #expect(try EightBitLevels([0, 0.5, 1], isFloat: true, bits: 32).levels() == [0, 128, 255])
    #expect(try EightBitLevels([0, 0.5, 200.4], isFloat: true, bits: 32).levels() == [0, 1, 200])
    #expect(try EightBitLevels([0, 128, 129, 65_535], isFloat: false, bits: 16).levels() == [0, 0, 1, 255])
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
