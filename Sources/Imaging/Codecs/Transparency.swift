/// `value` × `share` / 255, rounded.
@inline(__always)
func scaled(_ value: UInt8, by share: UInt8) -> UInt8 {
  let product = UInt32(value) * UInt32(share) + 128
  return UInt8(truncatingIfNeeded: (product + product >> 8) >> 8)
}

/// Pixels with alpha laid over white, as a page shows them: what is invisible must not be learnt from.
/// - Parameters:
///   - pixels: grey and alpha, or red, green, blue and alpha.
///   - channels: with alpha: 2 or 4.
///   - isMultiplied: colours are already multiplied by their alpha.
func laidOverWhite(_ pixels: [UInt8], channels: Int, isMultiplied: Bool = false) -> [UInt8] {
  let colours = channels - 1
  let count = pixels.count / channels
  return [UInt8](unsafeUninitializedCapacity: count * colours) { target, initialized in
    pixels.withUnsafeBufferPointer { source in
      for pixel in 0..<count {
        let alpha = source[pixel * channels + colours]
        let white = 255 - alpha
        for channel in 0..<colours {
          let value = source[pixel * channels + channel]
          // Damaged files hold colours above their alpha.
          let shown = isMultiplied ? min(value, alpha) : scaled(value, by: alpha)
          target[pixel * colours + channel] = shown + white
        }
      }
    }
    initialized = count * colours
  }
}

/// A C array of characters, up to its zero.
func text<Characters>(of characters: Characters) -> String {
  withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}
