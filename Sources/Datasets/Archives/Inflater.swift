import CZlib
import Numerics

/// Unpacks deflated bytes by zlib, again and again with the same memory. One per thread.
final class Inflater {
  /// On the heap because zlib keeps a pointer from its state back to the stream.
  private let stream: UnsafeMutablePointer<z_stream>
  private let isReady: Bool

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // Negative window bits: raw deflate, without zlib's own header, as zip archives hold it.
    isReady = inflateInit2_(stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
  }

  deinit {
    if isReady { inflateEnd(stream) }
    stream.deallocate()
  }

  /// Fills `target` from `source`; false unless the packed bytes give exactly as many as `target` holds.
  /// - Throws: `Interrupted`.
  func inflate(
    _ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer, context: ExecutionContext
  ) throws -> Bool {
    guard isReady, inflateReset(stream) == Z_OK else { return false }
    // In pieces because zlib counts in 32 bits, and so that a large file can be interrupted.
    let piece = 1 << 24
    var read = 0
    var written = 0
    while true {
      try context.checkInterruption()
      let input = min(piece, source.count - read)
      let room = min(piece, target.count - written)
      stream.pointee.next_in = UnsafeMutablePointer(
        mutating: source.baseAddress?.advanced(by: read).assumingMemoryBound(to: UInt8.self))
      stream.pointee.avail_in = UInt32(input)
      stream.pointee.next_out = target.baseAddress?.advanced(by: written).assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_out = UInt32(room)
      let status = CZlib.inflate(stream, Z_NO_FLUSH)
      let taken = input - Int(stream.pointee.avail_in)
      let given = room - Int(stream.pointee.avail_out)
      read += taken
      written += given
      if status == Z_STREAM_END { return written == target.count }
      guard status == Z_OK, taken + given > 0 else { return false }
    }
  }
}
