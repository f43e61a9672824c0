/// Eight-bit pixels, rows from the top, channels interleaved (1: grey, 3: red, green, blue).
public struct Image: Sendable, Equatable {
  public let width: Int
  public let height: Int
  public let channels: Int
  public var pixels: [UInt8]

  /// - Precondition: `pixels.count == width * height * channels`.
  public init(width: Int, height: Int, channels: Int, pixels: [UInt8]) {
    precondition(pixels.count == width * height * channels, "an image needs width × height × channels bytes")
    self.width = width
    self.height = height
    self.channels = channels
    self.pixels = pixels
  }
}
