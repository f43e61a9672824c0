import Basics
import CZlib
import Files
import Numerics

/// Writes a zip archive, stored or deflated, with zip64 where a file or the whole passes 4 GB.
final class ZipWriter {
  private struct Written {
    let name: [UInt8]
    let method: Int
    let checksum: UInt32
    let compressedSize: Int
    let size: Int
    let headerOffset: Int
  }

  private let file: AtomicFile<DatasetError>
  private let isDeflated: Bool
  private var written: [Written] = []

  init(path: String, isDeflated: Bool) throws {
    file = try AtomicFile(path: path)
    self.isDeflated = isDeflated
  }

  /// Adds a file whose content is `pieces`, one after another.
  func add(_ name: String, pieces: [UnsafeRawBufferPointer], context: ExecutionContext) throws {
    let name = Array(name.utf8)
    let headerOffset = file.count
    try file.write(Self.localHeader(name: name))
    let start = file.count
    var crc: UInt = 0
    let deflater = isDeflated ? Deflater() : nil
    for piece in pieces {
      for slice in piece.slices(of: 1 << 22) {
        try context.checkInterruption()
        crc = checksum(of: slice, continuing: crc)
        if let deflater { try deflater.deflate(slice, into: file) } else { try file.write(slice) }
      }
    }
    try deflater?.finish(into: file)
    let entry = Written(
      name: name, method: isDeflated ? 8 : 0, checksum: UInt32(truncatingIfNeeded: crc),
      compressedSize: file.count - start, size: pieces.reduce(0) { $0 + $1.count }, headerOffset: headerOffset)
    try file.overwrite(Self.localHeader(name: name, entry), at: headerOffset)
    written.append(entry)
  }

  /// Writes the list of files and puts the archive in place.
  func commit() throws {
    let start = file.count
    for entry in written { try file.write(Self.directoryRecord(entry)) }
    try file.write(Self.end(count: written.count, start: start, size: file.count - start))
    try file.commit()
  }

  /// Room for the 64-bit sizes is always kept, because they are not known before the content is written.
  private static func localHeader(name: [UInt8], _ entry: Written? = nil) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(0x0403_4B50, as: UInt32.self)
    for value in [45, 0x0800, entry?.method ?? 0, 0, 0x21] { bytes.append(value, as: UInt16.self) }
    bytes.append(Int(entry?.checksum ?? 0), as: UInt32.self)
    for _ in 0..<2 { bytes.append(Int(UInt32.max), as: UInt32.self) }
    for value in [name.count, 20] { bytes.append(value, as: UInt16.self) }
    bytes += name
    for value in [1, 16] { bytes.append(value, as: UInt16.self) }
    for value in [entry?.size ?? 0, entry?.compressedSize ?? 0] { bytes.append(value, as: UInt64.self) }
    return bytes
  }

  private static func directoryRecord(_ entry: Written) -> [UInt8] {
    let isWide = [entry.size, entry.compressedSize, entry.headerOffset].contains { $0 >= Int(UInt32.max) }
    func narrow(_ value: Int) -> Int { isWide ? Int(UInt32.max) : value }
    var bytes: [UInt8] = []
    bytes.append(0x0201_4B50, as: UInt32.self)
    for value in [45, 45, 0x0800, entry.method, 0, 0x21] { bytes.append(value, as: UInt16.self) }
    for value in [Int(entry.checksum), narrow(entry.compressedSize), narrow(entry.size)] {
      bytes.append(value, as: UInt32.self)
    }
    for value in [entry.name.count, isWide ? 28 : 0, 0, 0, 0] { bytes.append(value, as: UInt16.self) }
    for value in [0, narrow(entry.headerOffset)] { bytes.append(value, as: UInt32.self) }
    bytes += entry.name
    guard isWide else { return bytes }
    for value in [1, 24] { bytes.append(value, as: UInt16.self) }
    for value in [entry.size, entry.compressedSize, entry.headerOffset] { bytes.append(value, as: UInt64.self) }
    return bytes
  }

  private static func end(count: Int, start: Int, size: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    let isWide = start + size >= Int(UInt32.max) || count >= Int(UInt16.max)
    if isWide {
      bytes.append(0x0606_4B50, as: UInt32.self)
      bytes.append(44, as: UInt64.self)
      for value in [45, 45] { bytes.append(value, as: UInt16.self) }
      for value in [0, 0] { bytes.append(value, as: UInt32.self) }
      for value in [count, count, size, start] { bytes.append(value, as: UInt64.self) }
      bytes.append(0x0706_4B50, as: UInt32.self)
      bytes.append(0, as: UInt32.self)
      bytes.append(start + size, as: UInt64.self)
      bytes.append(1, as: UInt32.self)
    }
    bytes.append(0x0605_4B50, as: UInt32.self)
    let narrow = isWide ? Int(UInt16.max) : count
    for value in [0, 0, narrow, narrow] { bytes.append(value, as: UInt16.self) }
    for value in [size, isWide ? Int(UInt32.max) : start] { bytes.append(value, as: UInt32.self) }
    bytes.append(0, as: UInt16.self)
    return bytes
  }
}

extension [UInt8] {
  /// A number as little-endian bytes.
  mutating func append<Number: FixedWidthInteger>(_ value: Int, as type: Number.Type) {
    Swift.withUnsafeBytes(of: Number(truncatingIfNeeded: value).littleEndian) { append(contentsOf: $0) }
  }
}

extension UnsafeRawBufferPointer {
  /// The bytes in slices of at most `size`.
  func slices(of size: Int) -> [UnsafeRawBufferPointer] {
    stride(from: 0, to: count, by: size).map {
      UnsafeRawBufferPointer(rebasing: self[$0..<Swift.min(count, $0 + size)])
    }
  }
}
