import Numerics

extension Image {
  /// One channel: 0.299 R + 0.587 G + 0.114 B (ITU-R 601), rounded as Pillow's mode `L`. Grey images are returned as
  /// they are. - Throws: `ImagingError.unsupportedChannels`.
  public func gray() throws -> Image {
    if channels == 1 { return self }
    guard channels == 3 else { throw ImagingError.unsupportedChannels(index: 0, channels: channels) }
    let count = width * height
    let gray = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
      pixels.withUnsafeBufferPointer { writeGray(of: $0, to: target.baseAddress, count: count) }
      initialized = count
    }
    return Image(width: width, height: height, channels: 1, pixels: gray)
  }
}

extension ImageStack {
  /// Every image as `Image.gray()` gives it, shared over the threads.
  /// - Throws: `ImagingError.unsupportedChannels`, `Interrupted`.
  public func gray(context: ExecutionContext) throws -> ImageStack {
    try checkChannels()
    if shapes.allSatisfy({ $0.channels == 1 }) { return self }
    let shapes = shapes.map { Shape(width: $0.width, height: $0.height, channels: 1) }
    return try filling(shapes, context: context, tools: {}) { _, image, shape, target in
      let count = shape.width * shape.height
      if shape.channels == 1 {
        _ = target.update(fromContentsOf: image)
      } else {
        writeGray(of: image, to: target.baseAddress, count: count)
      }
    }
  }

  /// Throws where an image is neither grey nor RGB.
  func checkChannels() throws {
    if let index = shapes.firstIndex(where: { $0.channels != 1 && $0.channels != 3 }) {
      throw ImagingError.unsupportedChannels(index: index, channels: shapes[index].channels)
    }
  }
}

/// Weighs red, green and blue in 16-bit fixed point.
func writeGray(of colours: UnsafeBufferPointer<UInt8>, to target: UnsafeMutablePointer<UInt8>?, count: Int) {
  guard let target, let colours = colours.baseAddress else { return }
  for index in 0..<count {
    let (red, green, blue) = (colours[3 * index], colours[3 * index + 1], colours[3 * index + 2])
    let weighted = UInt32(red) &* 19_595 &+ UInt32(green) &* 38_470 &+ UInt32(blue) &* 7_471
    target[index] = UInt8(truncatingIfNeeded: (weighted &+ 0x8000) >> 16)
  }
}
