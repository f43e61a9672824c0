import CTurboJPEG

/// Decodes JPEG files, keeping TurboJPEG's handle and its tables between files. One per thread.
final class JPEGDecoder {
  private let handle: tjhandle?

  init() {
    handle = tjInitDecompress()
  }

  deinit {
    if let handle { tjDestroy(handle) }
  }

  /// Grey stays grey, YCbCr and RGB become RGB, by the accurate transform as Pillow uses it.
  /// - Throws: `ImagingError`; `truncated` where TurboJPEG would make up the rest in grey.
  func decode(_ bytes: UnsafeRawBufferPointer) throws -> Image {
    guard let handle else { throw ImagingError.damaged(.jpeg, detail: "there is too little memory to open it") }
    let file = bytes.bindMemory(to: UInt8.self)
    var (width, height, subsampling, colours) = (Int32(0), Int32(0), Int32(0), Int32(0))
    let size = UInt(bytes.count)
    if tjDecompressHeader3(handle, file.baseAddress, size, &width, &height, &subsampling, &colours) != 0 {
      try explainFailure(of: handle, reading: bytes)
    }
    try checkSize(.jpeg, width: Int(width), height: Int(height))
    let isGrey = colours == TJCS_GRAY.rawValue
    guard isGrey || colours == TJCS_YCbCr.rawValue || colours == TJCS_RGB.rawValue else {
      throw ImagingError.unsupported(.jpeg, variant: "CMYK colours, as for printing")
    }
    let channels = isGrey ? 1 : 3
    let count = Int(width) * Int(height) * channels
    let format = isGrey ? TJPF_GRAY.rawValue : TJPF_RGB.rawValue
    let flags = TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS
    let pixels = try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      if tjDecompress2(handle, file.baseAddress, size, buffer.baseAddress, width, 0, height, format, flags) != 0 {
        try explainFailure(of: handle, reading: bytes)
      }
      initialized = count
    }
    return Image(width: Int(width), height: Int(height), channels: channels, pixels: pixels)
  }

  /// Throws what is wrong, unless it is a warning after which all pixels are there and sound.
  ///
  /// Told by the last message, because TurboJPEG 2 calls an error a warning where a warning came before it.
  private func explainFailure(of handle: tjhandle, reading bytes: UnsafeRawBufferPointer) throws {
    let message = tjGetErrorStr2(handle).map { String(cString: $0) } ?? "unknown"
    let harmless = [
      "extraneous bytes", "unknown JFIF revision", "Unknown Adobe", "Invalid SOS parameters for sequential",
    ]
    if harmless.contains(where: message.contains) { return }
    throw hasEnd(bytes) ? ImagingError.damaged(.jpeg, detail: message) : ImagingError.truncated(.jpeg)
  }

  /// Whether the marker that ends a picture comes after the last that begins pixels (a thumbnail has its own).
  private func hasEnd(_ bytes: UnsafeRawBufferPointer) -> Bool {
    for index in bytes.indices.dropLast().reversed() where bytes[index] == 0xFF {
      if bytes[index + 1] == 0xD9 { return true }
      if bytes[index + 1] == 0xDA { return false }
    }
    return false
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
  guard let handle = tjInitCompress() else {
    throw ImagingError.notEncodable(.jpeg, reason: "there is too little memory")
  }
  defer { tjDestroy(handle) }
  var bytes: UnsafeMutablePointer<UInt8>?
  var count: UInt = 0
  defer { tjFree(bytes) }
  let isGrey = image.channels == 1
  let outcome = tjCompress2(
    handle, image.pixels, Int32(image.width), 0, Int32(image.height),
    isGrey ? TJPF_GRAY.rawValue : TJPF_RGB.rawValue, &bytes, &count,
    Int32(isGrey ? TJSAMP_GRAY.rawValue : TJSAMP_444.rawValue), Int32(quality), TJFLAG_ACCURATEDCT)
  guard outcome == 0, let bytes else {
    let message = tjGetErrorStr2(handle).map { String(cString: $0) } ?? "unknown"
    throw ImagingError.notEncodable(.jpeg, reason: message)
  }
  return Array(UnsafeBufferPointer(start: bytes, count: Int(count)))
}
