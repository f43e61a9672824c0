import Imaging

/// How a picture becomes what a network takes: brought to size, its middle cut out, its numbers shifted and scaled.
///
/// Sizes and statistics are those of torchvision's `ImageClassification` preset; a grey picture is repeated for every
/// channel, a coloured one made grey for a network of one channel.
public struct NetworkInput: Sendable, Hashable {
  /// What torchvision takes off red, green and blue, and divides by, with pixels from 0 to 1.
  public static let means: [Float] = [0.485, 0.456, 0.406]
  public static let deviations: [Float] = [0.229, 0.224, 0.225]

  /// Width and height of what the network sees.
  public let size: Int
  /// What the shorter side is brought to before the middle is cut out; `size` loses nothing of a square picture.
  public let shorterSide: Int
  public let channels: Int
  /// Pixel value → number, for each channel.
  private let tables: [[Float]]

  /// - Parameters:
  ///   - shorterSide: as `size` where none is given.
  ///   - isNormalised: whether `means` and `deviations` are applied; otherwise numbers go from 0 to 1. Only colours are.
  public init(size: Int, shorterSide: Int? = nil, channels: Int = 3, isNormalised: Bool = true) {
    self.size = size
    self.shorterSide = max(size, shorterSide ?? size)
    self.channels = channels
    tables = (0..<channels).map { channel in
      let (mean, deviation) =
        isNormalised && channels == 3 ? (Self.means[channel], Self.deviations[channel]) : (Float(0), Float(1))
      return (0..<256).map { (Float($0) / 255 - mean) / deviation }
    }
  }

  /// Throws where a picture of a stack is neither grey nor of three colours, or empty.
  public func check(_ images: ImageStack) throws(ImagingError) {
    for (index, shape) in images.shapes.enumerated() {
      guard shape.channels == 1 || shape.channels == 3 else {
        throw .unsupportedChannels(index: index, channels: shape.channels)
      }
      guard shape.width > 0, shape.height > 0 else { throw .noPixels(index: index) }
    }
  }

  /// Writes size × size × channels numbers, channels side by side.
  /// - Throws: `ImagingError`.
  public func write(_ image: Image, to pixels: UnsafeMutableBufferPointer<Float>) throws {
    let image = try fitted(channels == 1 ? image.gray() : image)
    let isGray = image.channels == 1
    for channel in 0..<channels {
      let table = tables[channel]
      for pixel in 0..<size * size {
        let value = image.pixels[isGray ? pixel : pixel * image.channels + channel]
        pixels[pixel * channels + channel] = table[Int(value)]
      }
    }
  }

  private func fitted(_ image: Image) throws -> Image {
    if image.width == size, image.height == size, shorterSide == size { return image }
    return try image.resized(shorterSide: shorterSide).centreCropped(width: size, height: size)
  }
}
