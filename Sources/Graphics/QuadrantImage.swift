import Basics

/// A picture in quadrants: four pixels a character in the two colours that tell them apart best, so that edges keep twice
/// the columns. Quadrants are in Unicode since 1.1 and in nearly every font of terminals; sextants, which would show six
/// pixels, are in few, and no terminal can be asked which letters its font has.
/// - Parameter columns: fewer than the picture is wide.
func quadrantLines(_ image: Picture, columns: Int, style: TerminalStyle) -> [String] {
  let rows = max(1, (image.height * columns / max(1, image.width) + 1) / 2)
  return (0..<rows).map { row in
    var line = ""
    var last = ""
    for column in 0..<columns {
      let cell = QuadrantCell(
        (0..<4).map { quarter in
          image.mean(
            x: share(2 * column + quarter % 2, of: 2 * columns, image.width),
            y: share(2 * row + quarter / 2, of: 2 * rows, image.height))
        })
      let code = style.code(foreground: cell.ink, background: cell.ground)
      if code != last { line += code }
      last = code
      line.append(cell.character)
    }
    return line + ControlCode.reset
  }
}

/// The pixels of one of several equal parts; never none.
private func share(_ part: Int, of parts: Int, _ size: Int) -> Range<Int> {
  let start = min(part * size / parts, max(0, size - 1))
  return start..<max(start + 1, (part + 1) * size / parts)
}

/// Four pixels as a character and two colours.
struct QuadrantCell {
  let character: Character
  let ink: ScreenColor
  let ground: ScreenColor

  /// - Parameter pixels: upper left, upper right, lower left, lower right.
  init(_ pixels: [ScreenColor]) {
    // One of two complements each: the upper left quarter is always ink, or alone has both colours.
    let masks = [15, 1, 3, 5, 7, 9, 11, 13]
    let sums = masks.map { mask in Self.error(pixels, mask) }
    let best = masks.indices.min { sums[$0] < sums[$1] } ?? 0
    character = Self.characters[masks[best]]
    ink = Self.mean(pixels, masks[best])
    ground = Self.mean(pixels, ~masks[best] & 15)
  }

  /// By the quarters that are ink: 1 upper left, 2 upper right, 4 lower left, 8 lower right.
  private static let characters: [Character] = [
    " ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█",
  ]

  private static func mean(_ pixels: [ScreenColor], _ mask: Int) -> ScreenColor {
    let chosen = pixels.indices.filter { mask >> $0 & 1 == 1 }.map { pixels[$0] }
    guard !chosen.isEmpty else { return mean(pixels, 15) }
    func channel(_ part: (ScreenColor) -> UInt8) -> UInt8 {
      UInt8((chosen.reduce(0) { $0 + Int(part($1)) } + chosen.count / 2) / chosen.count)
    }
    return ScreenColor(channel(\.red), channel(\.green), channel(\.blue))
  }

  /// The sum of squared distances from the two colours.
  private static func error(_ pixels: [ScreenColor], _ mask: Int) -> Int {
    let (ink, ground) = (mean(pixels, mask), mean(pixels, ~mask & 15))
    return pixels.indices.reduce(0) { sum, index in
      let (pixel, near) = (pixels[index], mask >> index & 1 == 1 ? ink : ground)
      let differences = [
        Int(pixel.red) - Int(near.red), Int(pixel.green) - Int(near.green), Int(pixel.blue) - Int(near.blue),
      ]
      return sum + differences.reduce(0) { $0 + $1 * $1 }
    }
  }
}

extension Picture {
  fileprivate func mean(x: Range<Int>, y: Range<Int>) -> ScreenColor {
    func channel(_ channel: Int) -> UInt8 {
      var sum = 0
      for row in y { for column in x { sum += Int(self[column, row, channel]) } }
      let count = x.count * y.count
      return UInt8((sum + count / 2) / count)
    }
    return ScreenColor(channel(0), channel(1), channel(2))
  }
}
