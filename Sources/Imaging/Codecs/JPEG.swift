import CJPEG

/// Decodes JPEG files, keeping libjpeg's tables and memory between files. One per thread.
final class JPEGDecoder {
  /// On the heap, because libjpeg keeps its address.
  private let decoder = UnsafeMutablePointer<jpeg_decoder>.allocate(capacity: 1)
  private let isMade: Bool

  init() {
    isMade = jpeg_decoder_make(decoder) == JPEG_OUTCOME_DONE.rawValue
  }

  deinit {
    jpeg_decoder_close(decoder)
    decoder.deallocate()
  }

  /// Grey stays grey, YCbCr and RGB become RGB by the accurate transform, CMYK becomes RGB as in Pillow.
  /// - Throws: `ImagingError`; a picture of which a part would have to be made up is `truncated` or `damaged`.
  func decode(_ bytes: UnsafeRawBufferPointer) throws -> Image {
    guard isMade else { throw ImagingError.damaged(.jpeg, detail: "there is too little memory to open it") }
    let file = bytes.bindMemory(to: UInt8.self)
    try check(jpeg_decoder_open(decoder, file.baseAddress, file.count), reading: bytes)
    let (width, height) = (Int(decoder.pointee.info.image_width), Int(decoder.pointee.info.image_height))
    try checkSize(.jpeg, width: width, height: height)
    let isPrinted = decoder.pointee.info.out_color_space == JCS_CMYK
    let channels = isPrinted ? 4 : decoder.pointee.info.out_color_space == JCS_GRAYSCALE ? 1 : 3
    let count = width * height * channels
    let pixels = try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      try check(jpeg_decoder_read(decoder, buffer.baseAddress), reading: bytes)
      initialized = count
    }
    return Image(
      width: width, height: height, channels: isPrinted ? 3 : channels, pixels: isPrinted ? rgb(ofInk: pixels) : pixels)
  }

  private func check(_ outcome: Int32, reading bytes: UnsafeRawBufferPointer) throws {
    switch UInt32(outcome) {
    case JPEG_OUTCOME_DONE.rawValue: return
    case JPEG_OUTCOME_ENDS_EARLY.rawValue: throw ImagingError.truncated(.jpeg)
    default:
      let message = text(of: decoder.pointee.failure.message)
      throw hasEnd(bytes) ? ImagingError.damaged(.jpeg, detail: message) : ImagingError.truncated(.jpeg)
    }
  }

  /// Whether the marker that ends a picture comes after the last that begins pixels (a thumbnail has its own).
  private func hasEnd(_ bytes: UnsafeRawBufferPointer) -> Bool {
    for index in bytes.indices.dropLast().reversed() where bytes[index] == 0xFF {
      if bytes[index + 1] == 0xD9 { return true }
      if bytes[index + 1] == 0xDA { return false }
    }
    return false
  }

  /// Red, green and blue of cyan, magenta, yellow and black, which JPEG files hold inverted, by Adobe's custom: what
  /// is stored is the light that each ink lets through.
  private func rgb(ofInk inks: [UInt8]) -> [UInt8] {
    let count = inks.count / 4
    return [UInt8](unsafeUninitializedCapacity: count * 3) { target, initialized in
      for pixel in 0..<count {
        let black = inks[4 * pixel + 3]
        for channel in 0..<3 {
          target[3 * pixel + channel] = black - scaled(255 - inks[4 * pixel + channel], by: black)
        }
      }
      initialized = count * 3
    }
  }
}

/// Encodes grey or RGB as a baseline JPEG without chroma subsampling.
/// - Parameter quality: 1 (smallest) to 100 (best).
/// - Throws: `ImagingError.notEncodable`, `ImagingError.invalidOption`.
public func encodeJPEG(_ image: Image, quality: Int = 90) throws -> [UInt8] {
  guard (1...100).contains(quality) else {
    throw ImagingError.invalidOption(name: "quality", value: "\(quality)", allowed: "between 1 and 100")
  }
  try checkEncodable(image, as: .jpeg, limit: 65_500)
  var output = jpeg_output()
  defer { free(output.bytes) }
  let outcome = jpeg_encode(
    image.pixels, UInt32(image.width), UInt32(image.height), Int32(image.channels), Int32(quality), &output)
  guard outcome == JPEG_OUTCOME_DONE.rawValue, let start = output.bytes else {
    throw ImagingError.notEncodable(.jpeg, reason: text(of: output.message))
  }
  return Array(UnsafeBufferPointer(start: start, count: Int(output.count)))
}
