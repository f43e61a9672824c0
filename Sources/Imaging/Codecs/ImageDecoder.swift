/// The most pixels that an image file may claim: 64 million, so that a forged header cannot take all memory.
public let pixelLimit = 64_000_000

/// Whether a camera's note about how it was held is followed.
public enum StoredOrientation: String, Sendable, Hashable, CaseIterable {
  /// Pictures are turned and mirrored as their Exif or TIFF tag says: what a viewer shows.
  case upright
  /// Pixels come as they lie in the file, which is how some data sets count their landmarks.
  case stored
}

/// Decodes one image file held in memory: JPEG, PNG, BMP, TIFF, WebP, GIF (first frame), PBM, PGM or PPM.
///
/// Grey stays one channel, all else becomes RGB. Alpha is laid over white in every format; samples of more than eight
/// bits are rounded to eight; colour profiles are ignored; the orientation tag is followed. For many files use an `ImageDecoder`, which is faster.
/// - Throws: `ImagingError`, without the file's name, which only the caller knows.
public func decodeImage(_ bytes: UnsafeRawBufferPointer) throws -> Image {
  try ImageDecoder().decode(bytes)
}

/// Decodes many files one after another, keeping what the codecs need between files. One per thread.
public final class ImageDecoder {
  private let jpeg = JPEGDecoder()
  private let orientation: StoredOrientation

  public init(orientation: StoredOrientation = .upright) {
    self.orientation = orientation
  }

  /// As `decodeImage`.
  public func decode(_ bytes: UnsafeRawBufferPointer) throws -> Image {
    guard let format = ImageFormat(sniffing: bytes) else {
      throw ImagingError.notAnImage(firstBytes: Array(bytes.prefix(12)))
    }
    let (image, tagged) = try stored(bytes, format)
    return orientation == .upright ? image.turnedUpright(from: tagged) : image
  }

  /// The pixels as they lie in the file, and how they would be turned.
  private func stored(_ bytes: UnsafeRawBufferPointer, _ format: ImageFormat) throws -> (Image, Orientation) {
    let image: Image
    switch format {
    case .jpeg: image = try jpeg.decode(bytes)
    case .png: image = try decodePNG(bytes)
    case .bmp: image = try decodeBMP(bytes)
    case .tiff: return try decodeTIFF(bytes)
    case .webp: image = try decodeWebP(bytes)
    case .gif: image = try decodeGIF(bytes)
    case .pnm: image = try decodePNM(bytes)
    }
    return (image, Orientation(taggedIn: bytes, format: format))
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
