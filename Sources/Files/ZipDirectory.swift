/// What is damaged in a zip archive, as a clause that a message can end with.
package struct ZipDamage: Error {
  package let reason: String
}

/// Where the central directory of an archive lies, and how many files it lists.
///
/// Format: PKWARE's application note 6.3.10, with zip64. Read as unpackers do: from the end, so that something may stand
/// before the archive (a program that unpacks itself), and by what is there rather than by what is claimed where macOS,
/// which writes no zip64, lets numbers run over.
package struct ZipDirectory {
  private let range: Range<Int>
  private let count: Int
  private let isWide: Bool
  /// How far everything lies behind where the archive says.
  private let shift: Int

  /// The files of an archive, as its central directory lists them. Cost: linear in their number; nothing is unpacked, and
  /// memory is bounded by the bytes at hand, whatever number they claim.
  package static func entries(of bytes: UnsafeRawBufferPointer) throws(ZipDamage) -> [ZipEntry] {
    let directory = try ZipDirectory(bytes)
    var entries: [ZipEntry] = []
    entries.reserveCapacity(min(directory.count, bytes.count / 46))
    var offset = directory.range.lowerBound
    // Offsets that ran over 32 bits begin again from nothing, file by file in the order of the archive.
    let hasRunOver = directory.shift > 0 && directory.shift % (1 << 32) == 0 && !directory.isWide
    var (base, last) = (hasRunOver ? 0 : directory.shift, 0)
    while offset < directory.range.upperBound, let (entry, next) = ZipEntry.read(from: bytes, at: offset) {
      if hasRunOver, entry.headerOffset + base < last { base += 1 << 32 }
      last = entry.headerOffset + base
      entries.append(base == 0 ? entry : entry.headed(at: last))
      offset = next
    }
    let isComplete = directory.isWide ? entries.count == directory.count : entries.count % 65_536 == directory.count
    guard isComplete else { throw ZipDamage(reason: "its list of files is damaged") }
    return entries
  }

  private init(_ bytes: UnsafeRawBufferPointer) throws(ZipDamage) {
    func damaged(_ reason: String) -> ZipDamage { ZipDamage(reason: reason) }
    guard let end = Self.end(of: bytes) else { throw damaged("its end is missing") }
    guard let disk = bytes.littleEndian(UInt16.self, at: end + 4),
      let count = bytes.littleEndian(UInt16.self, at: end + 10),
      let size = bytes.littleEndian(UInt32.self, at: end + 12),
      let offset = bytes.littleEndian(UInt32.self, at: end + 16)
    else { throw damaged("its end is cut off") }
    guard disk == 0 || disk == .max else { throw damaged("it is one part of several") }
    if count == .max || offset == .max || size == .max, let wide = Self.wide(bytes, before: end) {
      self = wide
    } else {
      self.init(offset: Int(offset), size: Int(size), count: Int(count), isWide: false, end: end, bytes)
    }
    guard range.lowerBound >= 0, count == 0 || shift >= 0 else { throw damaged("its end is damaged") }
  }

  /// The directory ends where its end record begins, wherever it claims to begin; unless there is none there.
  private init(offset: Int, size: Int, count: Int, isWide: Bool, end: Int, _ bytes: UnsafeRawBufferPointer) {
    self.count = count
    self.isWide = isWide
    let start = end - size
    if bytes.littleEndian(UInt32.self, at: start) != 0x0201_4B50,
      bytes.littleEndian(UInt32.self, at: offset) == 0x0201_4B50
    {
      range = offset..<max(offset, end)
      shift = 0
    } else {
      range = start..<max(start, end)
      shift = start - offset
    }
  }

  /// The end record: within the last 64 kB, as a comment may follow it.
  private static func end(of bytes: UnsafeRawBufferPointer) -> Int? {
    let last = bytes.count - 22
    guard last >= 0 else { return nil }
    for offset in stride(from: last, through: max(0, last - 65_535), by: -1)
    where bytes.littleEndian(UInt32.self, at: offset) == 0x0605_4B50 {
      return offset
    }
    return nil
  }

  /// The zip64 end record, which a locator just before the end record points at; or which lies right before that, where
  /// something was put in front of the archive.
  private static func wide(_ bytes: UnsafeRawBufferPointer, before end: Int) -> ZipDirectory? {
    guard bytes.littleEndian(UInt32.self, at: end - 20) == 0x0706_4B50,
      let claimed = bytes.littleEndian(UInt64.self, at: end - 12).flatMap({ Int(exactly: $0) })
    else { return nil }
    let places = [claimed, end - 76].filter { $0 <= end }
    guard let position = places.first(where: { bytes.littleEndian(UInt32.self, at: $0) == 0x0606_4B50 }),
      let count = bytes.littleEndian(UInt64.self, at: position + 32).flatMap({ Int(exactly: $0) }),
      let size = bytes.littleEndian(UInt64.self, at: position + 40).flatMap({ Int(exactly: $0) }),
      let offset = bytes.littleEndian(UInt64.self, at: position + 48).flatMap({ Int(exactly: $0) }),
      count <= bytes.count / 46, offset <= bytes.count, size <= bytes.count
    else { return nil }
    return ZipDirectory(offset: offset, size: size, count: count, isWide: true, end: position, bytes)
  }
}

extension ZipEntry {
  /// Where the bytes of the file lie in the archive as they are stored, packed or not.
  package func packedRange(in bytes: UnsafeRawBufferPointer) throws(ZipDamage) -> Range<Int> {
    guard bytes.littleEndian(UInt32.self, at: headerOffset) == 0x0403_4B50,
      let nameLength = bytes.littleEndian(UInt16.self, at: headerOffset + 26),
      let extraLength = bytes.littleEndian(UInt16.self, at: headerOffset + 28)
    else { throw ZipDamage(reason: "its header is missing") }
    let start = headerOffset + 30 + Int(nameLength) + Int(extraLength)
    guard start + compressedSize <= bytes.count else { throw ZipDamage(reason: "it is cut off") }
    return start..<start + compressedSize
  }
}
