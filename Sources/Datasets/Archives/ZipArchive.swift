import Numerics

/// A zip archive, read in place: listed by its central directory, each file unpacked only when it is asked for.
///
/// Format: PKWARE's application note 6.3.10, of which methods 0 and 8, and zip64.
final class ZipArchive: Sendable {
  /// What messages call it.
  let name: String
  let entries: [ZipEntry]
  private let file: FileBytes

  /// Cost: linear in the number of entries; no file is unpacked.
  /// - Throws: `DatasetError.badArchive`, `.unsafeArchive`, `.encryptedArchive`.
  init(_ file: FileBytes, name: String) throws {
    self.file = file
    self.name = name
    let directory = try ZipDirectory(file.bytes, name: name)
    var entries: [ZipEntry] = []
    entries.reserveCapacity(min(directory.count, file.count / 46))
    var offset = directory.offset
    for _ in 0..<directory.count {
      guard let (entry, next) = ZipEntry.read(from: file.bytes, at: offset) else {
        throw DatasetError.badArchive(path: name, reason: "its list of files is damaged")
      }
      entries.append(entry)
      offset = next
    }
    self.entries = entries
    try check()
  }

  private func check() throws {
    var packed = 0
    for entry in entries {
      if entry.isEncrypted { throw DatasetError.encryptedArchive(path: name, entry: entry.name) }
      if entry.leadsOutside {
        throw DatasetError.unsafeArchive(path: name, entry: entry.name, reason: "leads out of the folder")
      }
      if entry.hasImpossibleSize {
        throw DatasetError.unsafeArchive(
          path: name, entry: entry.name, reason: "claims \(inGigabytes(entry.size)), more than it can hold")
      }
      packed += entry.compressedSize
      // Files that overlap are how small archives unpack to petabytes.
      guard packed <= file.count else {
        throw DatasetError.unsafeArchive(path: name, entry: entry.name, reason: "overlaps another file")
      }
    }
  }

  /// The bytes of an entry as they are stored.
  private func packedRange(_ entry: ZipEntry) throws -> Range<Int> {
    let bytes = file.bytes
    guard bytes.littleEndian(UInt32.self, at: entry.headerOffset) == 0x0403_4B50,
      let nameLength = bytes.littleEndian(UInt16.self, at: entry.headerOffset + 26),
      let extraLength = bytes.littleEndian(UInt16.self, at: entry.headerOffset + 28)
    else { throw damaged(entry, "its header is missing") }
    let start = entry.headerOffset + 30 + Int(nameLength) + Int(extraLength)
    guard start + entry.compressedSize <= bytes.count else { throw damaged(entry, "it is cut off") }
    return start..<start + entry.compressedSize
  }

  private func damaged(_ entry: ZipEntry, _ reason: String) -> DatasetError {
    .badArchive(path: name, reason: "'\(entry.name)': \(reason)")
  }

  /// A whole file: a part of the archive where it is stored, memory where it is deflated.
  /// - Throws: `DatasetError.badArchive`, `.unsupportedCompression`.
  func contents(of index: Int, context: ExecutionContext) throws -> FileBytes {
    let entry = entries[index]
    try checkReadable(index)
    if entry.method == 0 {
      let range = try packedRange(entry)
      try verify(UnsafeRawBufferPointer(rebasing: file.bytes[range]), entry)
      return FileBytes(range, of: file)
    }
    return try FileBytes(count: entry.size) { try unpack(index, into: $0, with: Inflater(), context: context) }
  }

  /// Whether an entry can be unpacked at all, asked before memory is set aside for it.
  /// - Throws: `DatasetError.unsupportedCompression`, `.tooLarge`.
  func checkReadable(_ index: Int) throws {
    let entry = entries[index]
    guard entry.method == 0 || entry.method == 8 else {
      throw DatasetError.unsupportedCompression(path: name, entry: entry.name, method: entry.method)
    }
    guard entry.size <= Memory.limit else {
      throw DatasetError.tooLarge(name: entry.name, bytes: entry.size, limit: Memory.limit)
    }
  }

  /// Unpacks a file into memory of exactly its size. - Precondition: `checkReadable` passed.
  func unpack(
    _ index: Int, into target: UnsafeMutableRawBufferPointer, with inflater: Inflater, context: ExecutionContext
  ) throws {
    let entry = entries[index]
    let packed = UnsafeRawBufferPointer(rebasing: file.bytes[try packedRange(entry)])
    if entry.method == 0 {
      target.copyMemory(from: packed)
    } else if try !inflater.inflate(packed, into: target, context: context) {
      throw damaged(entry, "it does not unpack")
    }
    try verify(UnsafeRawBufferPointer(target), entry)
  }

  private func verify(_ bytes: UnsafeRawBufferPointer, _ entry: ZipEntry) throws {
    guard checksum(of: bytes) == UInt(entry.checksum) else { throw damaged(entry, "its checksum is wrong") }
  }
}

/// Where the central directory of an archive begins, and how many files it lists.
private struct ZipDirectory {
  let offset: Int
  let count: Int

  init(_ bytes: UnsafeRawBufferPointer, name: String) throws {
    func damaged(_ reason: String) -> DatasetError { .badArchive(path: name, reason: reason) }
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
