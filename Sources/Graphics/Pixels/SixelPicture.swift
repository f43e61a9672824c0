/// Bands of six rows, colour after colour, with runs counted (VT340 Graphics Programming, chapter 14).
func sixelCodes(of raster: Raster) -> String {
  let palette = SixelPalette(raster)
  var codes = "\u{1B}P0;1;0q\"1;1;\(raster.width);\(raster.height)"
  for (index, color) in palette.colors.enumerated() {
    let parts = [color >> 16 & 255, color >> 8 & 255, color & 255].map { ($0 * 100 + 127) / 255 }
    codes += "#\(index);2;\(parts[0]);\(parts[1]);\(parts[2])"
  }
  for top in stride(from: 0, to: raster.height, by: 6) {
    codes += band(raster, palette, top) + "-"
  }
  // The line feed after the last band would leave a line empty.
  codes.removeLast()
  return codes + "\u{1B}\\"
}

private func band(_ raster: Raster, _ palette: SixelPalette, _ top: Int) -> String {
  let width = raster.width
  var rows = [[UInt8]](repeating: [], count: palette.colors.count)
  var order: [Int] = []
  for y in top..<min(top + 6, raster.height) {
    let bit = UInt8(1 << (y - top))
    for x in 0..<width {
      let color = Int(palette.indices[y * width + x])
      if rows[color].isEmpty {
        rows[color] = [UInt8](repeating: 0, count: width)
        order.append(color)
      }
      rows[color][x] |= bit
    }
  }
  return order.sorted().map { "#\($0)" + counted(rows[$0]) }.joined(separator: "$")
}

/// "!14?" for fourteen of one; blanks at the end are left out.
private func counted(_ bits: [UInt8]) -> String {
  var text: [UInt8] = []
  let end = (bits.lastIndex { $0 != 0 } ?? -1) + 1
  var start = 0
  while start < end {
    var next = start + 1
    while next < end, bits[next] == bits[start] { next += 1 }
    let sign = bits[start] + 63
    if next - start > 3 {
      text += Array("!\(next - start)".utf8) + [sign]
    } else {
      text += [UInt8](repeating: sign, count: next - start)
    }
    start = next
  }
  return String(decoding: text, as: UTF8.self)
}

/// At most 250 colours, since terminals promise 256: those of the picture where there are so few, otherwise of coarser and
/// coarser steps, and of these the commonest.
struct SixelPalette {
  /// Red, green, blue in the lower 24 bits.
  private(set) var colors: [Int] = []
  /// Of every pixel.
  private(set) var indices: [UInt8] = []

  init(_ raster: Raster) {
    let most = 250
    var counts: [Int: Int] = [:]
    var kept: [Int] = []
    var lost = 0
    var common = 0
    // Eight bits of each, then seven, down to two: until nearly all pixels have one of so many colours.
    repeat {
      kept = Self.packed(raster, dropping: lost)
      counts = kept.reduce(into: [:]) { $0[$1, default: 0] += 1 }
      common = counts.values.sorted(by: >).prefix(most).reduce(0, +)
      lost += 1
    } while counts.count > most && (lost <= 4 || common * 50 < kept.count * 49) && lost <= 6
    colors = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(most).map(\.key)
    var places: [Int: UInt8] = [:]
    for (index, color) in colors.enumerated() { places[color] = UInt8(index) }
    indices.reserveCapacity(kept.count)
    for color in kept {
      if let place = places[color] {
        indices.append(place)
      } else {
        let place = UInt8(nearest(color))
        places[color] = place
        indices.append(place)
      }
    }
  }

  private static func packed(_ raster: Raster, dropping bits: Int) -> [Int] {
    // The middle of what falls together, so that dark stays as dark.
    let half = bits == 0 ? 0 : 1 << (bits - 1)
    func step(_ byte: UInt8) -> Int { min(255, ((Int(byte) >> bits) << bits) + half) }
    return stride(from: 0, to: raster.pixels.count, by: 3).map { place in
      step(raster.pixels[place]) << 16 | step(raster.pixels[place + 1]) << 8 | step(raster.pixels[place + 2])
    }
  }

  private func nearest(_ color: Int) -> Int {
    func distance(_ other: Int) -> Int {
      [16, 8, 0].reduce(0) { sum, shift in
        let difference = (color >> shift & 255) - (other >> shift & 255)
        return sum + difference * difference
      }
    }
    return colors.indices.min { distance(colors[$0]) < distance(colors[$1]) } ?? 0
  }
}
