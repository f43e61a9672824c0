/// How a picture is stored, by the tag that Exif and TIFF share (Exif 2.32, tag 274): which way up, and whether mirrored.
enum Orientation: Int, CaseIterable {
  case upright = 1
  case mirrored, upsideDown, mirroredUpsideDown, mirroredLeft, turnedLeft, mirroredRight, turnedRight

  /// Whether rows are stored as columns.
  var swapsSides: Bool { rawValue >= 5 }
}

extension Image {
  /// The picture as it is to be looked at, as Pillow's `exif_transpose` gives it. Cost: one copy.
  func turnedUpright(from orientation: Orientation) -> Image {
    guard orientation != .upright else { return self }
    let (newWidth, newHeight) = orientation.swapsSides ? (height, width) : (width, height)
    let turned = [UInt8](unsafeUninitializedCapacity: pixels.count) { target, initialized in
      for y in 0..<newHeight {
        for x in 0..<newWidth {
          let (column, row) = storedPlace(x, y, orientation)
          for channel in 0..<channels {
            target[(y * newWidth + x) * channels + channel] = pixels[(row * width + column) * channels + channel]
          }
        }
      }
      initialized = pixels.count
    }
    return Image(width: newWidth, height: newHeight, channels: channels, pixels: turned)
  }

  /// Where the pixel that belongs at (x, y) is stored.
  private func storedPlace(_ x: Int, _ y: Int, _ orientation: Orientation) -> (column: Int, row: Int) {
    switch orientation {
    case .upright: (x, y)
    case .mirrored: (width - 1 - x, y)
    case .upsideDown: (width - 1 - x, height - 1 - y)
    case .mirroredUpsideDown: (x, height - 1 - y)
    case .mirroredLeft: (y, x)
    case .turnedLeft: (y, height - 1 - x)
    case .mirroredRight: (width - 1 - y, height - 1 - x)
    case .turnedRight: (width - 1 - y, x)
    }
  }
}

extension Orientation {
  /// The tag of a JPEG, PNG or WebP file; upright where there is none or it makes no sense.
  init(taggedIn bytes: UnsafeRawBufferPointer, format: ImageFormat) {
    let exif: UnsafeRawBufferPointer? =
      switch format {
      case .jpeg: Self.segment("Exif\0\0", ofJPEG: bytes)
      case .png: Self.chunk("eXIf", of: bytes, from: 8, isBigEndian: true)
      case .webp: Self.chunk("EXIF", of: bytes, from: 12, isBigEndian: false)
      default: nil
      }
    if let exif, let tagged = Self(exif: exif) {
      self = tagged
      return
    }
    // Where Exif says nothing, XMP may: as Pillow has it.
    let xmp: UnsafeRawBufferPointer? =
      switch format {
      case .jpeg: Self.segment("http://ns.adobe.com/xap/1.0/\0", ofJPEG: bytes)
      case .png: Self.chunk("iTXt", of: bytes, from: 8, isBigEndian: true)
      case .webp: Self.chunk("XMP ", of: bytes, from: 12, isBigEndian: false)
      default: nil
      }
    self = xmp.flatMap { Self(xmp: $0) } ?? .upright
  }

  /// The attribute or element `tiff:Orientation` of a packet of XMP (ISO 16684).
  init?(xmp packet: UnsafeRawBufferPointer) {
    let name: StaticString = "tiff:Orientation"
    let length = name.utf8CodeUnitCount
    guard
      let place = packet.indices.first(where: { packet[$0] == UInt8(ascii: "t") && Self.holds(name, packet, at: $0) })
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

  /// Whether the bytes from `offset` are those of `text`. No list is made of them: this is asked of every part of every
  /// file.
  private static func holds(_ text: StaticString, _ bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    return offset + count <= bytes.count && (0..<count).allSatisfy { bytes[offset + $0] == text.utf8Start[$0] }
  }

  /// A chunk of a PNG (length, name, content, checksum) or of a RIFF file (name, length, content).
  private static func chunk(
    _ name: StaticString, of bytes: UnsafeRawBufferPointer, from start: Int, isBigEndian: Bool
  ) -> UnsafeRawBufferPointer? {
    var position = start
    let reader = ByteOrderReader(bytes: bytes, isBigEndian: isBigEndian)
    while position + 8 <= bytes.count {
      guard let length = reader.number(UInt32.self, at: isBigEndian ? position : position + 4) else { return nil }
      let isFound = holds(name, bytes, at: isBigEndian ? position + 4 : position)
      let end = position + 8 + Int(length)
      if isFound { return end <= bytes.count ? UnsafeRawBufferPointer(rebasing: bytes[position + 8..<end]) : nil }
      // A PNG's chunks end in four bytes of checksum, and RIFF's begin at even places.
      position = isBigEndian ? end + 4 : end + Int(length) % 2
    }
    return nil
  }

  /// The tag in a block of Exif: a small TIFF, of which only the first directory is looked at.
  init?(exif block: UnsafeRawBufferPointer) {
    let start = Self.holds("Exif\0\0", block, at: 0) ? 6 : 0
    let tiff = UnsafeRawBufferPointer(rebasing: block[start...])
    guard tiff.count >= 8, tiff[0] == tiff[1], tiff[0] == 0x49 || tiff[0] == 0x4D else { return nil }
    let reader = ByteOrderReader(bytes: tiff, isBigEndian: tiff[0] == 0x4D)
    guard let directory = reader.number(UInt32.self, at: 4).map({ Int($0) }),
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

/// Whole numbers of either byte order, nil beyond the end.
struct ByteOrderReader {
  let bytes: UnsafeRawBufferPointer
  let isBigEndian: Bool

  func number<Number: FixedWidthInteger>(_ type: Number.Type, at offset: Int) -> Number? {
    guard offset >= 0, offset <= bytes.count - MemoryLayout<Number>.size else { return nil }
    let stored = bytes.loadUnaligned(fromByteOffset: offset, as: Number.self)
    return isBigEndian ? Number(bigEndian: stored) : Number(littleEndian: stored)
  }
}
