import Imaging
import Numerics
import TestSupport
import Testing

@testable import FaceAlignment

@Suite struct ShapePredictorTests {
  private func places(_ box: PixelBox) throws -> [[Double]] {
    try predictor(FaceFiles.fiveLandmarks).landmarks(in: Pictures.two, box: box).map { [$0.x, $0.y] }
  }

  /// By hand from the mean face and the shifts; rounded they are what dlib 20.0.1 (`dlib-bin`) gives for the same file,
  /// picture and box: (18, 12) … (14, 18), and (56, 20) … (46, 33).
  @Test func landmarksAreThoseOfDlib() throws {
    #expect(
      try places(PixelBox(x: 7, y: 9, width: 12, height: 12))
        == [[18, 12.4375], [15.25, 12.4375], [9.75, 12.4375], [12.5, 12.4375], [13.875, 17.9375]],
      "shifted to the right and down")
    #expect(
      try places(PixelBox(x: 30, y: 12, width: 27, height: 27))
        == [[56, 20.125], [49.5, 20.125], [36.5, 20.125], [43, 20.125], [46.25, 33.125]])
    #expect(try places(PixelBox(x: 0, y: 0, width: 61, height: 47))[4] == [37.5, 37.375], "shifted down alone")
  }

  /// What lies outside a picture is black.
  @Test func aBoxMayLeaveThePicture() throws {
    #expect(try places(PixelBox(x: 40, y: -10, width: 40, height: 40))[4] == [64.375, 19.25])
  }

  @Test func coloursAreMadeGrey() throws {
    let colours = Image(width: 61, height: 47, channels: 3, pixels: Pictures.two.pixels.flatMap { [$0, $0, $0] })
    let box = PixelBox(x: 7, y: 9, width: 12, height: 12)
    let read = try predictor(FaceFiles.fiveLandmarks)
    #expect(try read.landmarks(in: colours, box: box) == read.landmarks(in: Pictures.two, box: box))
  }
}

@Suite struct ShapePredictorFileTests {
  @Test func everyBeginningIsRefused() {
    let bytes = FaceFiles.fiveLandmarks
    for end in bytes.indices { #expect(throws: FaceAlignmentError.self) { try predictor(Array(bytes[..<end])) } }
    #expect(throws: Never.self) { try predictor(bytes) }
  }

  /// Whatever byte is changed: an error, or a predictor that can be used.
  @Test func aChangedByteNeverEndsTheProcess() throws {
    let box = PixelBox(x: 7, y: 9, width: 12, height: 12)
    for index in FaceFiles.fiveLandmarks.indices {
      for value in [0, 1, 2, 8, 0x7F, 0x81, 0x88, 0xFF] as [UInt8] {
        var bytes = FaceFiles.fiveLandmarks
        bytes[index] = value
        guard let read = try? predictor(bytes) else { continue }
        _ = try read.landmarks(in: Pictures.two, box: box)
      }
    }
  }

  /// Counts that no file has room for are refused before memory is set aside.
  @Test func hugeCountsAreRefused() throws {
    let huge: [UInt8] = [8, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]
    let version: [UInt8] = [1, 1]
    for bytes in [
      version + huge, version + [0x88] + huge.dropFirst() + [0x81, 1], version + [0x81, 4, 0x81, 1] + huge,
      huge + version,
      version + [0x81, 0, 0x81, 1] + huge, [UInt8](repeating: 0, count: 100), Array("\u{7F}ELF and more of it".utf8),
    ] { #expect(throws: FaceAlignmentError.self) { try predictor(bytes) } }
  }

  @Test func numbersAreReadAsDlibWritesThem() throws {
    let bytes: [UInt8] = [1, 5, 0x81, 5, 2, 0, 1, 3, 0x4D, 0x38, 0xF1, 0x81, 0x1D]
    try bytes.withUnsafeBytes { bytes in
      var numbers = PackedNumbers(bytes)
      let whole = try [numbers.whole(), numbers.whole(), numbers.whole()]
      let fraction = try numbers.fraction()
      #expect(whole == [5, -5, 256] && fraction == Float(0xF1384D) / 536_870_912)
      #expect((try? numbers.whole()) == nil, "the bytes are at their end")
    }
  }
}
