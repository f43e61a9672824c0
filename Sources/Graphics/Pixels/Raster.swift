/// A drawn picture: red, green and blue of every pixel, 8 bits each, row-major.
public struct Raster: Sendable, Equatable {
  public let width: Int
  public let height: Int
  /// `3 * width * height` bytes.
  public let pixels: [UInt8]

  /// - Returns: nil where the bytes are not those of so many pixels.
  public init?(width: Int, height: Int, pixels: [UInt8]) {
    guard width > 0, height > 0, pixels.count == 3 * width * height else { return nil }
    self.width = width
    self.height = height
    self.pixels = pixels
  }
}
