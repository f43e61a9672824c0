/// A picture with what is said of it: grey (one channel) or red-green-blue (three), 8 bits each, row-major, the channels
/// of a pixel together.
public struct Picture: Sendable, Equatable {
  public let width: Int
  public let height: Int
  public let channels: Int
  /// Those that are missing are black; those too many are left out.
  public let pixels: [UInt8]
  public var caption: String

  public init(width: Int, height: Int, channels: Int, pixels: [UInt8], caption: String = "") {
    self.width = max(0, width)
    self.height = max(0, height)
    self.channels = channels == 3 ? 3 : 1
    self.pixels = pixels
    self.caption = caption
  }

  public init(grey: [UInt8], width: Int, height: Int, caption: String = "") {
    self.init(width: width, height: height, channels: 1, pixels: grey, caption: caption)
  }

  public init(rgb: [UInt8], width: Int, height: Int, caption: String = "") {
    self.init(width: width, height: height, channels: 3, pixels: rgb, caption: caption)
  }

  /// The same with something else said of it.
  public func captioned(_ caption: String) -> Picture {
    var picture = self
    picture.caption = caption
    return picture
  }

  /// A channel of a pixel; of a grey picture every channel is the same.
  public subscript(x: Int, y: Int, channel: Int) -> UInt8 {
    let index = (y * width + x) * channels + (channels == 1 ? 0 : channel)
    return index < pixels.count ? pixels[index] : 0
  }

  /// At most `columns` wide, with the same proportions, each new pixel the mean of those it covers.
  public func shrunk(toWidth columns: Int) -> Picture {
    guard width > columns, columns > 0, height > 0 else { return self }
    let rows = max(1, (height * columns + width / 2) / width)
    var means: [UInt8] = []
    means.reserveCapacity(rows * columns * channels)
    for y in 0..<rows {
      for x in 0..<columns {
        for channel in 0..<channels {
          means.append(
            mean(channel, x * width / columns..<(x + 1) * width / columns, y * height / rows..<(y + 1) * height / rows))
        }
      }
    }
    return Picture(width: columns, height: rows, channels: channels, pixels: means, caption: caption)
  }

  private func mean(_ channel: Int, _ xs: Range<Int>, _ ys: Range<Int>) -> UInt8 {
    var sum = 0
    for y in ys {
      for x in xs { sum += Int(self[x, y, channel]) }
    }
    let count = max(1, xs.count * ys.count)
    return UInt8((sum + count / 2) / count)
  }
}
