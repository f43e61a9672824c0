import CTIFF

/// The first directory of a TIFF as it lies in the file (TIFF 6.0, section 2; BigTIFF), beside what libtiff makes of it.
///
/// libtiff helps itself where a directory contradicts itself: where a tag comes twice, where nothing says whether 0 is
/// black or white, where a palette has no colours. Each is a guess on what pixels are, and other readers guess otherwise.
struct TIFFDirectory {
  private struct Entry {
    let tag: Int
    let count: UInt64
    /// Of a single whole number.
    let value: UInt64?
  }

  private let entries: [Entry]

  /// nil where there is none that could be read.
  init?(of bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= 8 else { return nil }
    let reader = ByteOrderReader(bytes: bytes, isBigEndian: bytes[0] == 0x4D)
    let isBig = reader.number(UInt16.self, at: 2) == 43
    func number(_ place: Int) -> UInt64? {
      isBig ? reader.number(UInt64.self, at: place) : reader.number(UInt32.self, at: place).map { UInt64($0) }
    }
    guard let start = number(isBig ? 8 : 4).flatMap({ Int(exactly: $0) }), start <= bytes.count,
      let count = isBig ? number(start) : reader.number(UInt16.self, at: start).map({ UInt64($0) })
    else { return nil }
    let (first, size) = isBig ? (start + 8, 20) : (start + 2, 12)
    guard count <= UInt64((bytes.count - min(first, bytes.count)) / size) else { return nil }
    entries = (0..<Int(count)).compactMap { index in
      let place = first + index * size
      guard let tag = reader.number(UInt16.self, at: place), let kind = reader.number(UInt16.self, at: place + 2),
        let count = number(place + 4)
      else { return nil }
      let content = place + (isBig ? 12 : 8)
      let value: UInt64? =
        switch kind {
        case 1: reader.number(UInt8.self, at: content).map { UInt64($0) }
        case 3: reader.number(UInt16.self, at: content).map { UInt64($0) }
        case 4: reader.number(UInt32.self, at: content).map { UInt64($0) }
        case 16 where isBig: reader.number(UInt64.self, at: content)
        default: nil
        }
      return Entry(tag: Int(tag), count: count, value: count == 1 ? value : nil)
    }
  }

  /// Tags that say what the numbers of a picture stand for and how they lie.
  private static let shaping: Set<Int> = [
    256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 284, 317, 320, 322, 323, 324, 325, 338, 339, 530,
  ]

  /// What is wrong with the directory, or with libtiff's reading of it; nil where nothing is.
  func contradiction(to layout: tiff_layout) -> String? {
    var seen: Set<Int> = []
    for entry in entries where Self.shaping.contains(entry.tag) && !seen.insert(entry.tag).inserted {
      return "tag \(entry.tag) comes twice"
    }
    let photometric = entries.first { $0.tag == Int(TIFFTAG_PHOTOMETRIC) }
    guard let photometric else { return "it does not say what its numbers stand for (tag 262)" }
    // Old JPEG in TIFF often says RGB of what is not, which libtiff tells from the JPEG.
    if Int32(layout.compression) != COMPRESSION_OJPEG, photometric.value != UInt64(layout.photometric) {
      return "what its numbers stand for (tag 262) does not fit the rest"
    }
    if let bits = entries.first(where: { $0.tag == Int(TIFFTAG_BITSPERSAMPLE) }),
      bits.count != 1, bits.count != UInt64(layout.samples)
    {
      return "its pixels have \(layout.samples) numbers, of which it tells the bits of \(bits.count)"
    }
    return nil
  }
}
