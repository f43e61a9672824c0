import Basics

/// Small images inside other files: PNG without compression, written here so that a page needs no codec.
public enum PlainPNG {
  /// A PNG file with how many of its dots an inch has, for print.
  public static func withResolution(_ file: [UInt8], dotsPerInch: Int) -> [UInt8] {
    let headerEnd = 33
    guard file.count > headerEnd else { return file }
    let dotsPerMetre = UInt32((Double(dotsPerInch) / 0.0254).rounded())
    let chunk = chunk("pHYs", bigEndian(dotsPerMetre) + bigEndian(dotsPerMetre) + [1])
    return Array(file[..<headerEnd]) + chunk + Array(file[headerEnd...])
  }

  static func dataURI(_ picture: Picture) -> String {
    "data:image/png;base64," + Base64.text(bytes(picture))
  }

  /// The whole file.
  public static func bytes(_ picture: Picture) -> [UInt8] {
    let (width, height, channels) = (max(1, picture.width), max(1, picture.height), picture.channels)
    var rows: [UInt8] = []
    rows.reserveCapacity(height * (width * channels + 1))
    for y in 0..<height {
      rows.append(0)
      for index in 0..<(width * channels) {
        let place = y * width * channels + index
        rows.append(place < picture.pixels.count ? picture.pixels[place] : 0)
      }
    }
    let header = bigEndian(UInt32(width)) + bigEndian(UInt32(height)) + [8, channels == 3 ? 2 : 0, 0, 0, 0]
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header) + chunk("IDAT", stored(rows))
      + chunk("IEND", [])
  }

  /// A chunk with its length and sum.
  static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + content
    return bigEndian(UInt32(content.count)) + body + bigEndian(cyclicSum(body))
  }

  /// A zlib stream (RFC 1950) of stored blocks.
  private static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    var start = 0
    repeat {
      let count = min(65_535, bytes.count - start)
      let (low, high) = (UInt8(count & 0xFF), UInt8(count >> 8))
      stream += [start + count == bytes.count ? 1 : 0, low, high, ~low, ~high]
      stream += bytes[start..<(start + count)]
      start += count
    } while start < bytes.count
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      a = (a + UInt32(byte)) % 65_521
      b = (b + a) % 65_521
    }
    return stream + bigEndian(b << 16 | a)
  }

  static func bigEndian(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(value >> $0 & 0xFF) }
  }

  /// CRC-32 as PNG has it.
  private static func cyclicSum(_ bytes: [UInt8]) -> UInt32 {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in bytes { sum = sums[Int((sum ^ UInt32(byte)) & 0xFF)] ^ (sum >> 8) }
    return sum ^ 0xFFFF_FFFF
  }

  private static let sums: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
  }
}

/// RFC 4648.
public enum Base64 {
  public static func text(_ bytes: [UInt8]) -> String {
    var characters: [UInt8] = []
    characters.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = (0..<3).reduce(0) { $0 << 8 | (start + $1 < bytes.count ? Int(bytes[start + $1]) : 0) }
      for place in 0..<4 {
        characters.append(start + place > bytes.count ? 0x3D : letters[group >> (18 - 6 * place) & 63])
      }
    }
    return String(decoding: characters, as: UTF8.self)
  }

  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
