/// A picture to be drawn: grey or red-green-blue, 8 bits a channel, row-major, channels together.
public struct PixelGrid: Sendable, Equatable {
  public let width: Int
  public let height: Int
  private let colors: [ScreenColor]

  /// Pixels that are missing are black; pixels too many are left out.
  public init(grey: [UInt8], width: Int, height: Int) {
    self.init(width: width, height: height) { index in
      let value = index < grey.count ? grey[index] : 0
      return ScreenColor(value, value, value)
    }
  }

  /// Three values a pixel. Pixels that are missing are black; pixels too many are left out.
  public init(rgb: [UInt8], width: Int, height: Int) {
    self.init(width: width, height: height) { index in
      guard 3 * index + 2 < rgb.count else { return ScreenColor(0, 0, 0) }
      return ScreenColor(rgb[3 * index], rgb[3 * index + 1], rgb[3 * index + 2])
    }
  }

  private init(width: Int, height: Int, _ color: (Int) -> ScreenColor) {
    self.width = max(0, width)
    self.height = max(0, height)
    colors = (0..<self.width * self.height).map(color)
  }

  subscript(x: Int, y: Int) -> ScreenColor { colors[y * width + x] }

  /// At most `columns` wide, with the same proportions, each new pixel the mean of those it covers.
  func shrunk(toWidth columns: Int) -> PixelGrid {
    guard width > columns, columns > 0, height > 0 else { return self }
    let rows = max(1, (height * columns + width / 2) / width)
    return PixelGrid(width: columns, height: rows) { index in
      let (x, y) = (index % columns, index / columns)
      return mean(x * width / columns..<(x + 1) * width / columns, y * height / rows..<(y + 1) * height / rows)
    }
  }

  private func mean(_ xs: Range<Int>, _ ys: Range<Int>) -> ScreenColor {
    var sum = (0, 0, 0)
    for y in ys {
      for x in xs {
        let color = self[x, y]
        sum = (sum.0 + Int(color.red), sum.1 + Int(color.green), sum.2 + Int(color.blue))
      }
    }
    let count = max(1, xs.count * ys.count)
    func byte(_ sum: Int) -> UInt8 { UInt8((sum + count / 2) / count) }
    return ScreenColor(byte(sum.0), byte(sum.1), byte(sum.2))
  }
}
