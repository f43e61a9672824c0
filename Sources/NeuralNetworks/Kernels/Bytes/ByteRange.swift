import CByteProducts

/// What the bytes of one image's map stand for: evenly from its least to its largest number, 0 among them exactly.
///
/// It is taken from the image itself. Ranges that are measured beforehand on some images would have to be measured on
/// training rows, in every fold anew, and would make a row's features depend on others.
struct ByteRange {
  /// From one byte to the next; NaN where a number of the map is none, so that damage is seen at the end.
  let scale: Float
  /// The byte of 0.
  let zero: Int32
  private let factor: Float

  init(_ map: UnsafePointer<Float>, _ shape: MapShape) {
    var (low, high, damage) = (SIMD16<Float>.zero, SIMD16<Float>.zero, SIMD16<Float>.zero)
    let places = SIMD16<Float>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
    for channel in stride(from: 0, to: shape.stride, by: 16) {
      // What fills up a map has no say.
      let isFilling = places .>= Float(shape.channels - channel)
      for pixel in 0..<shape.pixels {
        let values = SIMD16<Float>(from: map + pixel * shape.stride + channel).replacing(
          with: SIMD16<Float>.zero, where: isFilling)
        low.replace(with: values, where: values .< low)
        high.replace(with: values, where: values .> high)
        damage += values * 0
      }
    }
    let range = high.max() - low.min()
    // So little is nothing, and its reciprocal would be infinite.
    let isEmpty = range < 1e-30 || !range.isFinite
    factor = isEmpty ? 0 : 255 / range
    scale = (isEmpty ? 0 : range / 255) + damage.sum()
    zero = isEmpty ? 0 : Int32(min(max((-low.min() * factor).rounded(.toNearestOrEven), 0), 255))
  }

  /// Writes sixteen numbers as bytes.
  @inline(__always)
  func write(_ values: SIMD16<Float>, to target: UnsafeMutablePointer<UInt8>) {
    let moved = values * factor + Float(zero)
    store_rounded_bytes(moved.limited(0, 255), target)
  }
}
