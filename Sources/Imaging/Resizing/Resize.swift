import Numerics

extension Image {
  /// This picture at another size. Bilinear results equal Pillow's `resize(…, BILINEAR)`, antialiased when shrinking.
  /// - Throws: `ImagingError.invalidOption` for a size outside 1…65535, `.noPixels`.
  public func resized(width: Int, height: Int, filter: ResizeFilter = .bilinear) throws -> Image {
    try ImageStack([self]).resized(width: width, height: height, filter: filter, context: .plain)[0]
  }

  /// This picture so that its shorter side is `shorterSide`, the longer in proportion, rounded down (as torchvision).
  /// - Throws: as `resized(width:height:filter:)`.
  public func resized(shorterSide: Int, filter: ResizeFilter = .bilinear) throws -> Image {
    try checkSide("shorter side", shorterSide)
    guard width > 0, height > 0 else { throw ImagingError.noPixels(index: 0) }
    return width <= height
      ? try resized(width: shorterSide, height: shorterSide * height / width, filter: filter)
      : try resized(width: shorterSide * width / height, height: shorterSide, filter: filter)
  }

  /// The middle of this picture. What is cut off at the left and the top is half of the excess, rounded to even, as in
  /// torchvision's `center_crop`.
  /// - Throws: `ImagingError.invalidOption` where the picture is smaller than that.
  public func centreCropped(width newWidth: Int, height newHeight: Int) throws -> Image {
    try checkSide("width", newWidth, most: width)
    try checkSide("height", newHeight, most: height)
    let left = Int((Double(width - newWidth) / 2).rounded(.toNearestOrEven))
    let top = Int((Double(height - newHeight) / 2).rounded(.toNearestOrEven))
    var cropped: [UInt8] = []
    cropped.reserveCapacity(newWidth * newHeight * channels)
    for row in top..<top + newHeight {
      let start = (row * width + left) * channels
      cropped += pixels[start..<start + newWidth * channels]
    }
    return Image(width: newWidth, height: newHeight, channels: channels, pixels: cropped)
  }
}

extension ImageStack {
  /// Every picture at one size, shared over the threads. Cost: a few nanoseconds a pixel, old or new.
  /// - Throws: `ImagingError.invalidOption`, `.unsupportedChannels`, `.noPixels`, `Interrupted`.
  public func resized(
    width: Int, height: Int, filter: ResizeFilter = .bilinear, context: ExecutionContext
  ) throws -> ImageStack {
    try checkSide("width", width)
    try checkSide("height", height)
    try checkChannels()
    if let index = shapes.firstIndex(where: { $0.width < 1 || $0.height < 1 }) {
      throw ImagingError.noPixels(index: index)
    }
    if shapes.allSatisfy({ $0.width == width && $0.height == height }) { return self }
    let newShapes = shapes.map { Shape(width: width, height: height, channels: $0.channels) }
    return try filling(
      newShapes, context: context, tools: { Resizer(width: width, height: height, filter: filter, context: context) }
    ) {
      resizer, image, shape, target in
      try resizer.write(image, shape: shape, to: target)
    }
  }
}

private func checkSide(_ name: String, _ side: Int, most: Int = 65_535) throws {
  guard side >= 1, side <= most else {
    throw ImagingError.invalidOption(name: name, value: "\(side)", allowed: "between 1 and \(most) pixels")
  }
}
