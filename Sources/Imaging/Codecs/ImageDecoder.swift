/// The most pixels that an image file may claim: 64 million, so that a forged header cannot take all memory.
public let pixelLimit = 64_000_000

/// Decodes one JPEG, PNG, BMP or TIFF file held in memory.
///
/// Grey stays one channel, all else becomes RGB. Alpha is dropped (not blended) and colour profiles are ignored, as
/// Pillow's `convert` does; 16-bit samples are rounded to eight. The orientation tag of cameras (Exif) is ignored too:
/// pixels come as they are stored, which is how the labels and landmarks of data sets count them.
/// For many files use an `ImageDecoder`, which is faster.
/// - Throws: `ImagingError`, without the file's name, which only the caller knows.
public func decodeImage(_ bytes: UnsafeRawBufferPointer) throws -> Image {
  try ImageDecoder().decode(bytes)
}

/// Decodes many files one after another, keeping what the codecs need between files. One per thread.
public final class ImageDecoder {
  private let jpeg = JPEGDecoder()

  public init() {}

  /// As `decodeImage`.
  public func decode(_ bytes: UnsafeRawBufferPointer) throws -> Image {
    switch ImageFormat(sniffing: bytes) {
    case .jpeg: try jpeg.decode(bytes)
    case .png: try decodePNG(bytes)
    case .bmp: try decodeBMP(bytes)
    case .tiff: try decodeTIFF(bytes)
    case nil: throw ImagingError.notAnImage(firstBytes: Array(bytes.prefix(4)))
    }
  }
}

/// Checks a header's size before memory is set aside for it.
func checkSize(_ format: ImageFormat, width: Int, height: Int) throws {
  guard width > 0, height > 0 else {
    throw ImagingError.damaged(format, detail: "it claims \(width) × \(height) pixels")
  }
  guard width <= pixelLimit / height else {
    throw ImagingError.tooLarge(format, width: width, height: height)
  }
}

/// Checks that an image can be written: grey or RGB, with at least one pixel and no side above `limit`.
func checkEncodable(_ image: Image, as format: ImageFormat, limit: Int) throws {
  guard image.channels == 1 || image.channels == 3 else {
    throw ImagingError.notEncodable(format, reason: "it has \(image.channels) channels, not 1 or 3")
  }
  guard image.width > 0, image.height > 0 else {
    throw ImagingError.notEncodable(format, reason: "it has no pixels")
  }
  guard image.width <= limit, image.height <= limit else {
    throw ImagingError.notEncodable(
      format, reason: "it is \(image.width) × \(image.height), and no side may exceed \(limit)")
  }
}
