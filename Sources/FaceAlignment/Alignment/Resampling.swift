import Imaging

extension Image {
  /// Samples in each direction of a new pixel; more are not needed before a picture is 16 times as large as what is made of
  /// it.
  private static let mostSamples = 16

  /// A square picture whose pixels are looked up where `transform` leads from them: linear between the four nearest, the
  /// mean of several where a new pixel covers several old ones; outside, the edge goes on.
  ///
  /// - Precondition: neither side is 0.
  func resampled(size: Int, by transform: SimilarityTransform) -> Image {
    let samples = min(max(Int(transform.scale.rounded(.up)), 1), Self.mostSamples)
    let offsets = (0..<samples).map { (Double($0) + 0.5) / Double(samples) - 0.5 }
    let share = 1 / Float(samples * samples)
    var made = [UInt8](repeating: 0, count: size * size * channels)
    pixels.withUnsafeBufferPointer { source in
      for row in 0..<size {
        for column in 0..<size {
          var sums = SIMD3<Float>()
          for down in offsets {
            for right in offsets {
              let place = transform(LandmarkPoint(x: Double(column) + right, y: Double(row) + down))
              sums += colour(of: source, at: place)
            }
          }
          for channel in 0..<channels {
            made[(row * size + column) * channels + channel] = UInt8(
              min(max((sums[channel] * share).rounded(), 0), 255))
          }
        }
      }
    }
    return Image(width: size, height: size, channels: channels, pixels: made)
  }

  @inline(__always)
  private func colour(of source: UnsafeBufferPointer<UInt8>, at place: LandmarkPoint) -> SIMD3<Float> {
    let x = min(max(place.x, 0), Double(width - 1))
    let y = min(max(place.y, 0), Double(height - 1))
    let (left, top) = (Int(x), Int(y))
    let (right, bottom) = (min(left + 1, width - 1), min(top + 1, height - 1))
    let (across, down) = (Float(x - Double(left)), Float(y - Double(top)))
    var result = SIMD3<Float>()
    for channel in 0..<channels {
      let upper = mix(
        source[(top * width + left) * channels + channel], source[(top * width + right) * channels + channel], across)
      let lower = mix(
        source[(bottom * width + left) * channels + channel], source[(bottom * width + right) * channels + channel],
        across)
      result[channel] = upper + (lower - upper) * down
    }
    return result
  }

  @inline(__always)
  private func mix(_ first: UInt8, _ second: UInt8, _ share: Float) -> Float {
    Float(first) + (Float(second) - Float(first)) * share
  }
}
