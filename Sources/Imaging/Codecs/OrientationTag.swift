/// How XMP begins in a JPEG (XMP specification, part 3, 1.1.3).
private let xmpName: StaticString = "http://ns.adobe.com/xap/1.0/\0"

extension Orientation {
  /// The tag of a JPEG, PNG or WebP file; upright where there is none or it makes no sense. Where Exif says nothing, XMP
  /// may: as Pillow has it.
  init(taggedIn bytes: UnsafeRawBufferPointer, format: ImageFormat) {
    let tagged: Self? =
      switch format {
      case .jpeg:
        Self.segment("Exif\0\0", ofJPEG: bytes).flatMap { Self(exif: $0) }
          ?? Self.segment(xmpName, ofJPEG: bytes).flatMap { Self(xmp: $0) }
      case .png: Self(taggedInPNG: bytes)
      case .webp:
        Self.webPPart("EXIF", 0x08, of: bytes).flatMap { Self(exif: $0) }
          ?? Self.webPPart("XMP ", 0x04, of: bytes).flatMap { Self(xmp: $0) }
      default: nil
      }
    self = tagged ?? .upright
  }

  /// A part of a WebP file of which its header says that it is there; one of which it does not, libwebp ignores.
  private static func webPPart(
    _ name: StaticString, _ flag: UInt8, of bytes: UnsafeRawBufferPointer
  ) -> UnsafeRawBufferPointer? {
    guard holds("VP8X", bytes, at: 12), bytes.count > 20, bytes[20] & flag != 0 else { return nil }
    return RIFFChunks(bytes: bytes).first(name)
  }

  /// Exif in a chunk of its own; or as ImageMagick and older programs write it, in hexadecimal digits in a chunk of text.
  private init?(taggedInPNG bytes: UnsafeRawBufferPointer) {
    let chunks = PNGChunks(bytes: bytes)
    if let tagged = chunks.first("eXIf").flatMap({ Self(exif: $0) }) {
      self = tagged
      return
    }
    let texts = PNGTexts(chunks: chunks)
    for keyword in ["Raw profile type exif", "Raw profile type APP1", "XML:com.adobe.xmp", "Raw profile type xmp"] {
      guard let content = texts.content(of: keyword) else { continue }
      let body = keyword.hasPrefix("Raw") ? PNGTexts.profile(inHexadecimal: content) : content
      if let tagged = body.withUnsafeBytes({ Self(exif: $0) ?? Self(xmp: $0) }) {
        self = tagged
        return
      }
    }
    return nil
  }

  /// The attribute or element `tiff:Orientation` of a packet of XMP (ISO 16684).
  init?(xmp packet: UnsafeRawBufferPointer) {
    let name: StaticString = "tiff:Orientation"
    let length = name.utf8CodeUnitCount
    guard
      let place = packet.indices.first(where: { packet[$0] == UInt8(ascii: "t") && holds(name, packet, at: $0) })
    else { return nil }
    // `="6"` or `>6`.
    let value = packet[(place + length)...].prefix(3).first { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard let value else { return nil }
    self.init(rawValue: Int(value - UInt8(ascii: "0")))
  }

  /// The APP1 segment of a JPEG that begins like this, before the first scan; Exif and XMP lie in such.
  private static func segment(_ start: StaticString, ofJPEG bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    var position = 2
    while position + 4 <= bytes.count {
      // Fill bytes may stand before a marker.
      guard bytes[position] == 0xFF, bytes[position + 1] != 0xFF else {
        position += 1
        continue
      }
      let marker = bytes[position + 1]
      if marker == 0xDA || marker == 0xD9 { return nil }
      if marker == 0x01 || (0xD0...0xD8).contains(marker) || marker == 0 {
        position += 2
        continue
      }
      let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
      let body = position + 4..<min(bytes.count, position + 2 + max(2, length))
      if marker == 0xE1, body.count >= start.utf8CodeUnitCount, holds(start, bytes, at: body.lowerBound) {
        return UnsafeRawBufferPointer(rebasing: bytes[body])
      }
      position += 2 + max(2, length)
    }
    return nil
  }

  /// The tag in a block of Exif: a small TIFF, of which only the first directory is looked at.
  init?(exif block: UnsafeRawBufferPointer) {
    // Some programs put the mark of a JPEG's segment before it, and some of those twice.
    var start = 0
    while start < 12, holds("Exif\0\0", block, at: start) { start += 6 }
    let tiff = UnsafeRawBufferPointer(rebasing: block[start...])
    guard tiff.count >= 8, tiff[0] == tiff[1], tiff[0] == 0x49 || tiff[0] == 0x4D else { return nil }
    let reader = ByteOrderReader(bytes: tiff, isBigEndian: tiff[0] == 0x4D)
    // 42 says that it is one; some cameras write it in the other byte order. 43 says that all places are long, which no
    // Exif's are: in big-endian order Pillow follows the short ones, in the other it reads nothing.
    let mark = reader.number(UInt16.self, at: 2)
    guard mark == 42 || mark == 42 << 8 || mark == 43 && tiff[0] == 0x4D,
      let directory = reader.number(UInt32.self, at: 4).map({ Int($0) }),
      let count = reader.number(UInt16.self, at: directory)
    else { return nil }
    for entry in 0..<Int(count) {
      let place = directory + 2 + 12 * entry
      guard let tag = reader.number(UInt16.self, at: place) else { return nil }
      guard tag == 274 else { continue }
      // The standard has one short number; some programs write it long, which in big-endian files lies elsewhere. What
      // says that it is something else is damaged.
      let value: Int?
      switch (reader.number(UInt16.self, at: place + 2), reader.number(UInt32.self, at: place + 4)) {
      case (3, 1): value = reader.number(UInt16.self, at: place + 8).map { Int($0) }
      case (4, 1): value = reader.number(UInt32.self, at: place + 8).map { Int($0) }
      default: value = nil
      }
      guard let value else { return nil }
      self.init(rawValue: value)
      return
    }
    return nil
  }
}
