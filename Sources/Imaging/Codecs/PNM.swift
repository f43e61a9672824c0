/// Decodes the first picture of a portable bitmap, greymap or pixmap (PBM, PGM, PPM: P1 to P6), as text or packed.
///
/// Depths other than 8 bits are rounded to 8. - Throws: `ImagingError`.
func decodePNM(_ bytes: UnsafeRawBufferPointer) throws -> Image {
  var reader = PNMReader(bytes: bytes)
  let kind = Int(bytes[1]) - 48
  let (width, height) = (try reader.header(), try reader.header())
  try checkSize(.pnm, width: width, height: height)
  let isBitmap = kind == 1 || kind == 4
  let greatest = isBitmap ? 1 : try reader.header()
  guard (1...65_535).contains(greatest) else {
    throw ImagingError.damaged(.pnm, detail: "its greatest value is \(greatest)")
  }
  let channels = kind == 3 || kind == 6 ? 3 : 1
  let count = width * height * channels
  if kind <= 3 {
    guard bytes.count >= count else { throw ImagingError.truncated(.pnm) }
    let values = try (0..<count).map { _ in isBitmap ? try reader.bit() : try reader.number() }
    return Image(
      width: width, height: height, channels: channels,
      pixels: try values.map { try level($0, greatest: greatest, isBitmap: isBitmap) })
  }
  // One blank ends the header. Behind a comment readers differ about where the pixels begin, and the format has none there.
  guard bytes[reader.position] != UInt8(ascii: "#") else {
    throw ImagingError.damaged(.pnm, detail: "a comment stands where its pixels should begin")
  }
  reader.position += 1
  let stride = isBitmap ? (width + 7) / 8 : width * channels * (greatest > 255 ? 2 : 1)
  guard stride * height <= bytes.count - reader.position else { throw ImagingError.truncated(.pnm) }
  let pixels = UnsafeRawBufferPointer(rebasing: bytes[reader.position..<reader.position + stride * height])
  var levels: [UInt8] = []
  levels.reserveCapacity(count)
  if isBitmap {
    for row in 0..<height {
      for column in 0..<width {
        levels.append(pixels[row * stride + column / 8] >> UInt8(7 - column % 8) & 1 == 1 ? 0 : 255)
      }
    }
  } else if greatest == 255 {
    levels += pixels
  } else if greatest < 255 {
    for value in pixels { levels.append(try level(Int(value), greatest: greatest, isBitmap: false)) }
  } else {
    for index in 0..<count {
      let value = Int(pixels[2 * index]) << 8 | Int(pixels[2 * index + 1])
      levels.append(try level(value, greatest: greatest, isBitmap: false))
    }
  }
  return Image(width: width, height: height, channels: channels, pixels: levels)
}

/// A bitmap's 1 is ink.
private func level(_ value: Int, greatest: Int, isBitmap: Bool) throws -> UInt8 {
  guard value <= greatest else {
    throw ImagingError.damaged(.pnm, detail: "a pixel is \(value), above the greatest value \(greatest)")
  }
  return isBitmap ? (value == 1 ? 0 : 255) : UInt8((value * 255 + greatest / 2) / greatest)
}

private struct PNMReader {
  let bytes: UnsafeRawBufferPointer
  var position = 2

  init(bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

  private mutating func skipBlanks() {
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "#") {
        while position < bytes.count, bytes[position] != 10, bytes[position] != 13 { position += 1 }
      } else if isBlank(bytes[position]) {
        position += 1
      } else {
        return
      }
    }
  }

  /// A number of the header, which must be followed by a blank.
  mutating func header() throws -> Int {
    let value = try number()
    guard position < bytes.count else { throw ImagingError.truncated(.pnm) }
    guard isBlank(bytes[position]) || bytes[position] == UInt8(ascii: "#") else {
      throw ImagingError.damaged(.pnm, detail: "its header is no list of numbers")
    }
    return value
  }

  mutating func number() throws -> Int {
    skipBlanks()
    guard position < bytes.count else { throw ImagingError.truncated(.pnm) }
    let start = position
    var value = 0
    while position < bytes.count, (48...57).contains(bytes[position]) {
      value = value * 10 + Int(bytes[position] - 48)
      position += 1
      guard position - start <= 9 else { break }
    }
    guard position > start else {
      throw ImagingError.damaged(.pnm, detail: "it has something else where a number belongs")
    }
    return value
  }

  /// Bits as text need no blanks between them.
  mutating func bit() throws -> Int {
    skipBlanks()
    guard position < bytes.count else { throw ImagingError.truncated(.pnm) }
    let value = Int(bytes[position]) - 48
    guard value == 0 || value == 1 else { throw ImagingError.damaged(.pnm, detail: "a bit is neither 0 nor 1") }
    position += 1
    return value
  }
}
