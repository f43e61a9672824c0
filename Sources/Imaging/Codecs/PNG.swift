import CPNG

/// Decodes a PNG of any depth, palette or interlacing; alpha is laid over white. - Throws: `ImagingError`.
func decodePNG(_ bytes: UnsafeRawBufferPointer) throws -> Image {
  // On the heap, because libpng keeps its address.
  let decoder = UnsafeMutablePointer<png_decoder>.allocate(capacity: 1)
  defer {
    png_decoder_close(decoder)
    decoder.deallocate()
  }
  try check(png_decoder_open(decoder, bytes.baseAddress, bytes.count), decoder)
  let (width, height) = (Int(decoder.pointee.width), Int(decoder.pointee.height))
  let channels = Int(decoder.pointee.channels)
  try checkSize(.png, width: width, height: height)
  guard (1...4).contains(channels) else {
    throw ImagingError.unsupported(.png, variant: "\(channels) channels")
  }
  let count = width * height * channels
  let pixels = try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
    try check(png_decoder_read(decoder, buffer.baseAddress), decoder)
    initialized = count
  }
  guard channels % 2 == 0 else { return Image(width: width, height: height, channels: channels, pixels: pixels) }
  return Image(
    width: width, height: height, channels: channels - 1, pixels: laidOverWhite(pixels, channels: channels))
}

/// What the pixels of a PNG show, which decides how they are packed; what is read back is the same either way.
public enum PNGContent: Sendable {
  /// Noise and shades: the smallest file.
  case photograph
  /// Large plain areas, of which most rows repeat the one above: four times as fast, a third larger.
  case drawing
}

/// Encodes grey or RGB as an 8-bit PNG, without loss. - Throws: `ImagingError.notEncodable`.
public func encodePNG(_ image: Image, showing content: PNGContent = .photograph) throws -> [UInt8] {
  try checkEncodable(image, as: .png, limit: 1_000_000)
  var output = png_output()
  defer { free(output.bytes) }
  let outcome = png_encode(
    image.pixels, UInt32(image.width), UInt32(image.height), Int32(image.channels), content == .drawing ? 1 : 0, &output
  )
  guard outcome == PNG_OUTCOME_DONE.rawValue, let start = output.bytes else {
    throw ImagingError.notEncodable(.png, reason: "there is too little memory")
  }
  return Array(UnsafeBufferPointer(start: start, count: output.count))
}

private func check(_ outcome: Int32, _ decoder: UnsafeMutablePointer<png_decoder>) throws {
  switch UInt32(outcome) {
  case PNG_OUTCOME_DONE.rawValue: return
  case PNG_OUTCOME_TRUNCATED.rawValue: throw ImagingError.truncated(.png)
  case PNG_OUTCOME_NO_MEMORY.rawValue:
    throw ImagingError.damaged(.png, detail: "there is too little memory to open it")
  default:
    throw ImagingError.damaged(.png, detail: text(of: decoder.pointee.source.message))
  }
}
