import Foundation

@testable import Imaging

/// Files of this module's `Fixtures`.
enum ImagingFixtures {
  static func bytes(_ path: String) throws -> [UInt8] {
    let folder = Bundle.module.bundleURL.appendingPathComponent("Fixtures")
    return try [UInt8](Data(contentsOf: folder.appendingPathComponent(path)))
  }

  static func image(_ path: String) throws -> Image {
    try bytes(path).withUnsafeBytes(decodeImage)
  }

  static func names(in folder: String) throws -> [String] {
    let url = Bundle.module.bundleURL.appendingPathComponent("Fixtures/\(folder)")
    return try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
  }

  /// Pixels that look like nothing in particular.
  static func pattern(width: Int, height: Int, channels: Int) -> Image {
    let pixels = (0..<width * height * channels).map { UInt8(truncatingIfNeeded: $0 * $0 / 7 + 13 * $0) }
    return Image(width: width, height: height, channels: channels, pixels: pixels)
  }
}
