import CTIFF

/// Decodes the first picture of a TIFF: 1 to 16 bits, stripped or tiled, any compression libtiff knows.
///
/// libtiff's RGBA reader does the conversion. Transparency that is not yet multiplied in is multiplied in (black
/// behind), the one difference from the other formats.
/// - Throws: `ImagingError`; floating-point samples are `unsupported`.
func decodeTIFF(_ bytes: UnsafeRawBufferPointer) throws -> Image {
  // On the heap, because libtiff keeps its address.
  let source = UnsafeMutablePointer<tiff_source>.allocate(capacity: 1)
  defer { source.deallocate() }
  guard let file = tiff_open(source, bytes.baseAddress, bytes.count, tmsize_t(4 * pixelLimit)) else {
    throw explanation(of: source, fallback: "it has no directory")
  }
  defer { TIFFClose(file) }
  var (width, height) = (UInt32(0), UInt32(0))
  tiff_get_size(file, &width, &height)
  try checkSize(.tiff, width: Int(width), height: Int(height))
  var reason = [CChar](repeating: 0, count: 1024)
  var reader = TIFFRGBAImage()
  guard TIFFRGBAImageOK(file, &reason) != 0, TIFFRGBAImageBegin(&reader, file, 1, &reason) != 0 else {
    if source.pointee.passed_end != 0 { throw ImagingError.truncated(.tiff) }
    let variant = String(decoding: reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    throw ImagingError.unsupported(.tiff, variant: variant)
  }
  defer { TIFFRGBAImageEnd(&reader) }
  reader.req_orientation = UInt16(ORIENTATION_TOPLEFT)
  var raster = [UInt32](repeating: 0, count: Int(width) * Int(height))
  guard TIFFRGBAImageGet(&reader, &raster, width, height) != 0 else {
    throw explanation(of: source, fallback: "its pixels cannot be read")
  }
  let isGrey =
    Int32(reader.photometric) == PHOTOMETRIC_MINISBLACK || Int32(reader.photometric) == PHOTOMETRIC_MINISWHITE
  return image(from: raster, width: Int(width), height: Int(height), isGrey: isGrey)
}

/// Takes red (and green and blue) out of libtiff's words, red lowest.
private func image(from raster: [UInt32], width: Int, height: Int, isGrey: Bool) -> Image {
  if isGrey {
    let pixels = raster.map { UInt8(truncatingIfNeeded: $0) }
    return Image(width: width, height: height, channels: 1, pixels: pixels)
  }
  let pixels = [UInt8](unsafeUninitializedCapacity: raster.count * 3) { buffer, initialized in
    for (index, word) in raster.enumerated() {
      buffer[3 * index] = UInt8(truncatingIfNeeded: word)
      buffer[3 * index + 1] = UInt8(truncatingIfNeeded: word >> 8)
      buffer[3 * index + 2] = UInt8(truncatingIfNeeded: word >> 16)
    }
    initialized = raster.count * 3
  }
  return Image(width: width, height: height, channels: 3, pixels: pixels)
}

private func explanation(of source: UnsafeMutablePointer<tiff_source>, fallback: String) -> ImagingError {
  if source.pointee.passed_end != 0 { return .truncated(.tiff) }
  let message = withUnsafeBytes(of: source.pointee.message) { message in
    String(decoding: message.prefix { $0 != 0 }, as: UTF8.self)
  }
  return .damaged(.tiff, detail: message.isEmpty ? fallback : message)
}
