/// How a picture is stored, by the tag that Exif and TIFF share (Exif 2.32, tag 274): which way up, and whether mirrored.
enum Orientation: Int, CaseIterable {
  case upright = 1
  case mirrored, upsideDown, mirroredUpsideDown, mirroredLeft, turnedLeft, mirroredRight, turnedRight

  /// Whether rows are stored as columns.
  var swapsSides: Bool { rawValue >= 5 }
}

extension Image {
  /// The picture as it is to be looked at, as Pillow's `exif_transpose` gives it. Cost: one copy.
  func turnedUpright(from orientation: Orientation) -> Image {
    guard orientation != .upright else { return self }
    let (newWidth, newHeight) = orientation.swapsSides ? (height, width) : (width, height)
    let turned = [UInt8](unsafeUninitializedCapacity: pixels.count) { target, initialized in
      for y in 0..<newHeight {
        for x in 0..<newWidth {
          let (column, row) = storedPlace(x, y, orientation)
          for channel in 0..<channels {
            target[(y * newWidth + x) * channels + channel] = pixels[(row * width + column) * channels + channel]
          }
        }
      }
      initialized = pixels.count
    }
    return Image(width: newWidth, height: newHeight, channels: channels, pixels: turned)
  }

  /// Where the pixel that belongs at (x, y) is stored.
  private func storedPlace(_ x: Int, _ y: Int, _ orientation: Orientation) -> (column: Int, row: Int) {
    switch orientation {
    case .upright: (x, y)
    case .mirrored: (width - 1 - x, y)
    case .upsideDown: (width - 1 - x, height - 1 - y)
    case .mirroredUpsideDown: (x, height - 1 - y)
    case .mirroredLeft: (y, x)
    case .turnedLeft: (y, height - 1 - x)
    case .mirroredRight: (width - 1 - y, height - 1 - x)
    case .turnedRight: (width - 1 - y, x)
    }
  }
}
