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
    withSampler { source in
      for row in 0..<size {
        for column in 0..<size {
          var sums = SIMD3<Float>()
          for down in offsets {
            for right in offsets {
              let point = transform(LandmarkPoint(x: Double(column) + right, y: Double(row) + down))
              let place = source.place(x: point.x, y: point.y)
              for channel in 0..<channels { sums[channel] += source.value(channel, at: place) }
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
}
