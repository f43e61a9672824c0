/// The numbers under a window laid out as rows of a matrix, and the way back.
struct WindowColumns: Sendable {
  let geometry: ConvolutionGeometry
  let input: MapShape
  let output: MapShape

  /// Where the pixel under a tap lies, or nil in the padding.
  @inline(__always)
  private func place(_ row: Int, _ tap: Int) -> Int? {
    let (image, pixel) = row.quotientAndRemainder(dividingBy: output.pixels)
    let (y, x) = pixel.quotientAndRemainder(dividingBy: output.width)
    let (down, across) = tap.quotientAndRemainder(dividingBy: geometry.kernel.width)
    let py = y * geometry.stride.y + down * geometry.dilation.y - geometry.padding.top
    let px = x * geometry.stride.x + across * geometry.dilation.x - geometry.padding.left
    guard py >= 0, py < input.height, px >= 0, px < input.width else { return nil }
    return image * input.size + (py * input.width + px) * input.stride
  }

  /// Row by row, tap by tap, the given channels.
  func gather(
    _ source: UnsafePointer<Float>, rows: Range<Int>, taps: Range<Int>, channels: Range<Int>,
    into columns: UnsafeMutablePointer<Float>
  ) {
    var target = columns
    for row in rows {
      for tap in taps {
        if let place = place(row, tap) {
          target.update(from: source + place + channels.lowerBound, count: channels.count)
        } else {
          target.update(repeating: 0, count: channels.count)
        }
        target += channels.count
      }
    }
  }

  /// Adds such rows back to where they were gathered from.
  func scatter(
    _ columns: UnsafePointer<Float>, rows: Range<Int>, channels: Range<Int>,
    into target: UnsafeMutablePointer<Float>
  ) {
    var source = columns
    for row in rows {
      for tap in 0..<geometry.taps {
        if let place = place(row, tap) {
          let pixel = target + place + channels.lowerBound
          for channel in 0..<channels.count { pixel[channel] += source[channel] }
        }
        source += channels.count
      }
    }
  }
}
