/// Decodes an uncompressed bitmap of 1, 4, 8, 24 or 32 bits a pixel, rows from the bottom or the top.
///
/// A palette whose entries are all grey gives one channel. The fourth byte of 32-bit pixels is alpha, and laid over
/// white, only where a mask of the header says so.
/// - Throws: `ImagingError`; run-length encoding and unusual bit masks are `unsupported`.
func decodeBMP(_ bytes: UnsafeRawBufferPointer) throws -> Image {
  let header = try BMPHeader(reading: bytes)
  let palette = try header.palette(from: bytes)
  let isGrey = !palette.isEmpty && palette.allSatisfy { $0.x == $0.y && $0.y == $0.z }
  let channels = isGrey ? 1 : 3
  let count = header.width * header.height * channels
  var pixels: [UInt8] = []
  pixels.reserveCapacity(count)
  for row in 0..<header.height {
    let stored = header.isTopDown ? row : header.height - 1 - row
    let start = header.pixelOffset + stored * header.rowStride
    let line = UnsafeRawBufferPointer(rebasing: bytes[start..<start + header.rowStride])
    if palette.isEmpty {
      appendColours(of: line, header: header, to: &pixels)
    } else {
      try appendIndexed(of: line, header: header, palette: palette, isGrey: isGrey, to: &pixels)
    }
  }
  return Image(width: header.width, height: header.height, channels: channels, pixels: pixels)
}

private func appendColours(of line: UnsafeRawBufferPointer, header: BMPHeader, to pixels: inout [UInt8]) {
  let step = header.bitsPerPixel / 8
  for column in 0..<header.width {
    for channel in [2, 1, 0] {
      let value = line[column * step + channel]
      guard header.hasAlpha else {
        pixels.append(value)
        continue
      }
      let alpha = line[column * step + 3]
      pixels.append(scaled(value, by: alpha) + (255 - alpha))
    }
  }
}

private func appendIndexed(
  of line: UnsafeRawBufferPointer, header: BMPHeader, palette: [SIMD3<UInt8>], isGrey: Bool,
  to pixels: inout [UInt8]
) throws {
  let bits = header.bitsPerPixel
  let mask = (1 << bits) - 1
  for column in 0..<header.width {
    let position = column * bits
    let index = (Int(line[position / 8]) >> (8 - bits - position % 8)) & mask
    guard index < palette.count else {
      throw ImagingError.damaged(.bmp, detail: "a pixel names colour \(index) of \(palette.count)")
    }
    let colour = palette[index]
    pixels.append(colour.x)
    if !isGrey {
      pixels.append(colour.y)
      pixels.append(colour.z)
    }
  }
}

/// The fixed part of a bitmap file: Windows' BITMAPINFOHEADER and its longer successors, or OS/2's 12 bytes.
private struct BMPHeader {
  let width: Int
  let height: Int
  let isTopDown: Bool
  let bitsPerPixel: Int
  let pixelOffset: Int
  let hasAlpha: Bool
  private let infoSize: Int
  private let paletteCount: Int

  /// Bytes a row takes in the file: whole groups of four.
  var rowStride: Int { (width * bitsPerPixel + 31) / 32 * 4 }

  init(reading bytes: UnsafeRawBufferPointer) throws {
    guard bytes.count >= 26 else { throw ImagingError.truncated(.bmp) }
    pixelOffset = Int(bytes.littleEndian(at: 10, as: UInt32.self))
    infoSize = Int(bytes.littleEndian(at: 14, as: UInt32.self))
    guard infoSize == 12 || (40...124).contains(infoSize) else {
      throw ImagingError.damaged(.bmp, detail: "its header claims \(infoSize) bytes")
    }
    guard bytes.count >= 14 + infoSize else { throw ImagingError.truncated(.bmp) }
    if infoSize == 12 {
      width = Int(bytes.littleEndian(at: 18, as: UInt16.self))
      height = Int(bytes.littleEndian(at: 20, as: UInt16.self))
      isTopDown = false
      bitsPerPixel = Int(bytes.littleEndian(at: 24, as: UInt16.self))
      paletteCount = 0
      hasAlpha = false
    } else {
      width = Int(bytes.littleEndian(at: 18, as: Int32.self))
      let signedHeight = Int(bytes.littleEndian(at: 22, as: Int32.self))
      height = abs(signedHeight)
      isTopDown = signedHeight < 0
      bitsPerPixel = Int(bytes.littleEndian(at: 28, as: UInt16.self))
      try Self.checkCompression(of: bytes, bitsPerPixel: bitsPerPixel)
      paletteCount = Int(bytes.littleEndian(at: 46, as: UInt32.self))
      // The mask for alpha came with the third and longer headers.
      hasAlpha =
        infoSize >= 56 && bitsPerPixel == 32 && bytes.littleEndian(at: 30, as: UInt32.self) == 3
        && bytes.littleEndian(at: 66, as: UInt32.self) == 0xFF00_0000
    }
    try checkSize(.bmp, width: width, height: height)
    guard [1, 4, 8, 24, 32].contains(bitsPerPixel) else {
      throw ImagingError.unsupported(.bmp, variant: "\(bitsPerPixel) bits a pixel")
    }
    guard pixelOffset >= 14 + infoSize else {
      throw ImagingError.damaged(.bmp, detail: "its pixels begin inside its header")
    }
    guard pixelOffset + rowStride * height <= bytes.count else { throw ImagingError.truncated(.bmp) }
  }

  private static func checkCompression(of bytes: UnsafeRawBufferPointer, bitsPerPixel: Int) throws {
    let kind = Int(bytes.littleEndian(at: 30, as: UInt32.self))
    if kind == 0 || (kind == 3 && bitsPerPixel == 32 && hasUsualMasks(bytes)) { return }
    let kinds = [1: "run-length encoding", 2: "run-length encoding", 3: "bit masks", 4: "JPEG inside", 5: "PNG inside"]
    throw ImagingError.unsupported(.bmp, variant: kinds[kind] ?? "compression \(kind)")
  }

  /// Bit masks that say what 32-bit pixels without masks mean: blue, green, red.
  private static func hasUsualMasks(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count >= 66
      && (0..<3).map { bytes.littleEndian(at: 54 + 4 * $0, as: UInt32.self) } == [0xFF_0000, 0xFF00, 0xFF]
  }

  /// Red, green and blue of each palette entry; empty where pixels hold their colours themselves.
  func palette(from bytes: UnsafeRawBufferPointer) throws -> [SIMD3<UInt8>] {
    guard bitsPerPixel <= 8 else { return [] }
    let entrySize = infoSize == 12 ? 3 : 4
    let most = 1 << bitsPerPixel
    let start = 14 + infoSize
    let count = min(paletteCount == 0 ? most : min(paletteCount, most), (pixelOffset - start) / entrySize)
    guard count > 0 else { throw ImagingError.damaged(.bmp, detail: "it has no palette") }
    return (0..<count).map { entry in
      let place = start + entry * entrySize
      return SIMD3(bytes[place + 2], bytes[place + 1], bytes[place])
    }
  }
}

extension UnsafeRawBufferPointer {
  fileprivate func littleEndian<Value: FixedWidthInteger>(at offset: Int, as type: Value.Type) -> Value {
    Value(littleEndian: loadUnaligned(fromByteOffset: offset, as: type))
  }
}
