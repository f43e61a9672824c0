import Foundation
import Imaging
import TestSupport

typealias TemporaryFolder = TestSupport.TemporaryFolder

extension TemporaryFolder {
  /// A small grey image whose pixels depend on `tone`, in the format of the extension (png or jpg).
  func writeImage(_ name: String, tone: Int, width: Int = 4, height: Int = 3) throws {
    try write(try encodedImage(tone: tone, width: width, height: height, isJPEG: !name.hasSuffix("png")), to: name)
  }
}

func encodedImage(tone: Int, width: Int = 4, height: Int = 3, isJPEG: Bool = false) throws -> [UInt8] {
  let pixels = (0..<width * height).map { UInt8(truncatingIfNeeded: tone &* 17 &+ $0 &* 3) }
  let image = Image(width: width, height: height, channels: 1, pixels: pixels)
  return isJPEG ? try encodeJPEG(image) : try encodePNG(image)
}

/// The path of a fixture.
func fixture(_ name: String) throws -> String {
  guard let url = Bundle.module.url(forResource: "Fixtures", withExtension: nil) else {
    throw CocoaError(.fileNoSuchFile)
  }
  return url.appendingPathComponent(name).path
}

/// The numbers of a text fixture, one a line.
func numbers(_ name: String) throws -> [Double] {
  try String(contentsOfFile: fixture(name), encoding: .utf8).split(separator: "\n").compactMap { Double($0) }
}
