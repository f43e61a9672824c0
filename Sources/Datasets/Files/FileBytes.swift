import Glibc

/// The bytes of a whole file: mapped from disk, held in memory, or a part of another `FileBytes`.
///
/// Immutable after it is made, so threads may share it.
final class FileBytes: @unchecked Sendable {
  let bytes: UnsafeRawBufferPointer
  /// What must live as long as `bytes`.
  private let owner: Owner

  private enum Owner {
    case mapping
    case memory(UnsafeMutableRawBufferPointer)
    case part(of: FileBytes)
  }

  var count: Int { bytes.count }

  /// Maps a file. Cost: pages are read when they are touched.
  /// - Throws: `DatasetError.permissionDenied`, `.pathMissing`, `.unreadableFile`.
  init(mapping path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw DatasetError.opening(path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw DatasetError.opening(path, errno) }
    owner = .mapping
    guard status.st_size > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    let size = Int(status.st_size)
    guard let base = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED else {
      throw DatasetError.opening(path, errno)
    }
    bytes = UnsafeRawBufferPointer(start: base, count: size)
  }

  /// Makes `count` bytes and lets `fill` write them all.
  init(count: Int, fill: (UnsafeMutableRawBufferPointer) throws -> Void) throws {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, count), alignment: 64)
    let filled = UnsafeMutableRawBufferPointer(rebasing: memory[0..<count])
    do { try fill(filled) } catch {
      memory.deallocate()
      throw error
    }
    owner = .memory(memory)
    bytes = UnsafeRawBufferPointer(filled)
  }

  /// A part of `whole`, which is kept alive. - Precondition: `range` lies in it.
  init(_ range: Range<Int>, of whole: FileBytes) {
    owner = .part(of: whole)
    bytes = UnsafeRawBufferPointer(rebasing: whole.bytes[range])
  }

  deinit {
    switch owner {
    case .mapping:
      if let base = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: base), bytes.count) }
    case .memory(let memory): memory.deallocate()
    case .part: break
    }
  }
}

extension UnsafeRawBufferPointer {
  /// A little-endian number at `offset`, or nil where the bytes end before it does.
  func littleEndian<Number: FixedWidthInteger>(_ type: Number.Type, at offset: Int) -> Number? {
    guard offset >= 0, offset <= count - MemoryLayout<Number>.size else { return nil }
    return Number(littleEndian: loadUnaligned(fromByteOffset: offset, as: type))
  }
}
