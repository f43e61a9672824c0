/// What is damaged in a zip archive, as a clause that a message can end with.
package struct ZipDamage: Error {
  package let reason: String
}

/// Where the central directory of an archive begins, and how many files it lists.
///
/// Format: PKWARE's application note 6.3.10, with zip64.
package struct ZipDirectory {
  private let offset: Int
  private let count: Int

  /// The files of an archive, as its central directory lists them. Cost: linear in their number; nothing is unpacked, and
  /// memory is bounded by the bytes at hand, whatever number they claim.
  package static func entries(of bytes: UnsafeRawBufferPointer) throws(ZipDamage) -> [ZipEntry] {
    let directory = try ZipDirectory(bytes)
    var entries: [ZipEntry] = []
    entries.reserveCapacity(min(directory.count, bytes.count / 46))
    var offset = directory.offset
    for _ in 0..<directory.count {
      guard let (entry, next) = ZipEntry.read(from: bytes, at: offset) else {
        throw ZipDamage(reason: "its list of files is damaged")
      }
      entries.append(entry)
      offset = next
    }
    return entries
  }

  private init(_ bytes: UnsafeRawBufferPointer) throws(ZipDamage) {
    func damaged(_ reason: String) -> ZipDamage { ZipDamage(reason: reason) }
    guard let end = Self.end(of: bytes) else { throw damaged("its end is missing") }
    guard let disk = bytes.littleEndian(UInt16.self, at: end + 4),
      let count = bytes.littleEndian(UInt16.self, at: end + 10),
      let offset = bytes.littleEndian(UInt32.self, at: end + 16)
    else { throw damaged("its end is cut off") }
    guard disk == 0 || disk == .max else { throw damaged("it is one part of several") }
    guard count == .max || offset == .max, let wide = Self.wide(bytes, before: end) else {
      (self.offset, self.count) = (Int(offset), Int(count))
      return
    }
    guard wide.count <= bytes.count / 46, wide.offset <= bytes.count else { throw damaged("its end is damaged") }
    self = wide
  }

  private init(offset: Int, count: Int) {
    self.offset = offset
    self.count = count
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

  /// The zip64 end record, which a locator just before the end record points at.
  private static func wide(_ bytes: UnsafeRawBufferPointer, before end: Int) -> ZipDirectory? {
    guard bytes.littleEndian(UInt32.self, at: end - 20) == 0x0706_4B50,
      let position = bytes.littleEndian(UInt64.self, at: end - 12).flatMap({ Int(exactly: $0) }),
      position <= end, bytes.littleEndian(UInt32.self, at: position) == 0x0606_4B50,
      let count = bytes.littleEndian(UInt64.self, at: position + 32).flatMap({ Int(exactly: $0) }),
      let offset = bytes.littleEndian(UInt64.self, at: position + 48).flatMap({ Int(exactly: $0) })
    else { return nil }
    return ZipDirectory(offset: offset, count: count)
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
