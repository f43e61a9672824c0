import CTIFF

/// Decodes the first picture of a TIFF: stripped or tiled, any compression libtiff knows. Its orientation is left to
/// the caller, to whom it is told.
///
/// Up to 8 bits, and whatever is not grey or RGB, goes through libtiff's RGBA reader; deeper and floating-point samples
/// are read here, because that reader cuts 16-bit grey off where PNG is rounded, and has no notion of the others.
/// A file that contradicts itself on what its numbers stand for is refused, where libtiff would choose.
/// - Throws: `ImagingError`.
func decodeTIFF(_ bytes: UnsafeRawBufferPointer) throws -> (image: Image, orientation: Orientation) {
  // On the heap, because libtiff keeps its address.
  let source = UnsafeMutablePointer<tiff_source>.allocate(capacity: 1)
  defer { source.deallocate() }
  guard let file = tiff_open(source, bytes.baseAddress, bytes.count, tmsize_t(4 * pixelLimit)) else {
    throw explanation(of: source, fallback: "it has no directory")
  }
  defer { TIFFClose(file) }
  var layout = tiff_layout()
  tiff_get_layout(file, &layout)
  try checkSize(.tiff, width: Int(layout.width), height: Int(layout.height))
  if let contradiction = TIFFDirectory(of: bytes)?.contradiction(to: layout) {
    throw ImagingError.damaged(.tiff, detail: contradiction)
  }
  if layout.isSparseInColour, tiff_has_size_of_its_density(file) == 0 {
    throw ImagingError.damaged(.tiff, detail: "it does not say how dense its colours are")
  }
  if let missing = tiff_missing_piece(file) {
    throw ImagingError.damaged(.tiff, detail: "\(String(cString: missing)) of its pixels is missing")
  }
  let image = try layout.isDeep ? deepImage(file, layout, source) : plainImage(file, layout, source)
  if source.pointee.lost_pixels != 0 { throw explanation(of: source, fallback: "its pixels are incomplete") }
  return (image, layout.tagged)
}

extension tiff_layout {
  var isGrey: Bool {
    Int32(photometric) == PHOTOMETRIC_MINISBLACK || Int32(photometric) == PHOTOMETRIC_MINISWHITE
  }

  /// Grey or RGB of more than 8 bits a sample.
  fileprivate var isDeep: Bool {
    bits > 8 && (isGrey || Int32(photometric) == PHOTOMETRIC_RGB)
  }

  /// Brightness of every pixel beside colours that several share, as they are: what packs them tells how they lie.
  fileprivate var isSparseInColour: Bool {
    Int32(photometric) == PHOTOMETRIC_YCBCR && Int32(compression) == COMPRESSION_NONE
  }

  fileprivate var tagged: Orientation {
    if orientation != 0 { return Orientation(rawValue: Int(orientation)) ?? .upright }
    return Orientation(xmp: UnsafeRawBufferPointer(start: xmp, count: Int(xmp_count))) ?? .upright
  }

  fileprivate var hasAlpha: Bool { alpha != 0 }
  fileprivate var isMultiplied: Bool { Int32(alpha) == EXTRASAMPLE_ASSOCALPHA }
}

/// By libtiff's RGBA reader, alpha laid over white.
private func plainImage(
  _ file: OpaquePointer, _ layout: tiff_layout, _ source: UnsafeMutablePointer<tiff_source>
) throws -> Image {
  let (width, height) = (Int(layout.width), Int(layout.height))
  var reason = [CChar](repeating: 0, count: 1024)
  var reader = TIFFRGBAImage()
  guard TIFFRGBAImageOK(file, &reason) != 0, TIFFRGBAImageBegin(&reader, file, 1, &reason) != 0 else {
    if source.pointee.passed_end != 0 { throw ImagingError.truncated(.tiff) }
    let variant = String(decoding: reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    throw ImagingError.unsupported(.tiff, variant: variant)
  }
  defer { TIFFRGBAImageEnd(&reader) }
  // Asked for as it is stored: libtiff mirrors, but does not turn.
  reader.req_orientation = reader.orientation
  var raster = [UInt32](repeating: 0, count: width * height)
  guard TIFFRGBAImageGet(&reader, &raster, layout.width, layout.height) != 0 else {
    throw explanation(of: source, fallback: "its pixels cannot be read")
  }
  let colours = layout.isGrey ? 1 : 3
  let channels = colours + (layout.hasAlpha ? 1 : 0)
  let pixels = [UInt8](unsafeUninitializedCapacity: raster.count * channels) { buffer, initialized in
    for (index, word) in raster.enumerated() {
      for channel in 0..<colours {
        buffer[channels * index + channel] = UInt8(truncatingIfNeeded: word >> UInt32(8 * channel))
      }
      if channels > colours { buffer[channels * index + colours] = UInt8(truncatingIfNeeded: word >> 24) }
    }
    initialized = raster.count * channels
  }
  guard layout.hasAlpha else { return Image(width: width, height: height, channels: colours, pixels: pixels) }
  // The reader has multiplied colours by their alpha, but leaves grey alone.
  let isMultiplied = layout.isMultiplied || !layout.isGrey
  return Image(
    width: width, height: height, channels: colours,
    pixels: laidOverWhite(pixels, channels: channels, isMultiplied: isMultiplied))
}

/// Samples of 16, 32 or 64 bits, whole or floating-point, brought to 8.
private func deepImage(
  _ file: OpaquePointer, _ layout: tiff_layout, _ source: UnsafeMutablePointer<tiff_source>
) throws -> Image {
  let colours = layout.isGrey ? 1 : 3
  guard [16, 32, 64].contains(layout.bits), Int(layout.samples) >= colours,
    Int32(layout.format) == SAMPLEFORMAT_IEEEFP || Int32(layout.format) == SAMPLEFORMAT_UINT
  else {
    throw ImagingError.unsupported(.tiff, variant: "\(layout.bits)-bit samples of this kind")
  }
  let kept = colours + (layout.hasAlpha ? 1 : 0)
  let samples = try TIFFSamples(file, layout, source).read(kept)
  var levels = try EightBitLevels(samples, isFloat: Int32(layout.format) == SAMPLEFORMAT_IEEEFP, bits: Int(layout.bits))
    .levels()
  if Int32(layout.photometric) == PHOTOMETRIC_MINISWHITE {
    for index in stride(from: 0, to: levels.count, by: kept) { levels[index] = 255 - levels[index] }
  }
  return Image(
    width: Int(layout.width), height: Int(layout.height), channels: colours,
    pixels: layout.hasAlpha ? laidOverWhite(levels, channels: kept, isMultiplied: layout.isMultiplied) : levels)
}

func explanation(of source: UnsafeMutablePointer<tiff_source>, fallback: String) -> ImagingError {
  if source.pointee.passed_end != 0 { return .truncated(.tiff) }
  let message = text(of: source.pointee.message)
  return .damaged(.tiff, detail: message.isEmpty ? fallback : message)
}
