import Glibc

/// The bytes of a whole file: mapped from disk, held in memory, or a part of another `FileBytes`.
///
/// Immutable after it is made, so threads may share it.
package final class FileBytes: @unchecked Sendable {
  package let bytes: UnsafeRawBufferPointer
  /// What must live as long as `bytes`.
  private let owner: Owner

  private enum Owner {
    case mapping(GuardedMapping)
    case memory(UnsafeMutableRawBufferPointer)
    case part(of: FileBytes)
  }

  package var count: Int { bytes.count }

  /// Whether the file became shorter since it was mapped, or could not be read: a part of `bytes` is zeros then. To be
  /// asked when all has been read.
  package var hasShrunk: Bool {
    switch owner {
    case .mapping(let mapping): mapping.hasShrunk
    case .memory: false
    case .part(let whole): whole.hasShrunk
    }
  }

  /// Maps a file. Cost: pages are read when they are touched.
  /// - Parameter failure: the importing module's error for a path and the number that `open` or `mmap` left.
  /// - Throws: what `failure` gives.
  package init(mapping path: String, failure: (String, Int32) -> any Error) throws {
    // Opening a pipe without this would wait for somebody to write into it.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw failure(path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(path, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw failure(path, status.st_mode & S_IFMT == S_IFDIR ? EISDIR : ESPIPE)
    }
    let size = Int(status.st_size)
    guard size > 0 else {
      let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 1, alignment: 1)
      owner = .memory(memory)
      bytes = UnsafeRawBufferPointer(rebasing: memory[0..<0])
      return
    }
    guard let base = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED else {
      throw failure(path, errno)
    }
    bytes = UnsafeRawBufferPointer(start: base, count: size)
    owner = .mapping(GuardedMapping(bytes))
  }

  /// Makes `count` bytes and lets `fill` write them all.
  package init(count: Int, fill: (UnsafeMutableRawBufferPointer) throws -> Void) throws {
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
  package init(_ range: Range<Int>, of whole: FileBytes) {
    owner = .part(of: whole)
    bytes = UnsafeRawBufferPointer(rebasing: whole.bytes[range])
  }

  deinit {
    switch owner {
    case .mapping(let mapping): mapping.end()
    case .memory(let memory): memory.deallocate()
    case .part: break
    }
  }
}

extension UnsafeRawBufferPointer {
  /// A little-endian number at `offset`, or nil where the bytes end before it does.
  @inlinable
  package func littleEndian<Number: FixedWidthInteger>(_ type: Number.Type, at offset: Int) -> Number? {
    guard offset >= 0, offset <= count - MemoryLayout<Number>.size else { return nil }
    return Number(littleEndian: loadUnaligned(fromByteOffset: offset, as: type))
  }
}
