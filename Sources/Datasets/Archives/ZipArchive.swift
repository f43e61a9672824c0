import Files
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
    do {
      entries = try ZipDirectory.entries(of: file.bytes)
    } catch {
      throw DatasetError.badArchive(path: name, reason: error.reason)
    }
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
      if ArchiveNames.isBomb(size: entry.size, packed: entry.compressedSize) {
        throw DatasetError.unsafeArchive(
          path: name, entry: entry.name,
          reason:
            "unpacks to \(inGigabytes(entry.size)) from \(inGigabytes(entry.compressedSize)), which no data set does")
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
    do { return try entry.packedRange(in: file.bytes) } catch { throw damaged(entry, error.reason) }
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
    try AddressSpace.require(entry.size)
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
