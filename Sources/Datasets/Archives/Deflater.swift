import Basics
import CZlib
import Files

/// Packs bytes by zlib's raw deflate, piece by piece, into a file.
final class Deflater {
  /// On the heap because zlib keeps a pointer from its state back to the stream.
  private let stream: UnsafeMutablePointer<z_stream>
  private let isReady: Bool
  private var buffer = [UInt8](repeating: 0, count: 1 << 18)

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    isReady =
      deflateInit2_(
        stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size)) == Z_OK
  }

  deinit {
    if isReady { deflateEnd(stream) }
    stream.deallocate()
  }

  /// - Precondition: less than 4 GB at a time.
  func deflate(_ bytes: UnsafeRawBufferPointer, into file: AtomicFile<DatasetError>) throws {
    stream.pointee.next_in = UnsafeMutablePointer(
      mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.pointee.avail_in = UInt32(bytes.count)
    try run(Z_NO_FLUSH, into: file)
  }

  func finish(into file: AtomicFile<DatasetError>) throws {
    stream.pointee.avail_in = 0
    try run(Z_FINISH, into: file)
  }

  private func run(_ flush: Int32, into file: AtomicFile<DatasetError>) throws {
    guard isReady else { throw DatasetError.writeFailed(path: "archive", reason: "zlib could not be started") }
    var isFull = true
    while isFull {
      let count = buffer.withUnsafeMutableBufferPointer { room in
        stream.pointee.next_out = room.baseAddress
        stream.pointee.avail_out = UInt32(room.count)
        _ = CZlib.deflate(stream, flush)
        return room.count - Int(stream.pointee.avail_out)
      }
      isFull = count == buffer.count
      try buffer.withUnsafeBytes { try file.write(UnsafeRawBufferPointer(rebasing: $0[0..<count])) }
    }
  }
}
